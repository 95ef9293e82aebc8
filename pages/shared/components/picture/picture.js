// A chart as a picture that stands for itself: SVG or PNG, of a chosen size, on white or dark, with a title, the letters
// of the page inside it; and the same chart at six epochs of the tape. THEMES stands before this.

const TIMES = 2 // pixels of a PNG to a px
const MARGIN = 16, TITLE = 44, LETTERS = 18, MORE = 24 // px: around all, of a title of one line, and of each more
const EPOCHS = 6
const PATIENCE_MS = 20_000 // for the chart of an epoch

const escaped = text => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;")

// The page's style, but for the colours of the ground that is chosen.
function styleOn(ground, page) {
  const colours = THEMES[ground === "dark" ? "dark" : "light"]
  return { getPropertyValue: name => colours[name] ?? page.getPropertyValue(name) }
}

// The title in lines that are no wider than the picture, by the words in it.
function linesOf(title, width, family) {
  const pen = document.createElement("canvas").getContext("2d")
  pen.font = `${LETTERS}px ${family}`
  const lines = []
  for (const word of title.split(" ")) {
    const longer = lines.length ? `${lines.at(-1)} ${word}` : word
    if (lines.length && pen.measureText(longer).width <= width - 2 * MARGIN) lines[lines.length - 1] = longer
    else lines.push(word)
  }
  return lines
}

// The figure of a chart as it is to stand in a picture; a zoom stays.
function framed(chart, { width, height, ground, title }) {
  const style = styleOn(ground, getComputedStyle(chart.parent))
  const { figure } = chart.data
  const { data, layout } = themed(figure, style, ground === "dark")
  for (const [name, { autorange, range }] of Object.entries(chart.plot.layout ?? {}).filter(([name]) => /^[xy]axis/.test(name)))
    if (autorange === false && range) layout[name] = { ...layout[name], autorange, range: [...range] }
  const { l = 0, r = 0, t = 0, b = 0, pad } = layout.margin ?? {}
  const lines = title ? linesOf(title, width, layout.font?.family ?? style.getPropertyValue("--st-font")) : []
  const above = lines.length ? TITLE + MORE * (lines.length - 1) : 0
  layout.margin = { l: l + MARGIN, r: r + MARGIN, t: t + MARGIN + above, b: b + MARGIN, pad }
  layout.paper_bgcolor = ground === "none" ? "rgba(0,0,0,0)" : style.getPropertyValue("--st-background-color")
  if (title)
    layout.title = {
      text: lines.map(escaped).join("<br>"),
      font: { size: LETTERS },
      ...{ x: 0, xref: "container", xanchor: "left", y: 1, yref: "container", yanchor: "top", pad: { l: MARGIN, t: MARGIN } },
    }
  const room = { clientWidth: width }
  return { data: data.map(trace => named(fitted(trace, room, height), figure.names)), layout: { ...layout, width, height } }
}

async function base64(url) {
  const bytes = new Uint8Array(await (await fetch(url)).arrayBuffer())
  let text = ""
  for (let k = 0; k < bytes.length; k += 0x8000) text += String.fromCharCode(...bytes.subarray(k, k + 0x8000))
  return btoa(text)
}

const fonts = new Map() // by family: a rule of CSS with the font in it

// The page's own font: a picture that is opened elsewhere would have another one.
function fontRule(family) {
  if (!fonts.has(family)) {
    const rules = [...document.styleSheets].flatMap(sheet => [...sheet.cssRules])
    const upright = rules.find(
      ({ constructor, style }) =>
        constructor.name === "CSSFontFaceRule" &&
        style.getPropertyValue("font-family").replaceAll('"', "") === family &&
        style.getPropertyValue("font-style") !== "italic",
    )
    const url = upright?.style.getPropertyValue("src").match(/url\("?([^")]+)"?\)/)?.[1]
    const rule = data => `@font-face{font-family:"${family}";font-weight:100 900;src:url(data:font/woff2;base64,${data})}`
    const base = upright?.parentStyleSheet.href ?? location.href
    fonts.set(family, url ? base64(new URL(url, base)).then(rule) : Promise.resolve(""))
  }
  return fonts.get(family)
}

// The picture, and the rule of CSS with its font.
async function drawn(chart, looks) {
  const Plotly = await plotly(chart.data.plotly)
  const figure = framed(chart, looks)
  const { width, height } = looks
  const picture = await Plotly.toImage(figure, { format: "svg", width, height, imageDataOnly: true })
  return { picture, font: await fontRule(figure.layout.font.family.split(",")[0].replaceAll('"', "").trim()) }
}

const withFont = ({ picture, font }) => picture.replace(/^(<svg[^>]*>)/, `$1<style>${font}</style>`)

// Pictures of one size as one, beside and below each other.
function tiled(made, { width, height }, across) {
  const place = k => `x="${(k % across) * width}" y="${Math.floor(k / across) * height}"`
  const parts = made.map(({ picture }, k) => picture.replace("<svg", `<svg ${place(k)}`))
  const whole = `width="${width * across}" height="${height * Math.ceil(made.length / across)}"`
  return { picture: `<svg xmlns="http://www.w3.org/2000/svg" ${whole}>${parts.join("")}</svg>`, font: made[0].font }
}

async function pngOf(svg) {
  const image = new Image()
  image.src = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }))
  try {
    await image.decode()
    const canvas = document.createElement("canvas")
    canvas.width = image.naturalWidth * TIMES
    canvas.height = image.naturalHeight * TIMES
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height)
    return await new Promise((done, failed) => canvas.toBlob(blob => (blob ? done(blob) : failed(new Error("too large"))), "image/png"))
  } finally {
    URL.revokeObjectURL(image.src)
  }
}

function save(blob, file) {
  const link = document.createElement("a")
  link.href = URL.createObjectURL(blob)
  link.download = file
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}

// Where the tape is that this page shows, {tape, epoch, end}; nothing if there is none.
function whereTapeIs() {
  const where = {}
  window.dispatchEvent(new CustomEvent("tape-deck-where", { detail: where }))
  return where.end > 0 ? where : null
}

// Once the chart is that of the epoch.
function arrival(chart, epoch) {
  const begun = Date.now()
  return new Promise((done, failed) => {
    const look = () => {
      if (chart.data.epoch === epoch) done()
      else if (Date.now() - begun > PATIENCE_MS || chart.gone) failed(new Error(`epoch ${epoch} did not come`))
      else setTimeout(look, 50)
    }
    look()
  })
}

// The chart at epochs from the first to the last, each under its number; `told` hears how far it is.
async function stripOf(chart, looks, { tape, epoch: before, end }, told) {
  const wish = epoch => window.dispatchEvent(new CustomEvent("tape-deck-wish", { detail: { tape, epoch } }))
  const n = Math.min(EPOCHS, end + 1), across = Math.min(n, 3)
  const size = { width: Math.round(looks.width / across), height: Math.round(looks.height / Math.ceil(n / across)) }
  const made = []
  try {
    for (let k = 0; k < n; k++) {
      const epoch = Math.round((k * end) / (n - 1))
      told(`Epoch ${epoch.toLocaleString("en")}, ${k + 1} of ${n}`)
      wish(epoch)
      await arrival(chart, epoch)
      made.push(await drawn(chart, { ...looks, ...size, title: `Epoch ${epoch.toLocaleString("en")}` }))
    }
  } finally {
    wish(before)
  }
  return tiled(made, size, across)
}

// One plotly chart, drawn once and then changed in place. Sent along with every change: keep it short.

const TWICE_MS = 320 // in which plotly takes two clicks for a double one
const BELOW = 32 // px that stay free below a chart of a panel alone

const charts = new Map() // by key

// plotly.js is loaded once per page, whichever chart asks first; some seconds after a failure it is tried again.
function plotly(url) {
  window.tapeDeckPlotly ??= new Promise((done, failed) => {
    const script = document.createElement("script")
    script.src = url
    script.onload = () => (window.Plotly ? done(window.Plotly) : script.onerror())
    script.onerror = () => {
      script.remove()
      setTimeout(() => delete window.tapeDeckPlotly, 5000)
      failed(new Error("plotly.js did not load"))
    }
    document.head.append(script)
  })
  return window.tapeDeckPlotly
}

// "var(--st-NAME)" and "light-dark(A, B)" become the colours (or the font) of the page as it is now.
function themed(part, style, dark) {
  if (typeof part === "string") {
    if (part.startsWith("var(")) return style.getPropertyValue(part.slice(4, -1)).trim() || undefined
    if (part.startsWith("light-dark(")) return part.slice(11, -1).split(",")[dark ? 1 : 0].trim()
    return part
  }
  if (Array.isArray(part)) return part.map(each => themed(each, style, dark))
  if (part === null || typeof part !== "object") return part
  return Object.fromEntries(Object.entries(part).map(([name, each]) => [name, themed(each, style, dark)]))
}

const darkness = new Map() // by colour

function isDark(colour) {
  if (!darkness.has(colour)) {
    const pen = document.createElement("canvas").getContext("2d")
    pen.fillStyle = colour
    pen.fillRect(0, 0, 1, 1)
    const [red, green, blue] = pen.getImageData(0, 0, 1, 1).data
    darkness.set(colour, 0.299 * red + 0.587 * green + 0.114 * blue < 128)
  }
  return darkness.get(colour)
}

// The colours of the page at this place, each asked for once: what has changed before on the page is laid out for it.
function tokensAt(place) {
  const style = getComputedStyle(place)
  const known = new Map()
  const getPropertyValue = name => known.get(name) ?? known.set(name, style.getPropertyValue(name)).get(name)
  return { getPropertyValue }
}

// A number that would not fit its cell is not printed.
function fitted(trace, plot, height) {
  if (trace.type !== "heatmap" || !trace.texttemplate) return trace
  const size = plot._fullLayout?._size
  const letter = trace.textfont.size
  const wide = (size?.w ?? plot.clientWidth - 60) / trace.x.length
  const high = (size?.h ?? height - 50) / trace.y.length
  if (high < letter * 1.15 || wide < 13 * 2.5) return { ...trace, texttemplate: "" }
  return wide < letter * 2.7 ? { ...trace, textfont: { ...trace.textfont, size: 13 } } : trace
}

// The runs of many curves in one are named here: a code counts through the parts of all names, the last one fastest.
const codes = new Map() // by the numbers as they were sent

function named(trace, names) {
  const sent = trace.customdata?.bdata
  if (!names || sent === undefined) return trace
  if (!codes.has(sent)) {
    if (codes.size > 64) codes.clear()
    const known = new Map()
    const name = code => {
      const parts = names.reduceRight(([rest, found], part) => [(rest - (rest % part.length)) / part.length, [part[rest % part.length], ...found]], [code, []])
      return parts[1].join(", ")
    }
    const bytes = Uint8Array.from(atob(sent), letter => letter.charCodeAt(0))
    codes.set(sent, Array.from(new Int32Array(bytes.buffer), code => known.get(code) ?? (known.set(code, name(code)), known.get(code))))
  }
  return { ...trace, text: codes.get(sent) }
}

// What a window has in height beyond a laptop's goes to the charts that grow; in a panel that stands alone a chart
// reaches down to the window's end.
function heightOf({ height, grows }, box) {
  if (box.closest(".st-key-one_panel")) {
    const above = box.getBoundingClientRect().top + (box.closest("[data-testid=stMain]")?.scrollTop ?? 0)
    return Math.max(height, Math.floor(innerHeight - above - BELOW))
  }
  return height + grows * Math.min(240, Math.max(0, innerHeight - 900))
}

// Charts take turns: after this time the screen has what is drawn, and the rest comes with the next frame. What is drawn
// quickest goes first, but for what has waited.
const TURN_MS = 16
const waiting = new Set()
let frame = null

function drawInTurn(chart) {
  waiting.add(chart)
  frame ??= requestAnimationFrame(turn)
}

function turn() {
  const until = performance.now() + TURN_MS
  for (const chart of [...waiting].sort((one, other) => other.waits - one.waits || one.cost - other.cost)) {
    const now = performance.now()
    chart.waits += 1
    if (now > until) continue
    waiting.delete(chart)
    chart.drawNow() // is not awaited: plotly draws at once, and no chart is to wait for the end of another
    chart.cost = performance.now() - now
    chart.waits = 0
  }
  frame = waiting.size ? requestAnimationFrame(turn) : null
}

class Chart {
  cost = 0 // ms
  waits = 0 // frames

  constructor() {
    this.box = document.createElement("div")
    this.box.className = "live-chart"
    this.plot = document.createElement("div")
    this.plot.setAttribute("role", "figure")
    this.wait = document.createElement("div")
    this.wait.className = "live-wait"
    this.box.append(this.plot, this.wait)
    // A redraw would end a drag that is under way: what arrives meanwhile is drawn when the pointer lets go.
    this.plot.addEventListener("pointerdown", event => {
      clearTimeout(this.letting)
      this.held = true
      const isOnAxes = event.button === 0 && !event.target.closest(".legend, .modebar")
      this.down = isOnAxes ? [event.clientX, event.clientY] : null
    })
    this.release = event => {
      if (!this.held) return
      const isTap = event.type === "pointerup" && this.tap(event)
      this.down = null
      const letGo = () => this.draw((this.held = false))
      // Nor may it come between the two clicks that end a zoom.
      if (isTap && this.data.taps === null) this.letting = setTimeout(letGo, TWICE_MS)
      else letGo()
    }
    for (const event of ["pointerup", "pointercancel"]) window.addEventListener(event, this.release)
    this.resized = new ResizeObserver(entries => {
      this.room = Math.round(entries.at(-1).contentRect.width) // 0 while it is taken away
      this.draw()
    })
    this.resized.observe(this.box)
    this.fit = () => this.height !== heightOf(this.data, this.box) && this.draw()
    window.addEventListener("resize", this.fit)
    this.fed = ({ detail }) => detail[this.data.key] && this.show(detail[this.data.key])
    window.addEventListener("tape-deck", this.fed)
    this.printed = () => {
      this.tokens = tokensAt(this.parent)
      this.drawNow()
    }
    window.addEventListener("tape-deck-paper", this.printed)
    this.picture = () => new PictureDialog(this) // the same function at each drawing: with another plotly begins anew
    this.pictured = ({ detail: { pictures, width } }) => {
      if (!this.data || this.looks === null) return // it may still wait for its turn, but not if it could not be drawn
      const looks = { width, height: heightOf(this.data, this.box), ground: "white", title: "" }
      pictures.push({ box: this.box, title: titleOf(this), make: () => drawn(this, looks) })
    }
    window.addEventListener("tape-deck-pictures", this.pictured)
  }

  // As a run of the page has it, which also a change of the page's colours is.
  update(parent, data, trigger) {
    if (this.data?.number > data.number) return
    if (this.box.parentElement !== parent) parent.append(this.box)
    this.parent = parent
    this.tokens = tokensAt(parent)
    this.trigger = trigger
    this.show(data)
  }

  show(data) {
    if (this.data?.number > data.number) return
    this.data = data
    this.unwatch ??= watchSeen(this.box, data.key)
    this.box.classList.toggle("live-taps", data.taps !== null)
    this.box.style.height = this.plot.style.height = `${heightOf(data, this.box)}px`
    this.plot.dataset.figure = data.key
    this.plot.setAttribute("aria-label", data.label)
    this.draw()
  }

  // A click that is no drag, and whether it was one: where it was, in the units of the axes. Of a chart whose page
  // takes them all that it has not yet dealt with are sent again, so that none is lost however fast they come.
  tap(event) {
    const looks = this.plot._fullLayout ?? {}
    const { xaxis, yaxis } = looks
    if (!this.down || !xaxis || !yaxis) return
    if (Math.hypot(event.clientX - this.down[0], event.clientY - this.down[1]) > 5) return
    const box = this.plot.getBoundingClientRect()
    const x = event.clientX - box.left
    const y = event.clientY - box.top
    const isOn = (axis, px) => px >= axis._offset && px <= axis._offset + axis._length
    const upright = looks._subplots.yaxis.map(id => looks[id.replace("y", "yaxis")]).find(axis => isOn(axis, y))
    if (!upright || !isOn(xaxis, x)) return
    // Of names it is the number of the name, from 0.
    const [across, up] = [[xaxis, x], [upright, y]].map(([axis, px]) => axis[axis.type === "category" ? "p2l" : "p2d"](px - axis._offset))
    const place = { x: across, y: up }
    this.plot.dispatchEvent(new CustomEvent("tape-deck-tap", { detail: { ...place, at: event.timeStamp } }))
    if (this.data.taps === null) return true
    this.taps = (this.taps ?? []).filter(tap => tap.n > this.data.taps)
    const n = Math.max(this.data.taps, ...this.taps.map(tap => tap.n)) + 1
    this.taps.push({ n, ...place })
    this.trigger("taps", this.taps)
    return true
  }

  // At most one drawing a frame, of the newest figure; none at all while the page is not in view.
  async draw() {
    try {
      await plotly(this.data.plotly)
      drawInTurn(this)
    } catch (error) {
      this.fail(error)
    }
  }

  async drawNow() {
    try {
      if (!this.gone && !this.held) await this.react(window.Plotly)
    } catch (error) {
      this.fail(error)
    }
  }

  fail(error) {
    this.looks = null
    this.say("The chart could not be drawn. Load this page again to try once more.")
    console.error(error)
  }

  async react(Plotly) {
    const width = this.room ?? this.box.clientWidth // asked of the box it costs a layout for each chart
    if (width === 0) return
    const { figure } = this.data
    const height = heightOf(this.data, this.box)
    const { data, layout } = themed(figure, this.tokens, isDark(this.tokens.getPropertyValue("--st-background-color")))
    const resized = this.width !== width || this.height !== height
    Object.assign(this, { width, height })
    this.box.style.height = this.plot.style.height = `${height}px`
    Object.assign(layout, { width, height })
    // A page is sent whole when any of it changes: what looks as it did is not drawn again.
    const looks = JSON.stringify([data, layout])
    if (looks === this.looks) return
    this.looks = looks
    // Where axes are fitted to each other, plotly leaves one as it was if its new range is the shorter.
    const ends = layout.yaxis?.scaleanchor && JSON.stringify([layout.xaxis.range, layout.yaxis.range])
    if (this.ends && ends !== this.ends) Plotly.purge(this.plot)
    this.ends = ends
    const draw = () =>
      Plotly.react(this.plot, data.map(trace => named(fitted(trace, this.plot, height), figure.names)), layout, {
        displaylogo: false,
        displayModeBar: matchMedia("(hover: none)").matches ? false : "hover",
        typesetMath: false,
        plotlyServerURL: "",
        showSendToCloud: false,
        // Back to all there is now; plotly's "reset" would go back to the axes of the first drawing.
        doubleClick: "autosize",
        modeBarButtonsToRemove: ["lasso2d", "select2d", "resetScale2d", "zoomIn2d", "zoomOut2d", "toImage"],
        modeBarButtonsToAdd: [
          { name: "picture", title: "Save as a picture", icon: Plotly.Icons.camera, click: this.picture },
        ],
      })
    await draw()
    // The room for the cells is known only once the labels are drawn.
    if (resized && data.some(trace => trace.texttemplate)) await draw()
    this.wait.remove()
    const first = this.plot._fullData[0]
    window.dispatchEvent(new CustomEvent("tape-deck-chart", { detail: this.plot }))
    this.plot.dataset.n = first.type === "heatmap" ? first.z.length * first.z[0].length : first.x.length
  }

  say(sentence) {
    this.wait.textContent = sentence
    this.wait.classList.add("live-failed")
    this.box.append(this.wait)
  }

  remove() {
    this.gone = true
    this.resized.disconnect()
    this.unwatch?.()
    window.removeEventListener("resize", this.fit)
    window.removeEventListener("tape-deck", this.fed)
    window.removeEventListener("tape-deck-paper", this.printed)
    window.removeEventListener("tape-deck-pictures", this.pictured)
    for (const event of ["pointerup", "pointercancel"]) window.removeEventListener(event, this.release)
    window.Plotly?.purge(this.plot)
    this.box.remove()
    charts.delete(this.data.key)
  }
}

export default function ({ parentElement, data, setTriggerValue }) {
  if (!charts.has(data.key)) charts.set(data.key, new Chart())
  const chart = charts.get(data.key)
  clearTimeout(chart.leaving)
  chart.update(parentElement, data, setTriggerValue)
  // A run of the page that is cut short by the next one makes Streamlit take a chart away and bring it back within
  // some 50 ms, in a new place: it is the same chart then, with its zoom.
  return () => {
    if (chart.parent === parentElement) chart.leaving = setTimeout(() => chart.box.isConnected || chart.remove(), 500)
  }
}

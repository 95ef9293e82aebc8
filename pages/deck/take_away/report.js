// A button that makes one HTML file of what the page shows. Every text of the table enters it escaped, and nothing in it
// is fetched.

const WIDTH = 720 // px of a picture
const STYLE = `
body { font: 16px/1.5 "Source Sans", system-ui, sans-serif; color: #1a1c23; background: #fff; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.2rem; margin-top: 2rem; border-bottom: 1px solid #d5d8dd; }
table { border-collapse: collapse; margin: 0.75rem 0; } th, td { text-align: left; vertical-align: top; padding: 0.15rem 1rem 0.15rem 0; }
th { font-weight: 600; } td { overflow-wrap: anywhere; } .grid td, .grid th { text-align: right; } .grid :first-child { text-align: left; }
figure { margin: 1.5rem 0; break-inside: avoid; } figure svg, figure img { max-width: 100%; height: auto; } figcaption { font-weight: 600; }`

const safe = text => String(text).replace(/[&<>"']/g, sign => `&#${sign.charCodeAt(0)};`)
const row = (cells, name) => `<tr>${cells.map(cell => `<${name}>${safe(cell)}</${name}>`).join("")}</tr>`

function gridOf({ label, groups, columns, rows }) {
  const above = groups.map(([text, span]) => `<th colspan="${Number(span)}">${safe(text)}</th>`).join("")
  const head = `${above && `<tr>${above}</tr>`}${row(columns.map(column => column.name), "th")}`
  return `<table class="grid" aria-label="${safe(label)}"><thead>${head}</thead><tbody>${rows.map(each => row(each, "td")).join("")}</tbody></table>`
}

function sectionOf({ title, facts, sentences, grids }) {
  const lines = facts.map(([name, value]) => `<tr><th>${safe(name)}</th><td>${safe(value)}</td></tr>`).join("")
  const words = sentences.map(sentence => `<p>${safe(sentence)}</p>`).join("")
  return `<h2>${safe(title)}</h2>${lines && `<table>${lines}</table>`}${words}${grids.map(gridOf).join("")}`
}

// Each chart and drawing of the page gives its picture, in the order in which they stand.
async function picturesOf(colours) {
  const pictures = []
  window.dispatchEvent(new CustomEvent("tape-deck-pictures", { detail: { pictures, width: WIDTH, colours } }))
  pictures.sort((a, b) => (a.box.compareDocumentPosition(b.box) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1))
  const made = await Promise.all(pictures.map(async ({ title, make }) => ({ title, ...(await make()) })))
  const fonts = new Set(made.map(({ font }) => font).filter(Boolean))
  const figures = made.map(({ title, picture }) => `<figure><figcaption>${safe(title)}</figcaption>${picture}</figure>`)
  return { style: [...fonts].join("\n"), figures: figures.join("\n") }
}

async function htmlOf({ title, sections, colours }) {
  const { style, figures } = await picturesOf(colours)
  const again = sections.at(-1)
  const address = { ...again, facts: [["Address", location.href], ["Made on", new Date().toLocaleString("en")], ...again.facts] }
  const before = sections.slice(0, -1).map(sectionOf).join("\n")
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${safe(title)}</title>
<style>${style}${STYLE}</style></head>
<body><h1>${safe(title)}</h1>
${before}
<h2>Pictures</h2>
${figures}
${sectionOf(address)}
</body></html>`
}

function save(html, title) {
  const link = document.createElement("a")
  link.href = URL.createObjectURL(new Blob([html], { type: "text/html" }))
  link.download = `tape-deck-${title.toLowerCase().replace(/[^a-z0-9]+/g, "-").slice(0, 60)}.html`
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}

let shown = null // the button, and what a report would say now

function show(data) {
  if (shown.data?.number > data.number) return
  shown.data = data
  if (shown.making) return
  shown.button.lastChild.textContent = data.label
  shown.button.title = data.help
  shown.button.disabled = data.disabled
}

async function make({ button, data }) {
  shown.making = button.disabled = true
  button.lastChild.textContent = "Making it"
  let failed = false
  try {
    save(await htmlOf(data), data.title)
  } catch (error) {
    failed = true
    console.warn(error)
  }
  shown.making = false
  show(shown.data)
  if (failed) button.lastChild.textContent = "It could not be made: try again"
}

window.addEventListener("tape-deck", ({ detail }) => shown && detail.report && show(detail.report))

export default function ({ parentElement, data }) {
  let button = parentElement.querySelector(".take-away")
  if (!button) {
    button = document.createElement("button")
    button.className = "take-away"
    button.type = "button"
    const icon = document.createElement("span")
    icon.setAttribute("aria-hidden", "true")
    icon.translate = false
    icon.textContent = "description"
    button.append(icon, document.createTextNode(""))
    button.onclick = () => make(shown)
    parentElement.append(button)
  }
  shown = { ...shown, button }
  show(data)
}

// Asks how a chart is to be saved, and saves it.

const WIDTHS = [200, 2400], HEIGHTS = [150, 2400] // px

function part(parent, name, attributes = {}, text = "") {
  const element = document.createElement(name)
  for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value)
  element.textContent = text
  parent.append(element)
  return element
}

function field(parent, label, name, attributes, choices = []) {
  const line = part(parent, "label", {}, label)
  const input = part(line, name, attributes)
  for (const [value, text] of choices) part(input, "option", { value }, text)
  return input
}

// What the panel is called that the chart stands in.
function titleOf(chart) {
  for (let box = chart.box; box; box = box.parentElement) {
    const heading = box.querySelector("h2")
    const name = heading?.querySelector("strong")?.innerText ?? ""
    if (heading) return [name, heading.innerText.slice(name.length).trim()].filter(Boolean).join(": ")
  }
  return ""
}

class PictureDialog {
  constructor(chart) {
    this.chart = chart
    this.dialog = part(chart.box, "dialog", { class: "picture", "aria-label": "Save as a picture" })
    const form = part(this.dialog, "form", { method: "dialog" })
    part(form, "strong", {}, "Save as a picture")
    const where = chart.data.epoch === null ? null : whereTapeIs()
    if (where?.end > 1)
      this.what = field(form, "What", "select", {}, [["one", `Epoch ${where.epoch.toLocaleString("en")}`], ["strip", "Six epochs side by side"]])
    this.where = where
    this.format = field(form, "Format", "select", {}, [["svg", "SVG"], ["png", `PNG, ${TIMES} pixels to a px`]])
    this.width = field(form, "Width, px", "input", { type: "number", required: "", min: WIDTHS[0], max: WIDTHS[1] })
    this.height = field(form, "Height, px", "input", { type: "number", required: "", min: HEIGHTS[0], max: HEIGHTS[1] })
    this.ground = field(form, "Background", "select", {}, [["white", "White"], ["dark", "Dark"], ["none", "None, dark letters"]])
    this.title = field(form, "Title", "input", { type: "text", maxlength: 120 })
    this.width.value = Math.min(WIDTHS[1], Math.max(WIDTHS[0], chart.width + 2 * MARGIN))
    this.height.value = Math.min(HEIGHTS[1], Math.max(HEIGHTS[0], chart.height + 2 * MARGIN + TITLE))
    this.title.value = [titleOf(chart), where ? `epoch ${where.epoch.toLocaleString("en")}` : ""].filter(Boolean).join(", ")
    this.what?.addEventListener("change", () => this.size())
    this.words = part(form, "p", { role: "status" })
    const row = part(form, "div")
    this.button = part(row, "button", { type: "submit", class: "picture-save" }, "Save")
    part(row, "button", { type: "button" }, "Cancel").addEventListener("click", () => this.dialog.close())
    form.addEventListener("submit", event => {
      event.preventDefault()
      this.save()
    })
    // A key is the dialog's, not the playhead's.
    this.dialog.addEventListener("keydown", event => event.stopPropagation())
    this.dialog.addEventListener("close", () => this.dialog.remove())
    this.dialog.showModal()
  }

  // Six pictures want more room than one, and have the epoch as their titles.
  size() {
    const isStrip = this.what.value === "strip"
    const [across, down] = isStrip ? [3, 2] : [1, 1]
    this.width.value = Math.min(WIDTHS[1], across * Math.round((this.chart.width + 2 * MARGIN) / (isStrip ? 1.2 : 1)))
    this.height.value = Math.min(HEIGHTS[1], down * Math.round((this.chart.height + 2 * MARGIN + TITLE) / (isStrip ? 1.1 : 1)))
    this.title.disabled = isStrip
  }

  async save() {
    const { chart, where } = this
    const isStrip = this.what?.value === "strip", format = this.format.value
    const looks = { width: Number(this.width.value), height: Number(this.height.value), ground: this.ground.value, title: this.title.value }
    this.button.disabled = true
    const tell = text => (this.words.textContent = text)
    try {
      const svg = withFont(await (isStrip ? stripOf(chart, looks, where, tell) : drawn(chart, looks)))
      const of = isStrip ? "-six-epochs" : where ? `-epoch-${where.epoch}` : ""
      const blob = format === "png" ? await pngOf(svg) : new Blob([svg], { type: "image/svg+xml" })
      save(blob, `tape-deck-${chart.data.key.replace(/_chart$/, "")}${of}.${format}`)
      this.dialog.close()
    } catch (error) {
      tell("The picture could not be made. Try a smaller one, or SVG.")
      console.warn(error)
      this.button.disabled = false
    }
  }
}

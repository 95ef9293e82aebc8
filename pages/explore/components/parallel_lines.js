// Parallel coordinates on a canvas: a line a run. A drag along an axis brushes it, a click picks the nearest run.

const KINDS = { f4: Float32Array, u1: Uint8Array }
const TOP = 44, FOOT = 14, SIDE = 64, NEAR = 14 // px

function make(name, parent, attributes = {}) {
  const element = document.createElement(name)
  for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value)
  parent.append(element)
  return element
}

function numbers({ dtype, bdata }) {
  return new KINDS[dtype](Uint8Array.from(atob(bdata), letter => letter.charCodeAt(0)).buffer)
}

class Parallel {
  constructor(parent) {
    this.box = make("div", parent, { class: "parallel", role: "figure" })
    this.canvas = make("canvas", this.box)
    this.box.addEventListener("pointerdown", event => this.down(event))
    this.box.addEventListener("pointermove", event => this.move(event))
    for (const name of ["pointerup", "pointercancel"]) this.box.addEventListener(name, event => this.up(event))
    this.fed = ({ detail }) => detail[this.data?.key] && this.update(detail[this.data.key], this.tell)
    window.addEventListener("tape-deck", this.fed)
    this.printed = () => this.data && this.box.clientWidth && this.paint()
    window.addEventListener("tape-deck-paper", this.printed)
    this.resized = new ResizeObserver(() => this.draw())
    this.resized.observe(this.box)
  }

  update(data, tell) {
    if (this.data?.number > data.number) return
    this.tell = tell
    this.data = data
    this.lines = data.lines.map(line => ({ ...line, places: numbers(line.places) }))
    this.colourOf = numbers(data.colour_of)
    // What a person has brushed stands until the server has heard of it.
    if (!this.drag && data.heard >= (this.n ?? 0)) this.brushed = Object.fromEntries(data.lines.map(({ name, brushed }) => [name, brushed]))
    this.n = Math.max(this.n ?? 0, data.heard)
    this.box.style.height = `${data.height}px`
    this.box.setAttribute("aria-label", data.label)
    this.draw()
  }

  x(k) {
    const wide = this.box.clientWidth - 2 * SIDE
    return SIDE + (this.lines.length > 1 ? (k * wide) / (this.lines.length - 1) : wide / 2)
  }

  y(share) {
    return TOP + (1 - share) * (this.data.height - TOP - FOOT)
  }

  share(y) {
    return Math.min(1.03, Math.max(-0.03, 1 - (y - TOP) / (this.data.height - TOP - FOOT)))
  }

  isIn(run) {
    return this.lines.every(({ name, places }) => {
      const ranges = this.brushed[name]
      return !ranges.length || ranges.some(([low, high]) => places[run] >= low && places[run] <= high)
    })
  }

  draw() {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null
      if (this.data && this.box.clientWidth) this.paint()
    })
  }

  paint() {
    const scale = devicePixelRatio, { height, colours, picked } = this.data
    this.canvas.width = this.box.clientWidth * scale
    this.canvas.height = height * scale
    const pen = this.canvas.getContext("2d")
    pen.scale(scale, scale)
    const style = getComputedStyle(this.box)
    const token = name => style.getPropertyValue(name).trim()
    const dark = matchesDark(token("--st-background-color"))
    const colour = text => text.slice(11, -1).split(",")[dark ? 1 : 0].trim()
    const n = this.colourOf.length
    const inside = Array.from({ length: n }, (_, run) => this.isIn(run))
    const path = (runs, ink, opacity, width) => {
      pen.globalAlpha = opacity
      pen.strokeStyle = ink
      pen.lineWidth = width
      pen.beginPath()
      for (const run of runs)
        this.lines.forEach(({ places }, k) => pen[k ? "lineTo" : "moveTo"](this.x(k), this.y(places[run])))
      pen.stroke()
    }
    const all = [...Array(n).keys()]
    const opacity = Math.min(0.9, Math.max(0.15, 60 / n))
    path(all.filter(run => !inside[run]), token("--st-gray-text-color"), opacity / 3, 1)
    colours.forEach((each, k) => path(all.filter(run => inside[run] && this.colourOf[run] === k), colour(each), opacity, n > 200 ? 1 : 1.5))
    if (picked >= 0 && picked < n) path([picked], token("--st-primary-color"), 1, 3.5)
    pen.globalAlpha = 1
    this.lines.forEach((line, k) => this.axis(pen, line, k, token))
    this.box.dataset.n = n
    this.box.dataset.inside = inside.filter(Boolean).length
  }

  axis(pen, { name, title, ticks }, k, token) {
    const x = this.x(k), last = k === this.lines.length - 1
    pen.strokeStyle = pen.fillStyle = token("--st-text-color")
    pen.lineWidth = 1
    pen.beginPath()
    pen.moveTo(x, this.y(0))
    pen.lineTo(x, this.y(1))
    pen.stroke()
    pen.font = `600 14px ${token("--st-font")}`
    pen.textAlign = "center"
    pen.fillText(title, x, 16)
    pen.font = `13px ${token("--st-font")}`
    pen.textAlign = last ? "left" : "right"
    for (const [share, text] of ticks) {
      const y = this.y(share), wide = pen.measureText(text).width
      pen.globalAlpha = 0.92
      pen.fillStyle = token("--st-background-color")
      pen.fillRect(last ? x + 6 : x - 10 - wide, y - 8, wide + 4, 16)
      pen.globalAlpha = 1
      pen.fillStyle = token("--st-text-color")
      pen.fillRect(x - 3, y - 0.5, 6, 1)
      pen.fillText(text, last ? x + 8 : x - 8, y + 4.5)
    }
    pen.fillStyle = token("--st-primary-color")
    for (const [low, high] of this.brushed[name]) {
      pen.globalAlpha = 0.35
      pen.fillRect(x - 6, this.y(high), 12, Math.max(2, this.y(low) - this.y(high)))
    }
    pen.globalAlpha = 1
  }

  place({ clientX, clientY }) {
    const box = this.box.getBoundingClientRect()
    return [clientX - box.left, clientY - box.top]
  }

  near(x) {
    const k = this.lines.findIndex((_, k) => Math.abs(this.x(k) - x) <= NEAR)
    return k < 0 ? null : this.lines[k].name
  }

  down(event) {
    if (event.button !== 0 || !this.data) return
    const [x, y] = this.place(event)
    this.drag = { name: this.near(x), from: y, x, moved: false }
    this.box.setPointerCapture(event.pointerId)
  }

  move(event) {
    const [x, y] = this.place(event)
    if (this.data) this.box.style.cursor = this.near(x) ? "ns-resize" : "crosshair"
    if (!this.drag) return
    this.drag.moved ||= Math.hypot(x - this.drag.x, y - this.drag.from) > 5
    if (!this.drag.moved || !this.drag.name) return
    const ends = [this.share(this.drag.from), this.share(y)].sort((a, b) => a - b)
    this.brushed = { ...this.brushed, [this.drag.name]: [ends] }
    this.draw()
  }

  up(event) {
    const { drag } = this
    this.drag = null
    if (!drag || event.type === "pointercancel") return
    if (drag.name) {
      if (!drag.moved) this.brushed = { ...this.brushed, [drag.name]: [] }
      this.n += 1
      this.tell("brush", { n: this.n, ranges: this.brushed })
      this.draw()
    } else if (!drag.moved) this.pick(drag.x, drag.from)
  }

  pick(x, y) {
    const k = this.lines.findIndex((_, k) => this.x(k) > x) - 1
    if (k < 0) return
    const share = (x - this.x(k)) / (this.x(k + 1) - this.x(k))
    let best = null, least = 12
    for (let run = 0; run < this.colourOf.length; run++) {
      if (!this.isIn(run)) continue
      const at = (1 - share) * this.y(this.lines[k].places[run]) + share * this.y(this.lines[k + 1].places[run])
      if (Math.abs(at - y) < least) [best, least] = [run, Math.abs(at - y)]
    }
    if (best !== null) this.tell("picked", { n: (this.n += 1), run: best })
  }

  remove() {
    this.resized.disconnect()
    window.removeEventListener("tape-deck", this.fed)
    window.removeEventListener("tape-deck-paper", this.printed)
    this.box.remove()
  }
}

function matchesDark(colour) {
  const pen = document.createElement("canvas").getContext("2d")
  pen.fillStyle = colour
  pen.fillRect(0, 0, 1, 1)
  const [red, green, blue] = pen.getImageData(0, 0, 1, 1).data
  return 0.299 * red + 0.587 * green + 0.114 * blue < 128
}

const shown = new WeakMap() // by the element it stands in

export default function ({ parentElement, data, setStateValue }) {
  if (!shown.has(parentElement)) shown.set(parentElement, new Parallel(parentElement))
  shown.get(parentElement).update(data, setStateValue)
  return () => {
    shown.get(parentElement)?.remove()
    shown.delete(parentElement)
  }
}

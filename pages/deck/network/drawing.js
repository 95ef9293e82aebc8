// A net on a canvas: columns of nodes, weights as lines between them, a picture of each unit's output.
// What is under the pointer, or the arrow keys, is named with its weights; a click on a line, or Enter at a unit, opens
// the field to change one. places.js, tip.js and weight_form.js stand before this.

const NEAR = 6 // px from a line
const NAMED = 24 // px of a picture that has its name beside it
const MOMENT = 200, AGAIN = 600 // ms

class Net {
  constructor(parent) {
    this.box = make("div", parent, { class: "net", role: "figure", tabindex: "0", "aria-label": "The net" })
    this.canvas = make("canvas", this.box)
    this.tip = make("div", this.box, { class: "net-tip", role: "status", hidden: "" })
    this.foot = make("div", parent)
    this.box.addEventListener("pointermove", event => this.point(event))
    this.box.addEventListener("pointerdown", event => {
      this.before = this.picked
      this.point(event)
    })
    this.box.addEventListener("click", event => this.click(event))
    this.box.addEventListener("pointerleave", event => event.pointerType === "mouse" && !this.form && this.pick(null))
    this.box.addEventListener("blur", () => this.form || this.pick(null))
    this.box.addEventListener("keydown", event => this.key(event))
    this.fed = ({ detail }) => detail[this.data?.key] && this.update(detail[this.data.key])
    window.addEventListener("tape-deck", this.fed)
    this.pictured = ({ detail: { pictures, colours } }) => {
      if (this.net && this.box.clientWidth) pictures.push({ box: this.box, title: "The net", make: () => this.picture(colours) })
    }
    window.addEventListener("tape-deck-pictures", this.pictured)
    this.printed = () => this.net && this.box.clientWidth && this.paint()
    window.addEventListener("tape-deck-paper", this.printed)
    this.fit = () => this.draw()
    this.resized = new ResizeObserver(this.fit)
    this.resized.observe(this.box)
    window.addEventListener("resize", this.fit) // its height follows the window's
    this.watch = new IntersectionObserver(entries => this.see(entries.at(-1).isIntersecting))
    this.watch.observe(this.box)
  }

  // The app hears when the drawing comes on the screen or leaves it; what it knows is in its data. A scroll past is not
  // told, and nothing at the moment at which the page is drawn: of what is told then Streamlit draws one part alone.
  see(visible) {
    this.visible = visible
    if (!this.data) return
    if (visible === this.data.seen) {
      clearTimeout(this.telling)
      this.telling = null
    } else
      this.telling ??= setTimeout(() => {
        this.tell("seen", this.visible)
        this.telling = setTimeout(() => (this.telling = null), AGAIN)
      }, MOMENT)
  }

  update(data) {
    if (this.data?.number > data.number) return
    this.data = data
    if (data.drawing?.answer) this.form?.hear(data.drawing.answer)
    if (this.visible !== undefined) this.see(this.visible)
    clearInterval(this.asking)
    if (data.awaited) this.asking = setInterval(() => this.ask("due", `${data.number} ${Date.now()}`), AGAIN)
    this.height = heightOf(data, this.box)
    this.canvas.style.height = `${this.height}px`
    if (!data.drawing) return
    const { columns, matrices, row_labels, label, ...rest } = data.drawing
    this.net = {
      ...rest,
      columns: columns.map(column => ({ ...column, pictures: column.pictures && numbers(column.pictures) })),
      matrices: matrices.map(one => ({ ...one, values: numbers(one.values), lines: numbers(one.lines), columns: numbers(one.columns) })),
      labels: row_labels && numbers(row_labels),
    }
    this.box.setAttribute("aria-label", label)
    this.draw()
  }

  draw() {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null
      if (this.net && this.box.clientWidth) this.paint()
    })
  }

  // As it is drawn, in these colours of the page.
  picture(colours) {
    const { style } = this.box, before = style.cssText
    for (const [name, colour] of Object.entries(colours)) style.setProperty(name, colour)
    this.paint()
    const source = this.canvas.toDataURL("image/png")
    style.cssText = before
    this.paint()
    return { picture: `<img alt="The net" width="${this.box.clientWidth}" src="${source}">` }
  }

  paint() {
    const { columns, matrices, bounds, colours } = this.net
    const style = getComputedStyle(this.box), token = name => style.getPropertyValue(name).trim()
    const page = rgb(token("--st-background-color")), dark = isDark(page)
    const ink = colour => (colour.startsWith("light-dark(") ? colour.slice(11, -1).split(",")[dark ? 1 : 0].trim() : colour)
    const pen = this.canvas.getContext("2d"), font = `13px ${token("--st-font")}`
    const scale = devicePixelRatio
    pen.font = font
    this.height = heightOf(this.data, this.box)
    this.canvas.style.height = `${this.height}px`
    this.nodes = arrange(this.net, this.box.clientWidth, this.height, name => pen.measureText(name).width)
    this.canvas.width = this.box.clientWidth * scale
    this.canvas.height = this.height * scale
    pen.scale(scale, scale)
    pen.lineCap = "butt"
    this.lines = []
    matrices.forEach(({ values, lines }, k) => {
      for (const line of lines) this.lines.push(this.line(k, line, values[line]))
    })
    this.picked = this.again(this.picked)
    const own = this.picked?.place === undefined ? [] : this.weightsOf(this.picked)
    const marked = this.picked?.place === undefined ? (this.picked ? [this.picked] : []) : own
    const stroke = ({ from, to, value }, opacity) => {
      pen.globalAlpha = opacity
      pen.strokeStyle = value ? ink(value < 0 ? colours.negative : colours.positive) : token("--st-gray-text-color")
      pen.setLineDash(value ? [] : [2, 4])
      pen.lineWidth = 0.5 + 5.5 * Math.min(1, Math.abs(value) / bounds.line)
      const [x0, y0, x1, y1] = ends(from, to), middle = (x0 + x1) / 2
      pen.beginPath()
      pen.moveTo(x0, y0)
      pen.bezierCurveTo(middle, y0, middle, y1, x1, y1)
      pen.stroke()
    }
    for (const line of this.lines) stroke(line, this.picked ? 0.12 : 0.8)
    for (const line of marked) if (Number.isFinite(line.value)) stroke(line, 1)
    pen.globalAlpha = 1
    pen.setLineDash([])
    const shades = colourScale(colours, page)
    for (const node of this.nodes.flat()) this.node(pen, node, columns[node.k], { token, shades, font })
    this.show()
    this.below(ink, page)
    this.box.dataset.lines = this.lines.length
    this.box.dataset.pictures = columns.filter(({ pictures }) => pictures).length
  }

  // The lines of matrix k lead from column k to the next; a row of its weights for each node there but the bias.
  line(k, index, value) {
    const across = this.nodes[k].length
    return { k, index, value, from: this.nodes[k][index % across], to: this.nodes[k + 1][Math.floor(index / across)] }
  }

  weightsOf({ k, place }) {
    const { matrices } = this.net, into = matrices[k - 1], out = matrices[k]
    const lines = []
    if (into) for (let i = 0, n = this.nodes[k - 1].length; i < n; i++) if (place * n + i < into.values.length) lines.push(this.line(k - 1, place * n + i, into.values[place * n + i]))
    if (out) for (let i = place, n = this.nodes[k].length; i < out.values.length; i += n) lines.push(this.line(k, i, out.values[i]))
    return lines
  }

  node(pen, { k, place, name, x, y, w, h }, { kind, pictures, colours }, { token, shades, font }) {
    const isPicked = this.picked?.k === k && this.picked.place === place
    const [m, n] = this.net.shape
    const isUnit = kind === "units" && name !== "1"
    pen.fillStyle = token("--st-background-color")
    pen.fillRect(x, y, w, h)
    if (isUnit && pictures && (place + 1) * m * n <= pictures.length) {
      pen.imageSmoothingEnabled = m > 1
      pen.drawImage(picture(pictures.subarray(place * m * n, (place + 1) * m * n), m, n, shades), x, y, w, h)
      if (this.net.labels && h > 12) {
        pen.imageSmoothingEnabled = false
        pen.drawImage(picture(this.net.labels, 1, n, this.net.colours.classes.map(rgb)), x, y + h - 4, w, 4)
      }
    } else if (kind === "classes") {
      pen.fillStyle = colours[place]
      pen.fillRect(x, y, 6, h)
    }
    pen.strokeStyle = token(isPicked ? "--st-text-color" : "--st-border-color")
    pen.lineWidth = isPicked ? 2 : 1
    if (isPicked || h >= 14) pen.strokeRect(x, y, w, h)
    pen.font = font
    pen.fillStyle = token("--st-text-color")
    pen.textBaseline = "middle"
    if (isUnit && pictures) {
      if (h < NAMED) return
      pen.textAlign = "right"
      pen.strokeStyle = token("--st-background-color")
      pen.lineWidth = 3
      pen.strokeText(name, x - 4, y + 6)
      pen.fillText(name, x - 4, y + 6)
      return
    }
    pen.textAlign = "center"
    const inner = kind === "classes" ? 6 : 0
    pen.fillText(cut(pen, name, w - inner - 4), x + inner + (w - inner) / 2, y + h / 2)
  }

  below(ink, page) {
    const { notes, bounds, colours, columns } = this.net
    const hasPictures = columns.some(({ pictures }) => pictures)
    const looks = JSON.stringify([notes, bounds, page, this.net.quantity, hasPictures])
    if (looks === this.looks) return
    this.looks = looks
    this.foot.replaceChildren()
    const key = make("div", this.foot, { class: "net-key" })
    const scale = (low, high, ...stops) => {
      const part = make("span", key, {}, "")
      part.append(low)
      make("i", part).style.background = `linear-gradient(to right, ${stops.join()})`
      part.append(high)
    }
    const middle = `rgb(${page.join()})`
    scale(`${this.net.quantity} ${spelt(-bounds.line)}`, spelt(bounds.line), ink(colours.negative), middle, ink(colours.positive))
    if (hasPictures) scale(`output ${spelt(bounds.low)}`, spelt(bounds.high) + (bounds.beyond ? " and beyond" : ""), colours.low, middle, colours.high)
    for (const note of notes) make("p", this.foot, { class: "net-note" }, note)
  }

  // The same node or line of the net as it is now.
  again(picked) {
    if (!picked) return null
    if (picked.place !== undefined) return this.nodes[picked.k]?.[picked.place] ?? null
    const value = this.net.matrices[picked.k]?.values[picked.index]
    return value === undefined ? null : this.line(picked.k, picked.index, value)
  }

  pick(picked) {
    if (!picked && !this.picked) return
    this.picked = picked
    this.draw()
  }

  point({ clientX, clientY }) {
    if (!this.nodes || this.form) return
    const box = this.box.getBoundingClientRect(), x = clientX - box.left, y = clientY - box.top
    const node = this.nodes.flat().find(one => x >= one.x && x <= one.x + one.w && y >= one.y - 1 && y <= one.y + one.h + 1)
    this.pick(node ?? this.nearest(x, y))
  }

  nearest(x, y) {
    const away = this.lines.map(line => distance(line, x, y))
    const least = Math.min(...away)
    return least < NEAR ? this.lines[away.indexOf(least)] : null
  }

  // A finger's first tap on a unit shows its weights, as the pointer does on the way.
  click(event) {
    const { picked } = this
    if (this.form) return this.close()
    if (!picked) return
    if (picked.place === undefined) return this.open([picked], picked)
    const isShown = event.pointerType === "mouse" || (this.before?.k === picked.k && this.before.place === picked.place)
    if (isShown) this.open(this.weightsOf(picked))
  }

  open(lines, line = lines[0]) {
    const finite = lines.filter(({ value }) => Number.isFinite(value))
    if (!finite.length || this.net.quantity !== "weight") return
    const title = one => `${this.nameOf(one)} from ${one.from.name} to ${one.to.name}`
    this.form = new WeightForm(this.box, finite, finite.includes(line) ? line : finite[0], {
      title,
      show: one => {
        this.pick(one)
        const place = this.form?.form ?? this.box.lastChild
        placeBeside(place, this.box, (one.from.x + one.from.w + one.to.x) / 2, (one.from.y + one.from.h + one.to.y) / 2)
      },
      apply: (n, { k, index }, text) => this.ask("set", { n, matrix: this.net.matrices[k].name, ...this.cell(k, index), text }),
      leave: () => this.close(),
    })
  }

  close() {
    const { form } = this
    this.form = null
    form?.remove()
    this.box.focus({ preventScroll: true })
    this.draw()
  }

  // Row and column of a line in its whole matrix, from 0.
  cell(k, index) {
    const across = this.nodes[k].length, place = index % across
    const { first_row, columns } = this.net.matrices[k]
    return { row: first_row + Math.floor(index / across), column: columns[place] }
  }

  nameOf({ k, index }) {
    const { row, column } = this.cell(k, index)
    return `${this.net.quantity === "gradient" ? "∂J/∂" : ""}${this.net.matrices[k].name}[${row + 1},${column + 1}]`
  }

  key(event) {
    if (this.form) return
    if (event.key === "Enter" && this.picked) {
      event.preventDefault()
      return this.picked.place === undefined ? this.open([this.picked], this.picked) : this.open(this.weightsOf(this.picked))
    }
    const steps = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] }
    if (!this.nodes || !(event.key in steps || event.key === "Escape")) return
    event.preventDefault()
    event.stopPropagation()
    if (event.key === "Escape") return this.pick(null)
    const [dk, dplace] = steps[event.key], now = this.picked?.place === undefined ? null : this.picked
    const k = Math.min(Math.max((now?.k ?? 0) + (now ? dk : 0), 0), this.nodes.length - 1)
    this.pick(this.nodes[k][Math.min(Math.max((now?.place ?? 0) + (now ? dplace : 0), 0), this.nodes[k].length - 1)])
  }

  show() {
    const { picked, tip } = this
    tip.hidden = !picked || Boolean(this.form)
    if (tip.hidden) return
    tip.replaceChildren()
    if (picked.place === undefined) {
      make("b", tip, {}, `${this.nameOf(picked)}  ${spelt(picked.value)}`)
      make("div", tip, {}, `from ${picked.from.name} to ${picked.to.name}`)
      if (this.net.quantity === "weight") make("div", tip, {}, "Click to change it")
    } else listUnit(tip, picked, this.weightsOf(picked), this.net.exciting?.[picked.k - 1]?.[picked.place])
    const { from, to } = picked
    const x = from ? (from.x + from.w + to.x) / 2 : picked.x + picked.w / 2
    const y = from ? (from.y + from.h + to.y) / 2 : picked.y
    placeBeside(tip, this.box, x, y)
  }

  remove() {
    clearInterval(this.asking)
    clearTimeout(this.telling)
    this.resized.disconnect()
    window.removeEventListener("resize", this.fit)
    this.watch.disconnect()
    window.removeEventListener("tape-deck", this.fed)
    window.removeEventListener("tape-deck-paper", this.printed)
    window.removeEventListener("tape-deck-pictures", this.pictured)
    this.box.remove()
    this.foot.remove()
  }
}

const shown = new WeakMap() // by the element it stands in

export default function ({ parentElement, data, setStateValue, setTriggerValue }) {
  if (!shown.has(parentElement)) shown.set(parentElement, new Net(parentElement))
  const net = shown.get(parentElement)
  net.tell = setStateValue
  net.ask = setTriggerValue
  net.update(data)
  return () => {
    shown.get(parentElement)?.remove()
    shown.delete(parentElement)
  }
}

// Where the nodes and lines of a drawn net are, and in which colours.

const KINDS = { f4: Float32Array, u1: Uint8Array, i4: Int32Array }
const TOP = 8, LEAST = 220, MOST = 460, PITCH = 40 // px
const STACKED = 8, IN_A_STACK = 17 // units above each other: before they stand in two lines, and at most
const FOOT = 150 // px for the key and the notes of a panel that stands alone
const NONE = 255
const NAME_PX = 34 // of a unit

function make(name, parent, attributes = {}, text = "") {
  const element = document.createElement(name)
  for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value)
  element.textContent = text
  parent.append(element)
  return element
}

function numbers({ dtype, bdata }) {
  return new KINDS[dtype](Uint8Array.from(atob(bdata), letter => letter.charCodeAt(0)).buffer)
}

const spelt = value => (Number.isFinite(value) ? String(+value.toPrecision(4)).replace("-", "−") : "not a number")

function rgb(colour) {
  const pen = document.createElement("canvas").getContext("2d")
  pen.fillStyle = colour
  pen.fillRect(0, 0, 1, 1)
  return [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3)
}

const isDark = ([red, green, blue]) => 0.299 * red + 0.587 * green + 0.114 * blue < 128

// A name in at most so many px, without its middle.
function cut(pen, name, wide) {
  if (pen.measureText(name).width <= wide) return name
  const letters = [...name]
  for (let n = letters.length - 1; n > 1; n--) {
    const end = Math.floor(n / 2)
    const short = `${letters.slice(0, n - end).join("")}…${letters.slice(-end).join("")}`
    if (pen.measureText(short).width <= wide) return short
  }
  return letters[0] ?? ""
}

// How many lines of nodes each column stands in, with how many nodes above each other; and how high the drawing is at
// least.
function sizes(nNodes) {
  const isUnits = nNodes.map((_, k) => k > 0 && k < nNodes.length - 1)
  const stacks = nNodes.map((n, k) => (isUnits[k] && n > STACKED ? Math.max(2, Math.ceil(n / IN_A_STACK)) : 1))
  const rows = nNodes.map((n, k) => Math.ceil(n / stacks[k]))
  return { isUnits, stacks, rows, height: Math.min(MOST, Math.max(LEAST, PITCH * Math.max(...rows))) }
}

// Of a higher window than a laptop's the drawing has its share; in a panel that stands alone it reaches down to what
// stands below it.
function heightOf({ n_nodes, grows }, box) {
  const { height } = sizes(n_nodes)
  if (box.closest(".st-key-one_panel")) {
    const above = box.getBoundingClientRect().top + (box.closest("[data-testid=stMain]")?.scrollTop ?? 0)
    return Math.max(height, Math.floor(innerHeight - above - FOOT))
  }
  return height + grows * Math.min(240, Math.max(0, innerHeight - 900))
}

// Where each node stands: its box, and the column and place it has in the net.
function arrange({ columns, shape }, wide, height, widthOf) {
  const { isUnits, stacks, rows } = sizes(columns.map(({ names }) => names.length))
  const high = height - 2 * TOP
  const sides = columns.map(({ names }, k) => (isUnits[k] ? 0 : Math.min(wide * 0.2, 20 + Math.max(...names.map(widthOf)))))
  const left = sides[0], right = wide - sides.at(-1)
  const n = stacks.slice(1, -1).reduce((sum, each) => sum + each, 0)
  const room = (right - left) / (n + columns.length - 1) // of a line of units; the lines between two columns have as much
  const isMap = shape[0] > 1
  let at = left + room
  return columns.map(({ names }, k) => {
    const pitch = high / rows[k]
    const beside = stacks[k] > 1 ? NAME_PX : 0 // the next line of units has its names there
    const side = Math.min(pitch - 4, isMap && isUnits[k] ? Math.min(46, Math.max(24, room - beside)) : 30)
    const across = !isUnits[k] ? sides[k] : isMap ? Math.min(side, room * 0.9) : Math.min(120, room * 0.85)
    const first = k === 0 ? 0 : isUnits[k] ? at : right
    if (isUnits[k]) at += room * (stacks[k] + 1)
    return names.map((name, place) => {
      const stack = place % stacks[k], row = Math.floor(place / stacks[k])
      const inStack = Math.ceil((names.length - stack) / stacks[k])
      const shift = stacks[k] > 1 ? (pitch / 2) * (stack / (stacks[k] - 1) - 0.5) : 0
      const x = isUnits[k] ? first + room * (stack + 0.5) - across / 2 : first
      const y = TOP + high / 2 + (row - (inStack - 1) / 2) * pitch + shift - side / 2
      return { k, place, name, x, y: Math.min(Math.max(y, 2), height - side - 2), w: across, h: side }
    })
  })
}

const ends = (from, to) => [from.x + from.w, from.y + from.h / 2, to.x, to.y + to.h / 2]

// How far above or below a line a place is. Its x is as far along as t (1.5 - 1.5 t + t²): found by halves.
function distance({ from, to }, x, y) {
  const [x0, y0, x1, y1] = ends(from, to)
  if (x < x0 || x > x1) return Infinity
  let low = 0, high = 1
  for (let i = 0; i < 12; i++) {
    const t = (low + high) / 2
    if (x0 + (x1 - x0) * t * (1.5 - 1.5 * t + t * t) < x) low = t
    else high = t
  }
  return Math.abs(y0 + (y1 - y0) * low * low * (3 - 2 * low) - y)
}

// The colour of each shade: from low over the page's own to high; the last one is of no number.
function colourScale({ low, high }, page) {
  const ends = [rgb(low), rgb(high)]
  const between = (one, other, share) => one.map((part, i) => part + (other[i] - part) * share)
  const scale = Array.from({ length: NONE }, (_, shade) => {
    const place = (2 * shade) / (NONE - 1)
    return place < 1 ? between(ends[0], page, place) : between(page, ends[1], place - 1)
  })
  return [...scale, page]
}

function picture(shades, m, n, colours) {
  const image = new ImageData(n, m)
  shades.forEach((shade, i) => image.data.set([...colours[shade], 255], 4 * i))
  const canvas = Object.assign(document.createElement("canvas"), { width: n, height: m })
  canvas.getContext("2d").putImageData(image, 0, 0)
  return canvas
}

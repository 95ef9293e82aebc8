// What is said of a unit beside the drawing. places.js stands before this.

const LISTED = 8 // weights of a unit, the strongest

// The node's name, its own weights, into it and out of it, and if they are known the rows with its largest outputs.
function listUnit(tip, node, own, rows) {
  make("b", tip, {}, node.name)
  for (const [title, other, far] of [["Incoming", "to", "from"], ["Outgoing", "from", "to"]]) {
    const lines = own.filter(line => line[other] === node).sort((one, two) => Math.abs(two.value) - Math.abs(one.value))
    if (lines.length) make("b", tip, {}, title)
    for (const line of lines.slice(0, LISTED)) pair(tip, line[far].name, line.value)
    if (lines.length > LISTED) make("div", tip, {}, `and ${lines.length - LISTED} weaker`)
  }
  if (rows) make("b", tip, {}, "Rows with the largest output")
  for (const [name, output] of rows ?? []) pair(tip, name, output)
}

function pair(tip, name, value) {
  const row = make("div", tip)
  make("span", row, {}, name)
  make("span", row, {}, spelt(value))
}

// A part over the drawing beside this place of it, on the side that has more room.
function placeBeside(part, box, x, y) {
  const isRight = x > box.clientWidth / 2
  part.style.left = `${Math.max(0, isRight ? x - part.offsetWidth - 30 : Math.min(x + 30, box.clientWidth - part.offsetWidth))}px`
  part.style.top = `${Math.max(0, Math.min(y, box.clientHeight - part.offsetHeight))}px`
}

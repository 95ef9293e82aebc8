// Tables of texts. They are built anew only where their headings or their sizes change; else what has changed is written.

const UNDEFINED = "–"

function make(name, parent, attributes = {}) {
  const element = document.createElement(name)
  for (const [attribute, value] of Object.entries(attributes)) if (value) element.setAttribute(attribute, value)
  parent.append(element)
  return element
}

function built(parent, { label, groups, columns, rows, colours }) {
  // What scrolls can be reached by the keyboard too.
  const table = make("table", make("div", parent, { tabindex: "0", role: "region", "aria-label": label }))
  const head = make("thead", table)
  if (groups.length) {
    const line = make("tr", head)
    for (const [name, n] of groups) make("th", line, { colspan: n, scope: "colgroup" }).textContent = name
  }
  const line = make("tr", head)
  for (const { name, about } of columns) make("th", line, { scope: "col", dir: "auto", title: about }).textContent = name
  const body = make("tbody", table)
  return rows.map((row, i) => {
    const line = make("tr", body)
    return row.map((_, k) => {
      if (k) return make("td", line)
      const name = make("th", line, { scope: "row" })
      if (colours.length) make("i", name).style.background = colours[i]
      return make("span", name, { dir: "auto" })
    })
  })
}

class Tables {
  constructor(parent) {
    this.box = make("div", parent, { class: "live-tables" })
    this.fed = ({ detail }) => detail[this.key] && this.update(detail[this.key])
    window.addEventListener("tape-deck", this.fed)
  }

  update({ key, number, grids }) {
    if (this.number > number) return
    this.number = number
    this.key = key
    this.unwatch ??= watchSeen(this.box, key)
    const shape = JSON.stringify(grids.map(grid => ({ ...grid, rows: grid.rows.length })))
    if (shape !== this.shape) {
      this.shape = shape
      this.box.replaceChildren()
      this.cells = grids.map(grid => built(this.box, grid))
    }
    grids.forEach(({ columns, rows }, g) =>
      rows.forEach((row, i) =>
        row.forEach((text, k) => {
          const cell = this.cells[g][i][k]
          if (cell.textContent === text) return
          cell.textContent = text
          if (text === UNDEFINED && columns[k].undefined) cell.title = columns[k].undefined
          else cell.removeAttribute("title")
        })
      )
    )
  }

  remove() {
    this.unwatch?.()
    window.removeEventListener("tape-deck", this.fed)
    this.box.remove()
  }
}

const shown = new WeakMap() // by the element it stands in

export default function ({ parentElement, data }) {
  if (!shown.has(parentElement)) shown.set(parentElement, new Tables(parentElement))
  shown.get(parentElement).update(data)
  return () => {
    shown.get(parentElement)?.remove()
    shown.delete(parentElement)
  }
}

// A row of numbers with a name each, and a bar. Only what has changed is written.

function make(name, parent, attributes = {}) {
  const element = document.createElement(name)
  for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value)
  parent.append(element)
  return element
}

function write(element, text) {
  if (element.textContent !== text) element.textContent = text
}

class Numbers {
  constructor(parent) {
    this.box = make("div", parent, { class: "numbers" })
    this.row = make("div", this.box, { class: "numbers-row" })
    this.bar = make("div", this.box, { class: "numbers-bar", role: "progressbar", "aria-label": "Epochs trained" })
    this.done = make("div", this.bar)
    this.fed = ({ detail }) => detail[this.key] && this.update(detail[this.key])
    window.addEventListener("tape-deck", this.fed)
  }

  update({ key, number, row, done, moving }) {
    if (this.number > number) return
    this.number = number
    this.key = key
    while (this.row.children.length > row.length) this.row.lastChild.remove()
    while (this.row.children.length < row.length) {
      const metric = make("div", this.row, { "data-testid": "stMetric" })
      make("label", metric, { "data-testid": "stMetricLabel" })
      make("div", metric, { "data-testid": "stMetricValue" })
    }
    row.forEach(({ name, text, about }, i) => {
      const [label, value] = this.row.children[i].children
      write(label, name)
      write(value, text)
      if (about) label.title = about
      else label.removeAttribute("title")
    })
    this.done.style.width = `${100 * done}%`
    this.bar.setAttribute("aria-valuenow", Math.round(100 * done))
    this.box.setAttribute("aria-busy", moving)
  }

  remove() {
    window.removeEventListener("tape-deck", this.fed)
    this.box.remove()
  }
}

const shown = new WeakMap() // by the element it stands in

export default function ({ parentElement, data }) {
  if (!shown.has(parentElement)) shown.set(parentElement, new Numbers(parentElement))
  shown.get(parentElement).update(data)
  return () => {
    shown.get(parentElement)?.remove()
    shown.delete(parentElement)
  }
}

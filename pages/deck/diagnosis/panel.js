// A line on what is wrong with the run, or right: its numbers, the panel where they are seen, and what to try. A second
// one, and all that has no room, are shown over the panels below by a button.

const NAMES = {
  loss: "Loss",
  confusion: "Confusion",
  weights: "Weights",
  hidden: "Hidden state",
  scores: "Scores",
  predictions: "Predictions",
}
const MARKS = { fault: "✕", warning: "!", good: "✓" }

const panelOf = name => document.querySelector(`.st-key-${name}`)

function make(name, parent, text = "", attributes = {}) {
  const element = document.createElement(name)
  element.textContent = text
  for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value)
  parent.append(element)
  return element
}

function show(panel) {
  panel.scrollIntoView({ behavior: "smooth", block: "center" })
  panel.animate([{ outline: "2px solid currentColor" }, { outline: "2px solid transparent" }], 1500)
}

class Diagnosis {
  constructor(parent) {
    this.box = make("div", parent, "", { class: "diagnosis" })
    this.lines = make("div", this.box, "", { class: "diagnosis-lines" })
    this.texts = []
    this.fed = ({ detail }) => detail[this.key] && this.update(detail[this.key])
    window.addEventListener("tape-deck", this.fed)
  }

  update({ key, number, help, when, remarks }) {
    if (this.number > number) return
    this.number = number
    this.key = key
    const drawn = JSON.stringify(remarks.map(remark => ({ ...remark, detail: "" })))
    if (drawn !== this.drawn) this.draw(remarks)
    this.drawn = drawn
    remarks.forEach(({ detail }, i) => {
      const [epoch, text] = this.texts[i]
      const before = i === 0 && when ? `${when}: ` : ""
      if (epoch.textContent !== before) epoch.textContent = before
      if (text.textContent !== detail) text.textContent = detail
      text.closest("p").title = `${detail}\n\n${help}`
    })
  }

  draw(remarks) {
    const focused = this.box.contains(document.activeElement) && document.activeElement.dataset.does
    this.lines.replaceChildren()
    this.texts = remarks.map(remark => this.line(remark))
    if (remarks.length) this.more(remarks.length)
    if (focused) this.lines.querySelector(`[data-does="${focused}"]`)?.focus()
  }

  line({ code, severity, headline, panel, proposal, made }) {
    const line = make("p", this.lines, "", { "data-code": code })
    const words = make("span", line)
    const epoch = make("span", words, "", { class: "quiet" })
    make("b", words, `${MARKS[severity]} `, { "aria-hidden": "true" })
    make("b", words, headline && `${headline}. `, { role: "status" })
    const detail = make("span", words, "", { class: "quiet" })
    const shown = panelOf(panel)
    if (shown) {
      const see = make("button", line, `See ${NAMES[panel]}`, { type: "button", class: "see", "data-does": `see ${code}` })
      see.onclick = () => show(panelOf(panel) ?? shown)
    }
    if (proposal) {
      const does = made ? `Set: ${proposal}. Press Play` : `Try ${proposal}`
      const tried = make("button", line, does, { type: "button", class: "try", "data-does": `try ${code}` })
      tried.disabled = made
      tried.onclick = () => this.tried(code)
    }
    return [epoch, detail]
  }

  more(n) {
    const more = make("button", this.lines.firstChild, "", { type: "button", class: "more", "data-does": "more" })
    const name = () => {
      const isOpen = this.box.classList.contains("is-open")
      more.textContent = isOpen ? "Less" : n > 1 ? `${n - 1} more` : "More"
      more.setAttribute("aria-expanded", isOpen)
    }
    more.onclick = () => {
      this.box.classList.toggle("is-open")
      name()
    }
    name()
  }

  remove() {
    window.removeEventListener("tape-deck", this.fed)
    this.box.remove()
  }
}

const shown = new WeakMap() // by the element it stands in

export default function ({ parentElement, data, setTriggerValue }) {
  if (!shown.has(parentElement)) shown.set(parentElement, new Diagnosis(parentElement))
  const diagnosis = shown.get(parentElement)
  diagnosis.tried = code => setTriggerValue("tried", code)
  diagnosis.update(data)
  return () => {
    shown.get(parentElement)?.remove()
    shown.delete(parentElement)
  }
}

// The slider that rewinds the tape. It speaks only when a person has moved it, and says of which tape that was.

function make(name, parent, attributes = {}) {
  const element = document.createElement(name)
  for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value)
  parent.append(element)
  return element
}

class Rewind {
  constructor(parent) {
    this.box = make("label", parent, { class: "rewind" })
    const line = make("span", this.box)
    this.name = make("span", line)
    this.number = make("output", line)
    this.slider = make("input", this.box, { type: "range", min: 0, step: 1 })
    this.slider.addEventListener("input", () => this.write())
    this.slider.addEventListener("change", () => this.wish())
    this.slider.addEventListener("pointerdown", () => (this.held = true))
    // Let go: what came meanwhile is shown, after the change that this makes has been told.
    this.release = () => this.held && setTimeout(() => this.show((this.held = false)))
    for (const event of ["pointerup", "pointercancel"]) window.addEventListener(event, this.release)
    this.fed = ({ detail }) => detail.scrub?.tape === this.data.tape && this.update({ ...this.data, ...detail.scrub }, this.tell)
    window.addEventListener("tape-deck", this.fed)
    this.asked = ({ detail }) => {
      const { tape, epoch, end } = this.data
      Object.assign(detail, { tape, epoch, end })
    }
    window.addEventListener("tape-deck-where", this.asked)
  }

  update(data, tell) {
    if (this.data?.number > data.number) return
    const isAnother = data.tape !== this.data?.tape
    this.data = data
    this.tell = tell
    this.n = Math.max(isAnother ? 0 : this.n, data.heard)
    this.show()
  }

  // An answer to an earlier move must not take back a later one.
  show() {
    const { label, help, end, epoch, disabled, heard } = this.data
    this.name.textContent = label
    this.box.title = help
    this.slider.setAttribute("aria-label", label)
    this.slider.max = Math.max(end, 1)
    this.slider.disabled = disabled
    if (!this.held && heard === this.n) this.slider.value = epoch
    this.write()
  }

  write() {
    this.number.textContent = Number(this.slider.value).toLocaleString("en")
  }

  wish() {
    this.n += 1
    this.tell("wish", { tape: this.data.tape, n: this.n, epoch: Number(this.slider.value) })
  }

  remove() {
    for (const event of ["pointerup", "pointercancel"]) window.removeEventListener(event, this.release)
    window.removeEventListener("tape-deck", this.fed)
    window.removeEventListener("tape-deck-where", this.asked)
    this.box.remove()
  }
}

const shown = new WeakMap() // by the element it stands in

export default function ({ parentElement, data, setStateValue }) {
  if (!shown.has(parentElement)) shown.set(parentElement, new Rewind(parentElement))
  shown.get(parentElement).update(data, setStateValue)
  return () => {
    shown.get(parentElement)?.remove()
    shown.delete(parentElement)
  }
}

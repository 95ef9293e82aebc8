// The field over the drawing in which a weight is changed: Enter sets it, Escape leaves. places.js stands before this.

const DIGITS = 8 // of the value to begin with

class WeightForm {
  // For one of these lines, at first the `line`; `leave` is called when it is done with.
  constructor(parent, lines, line, { title, show, apply, leave }) {
    this.lines = lines
    this.show = show
    this.apply = apply
    this.leave = leave
    this.form = make("form", parent, { class: "net-form", "aria-label": "Change a weight" })
    if (lines.length > 1) {
      this.list = make("select", this.form, { "aria-label": "Weight" })
      lines.forEach((one, i) => make("option", this.list, { value: i }, title(one)))
      this.list.value = lines.indexOf(line)
      this.list.addEventListener("change", () => this.choose(lines[this.list.value]))
    } else make("b", this.form, {}, title(line))
    this.field = make("input", this.form, { type: "text", inputmode: "decimal", autocomplete: "off", "aria-label": "New value" })
    this.said = make("p", this.form, { role: "status" }, "Enter sets it, Escape leaves.")
    this.form.addEventListener("submit", event => event.preventDefault())
    this.form.addEventListener("keydown", event => this.key(event))
    this.form.addEventListener("focusout", event => event.relatedTarget && !this.form.contains(event.relatedTarget) && this.leave())
    for (const kind of ["pointerdown", "pointermove", "click"]) this.form.addEventListener(kind, event => event.stopPropagation())
    this.choose(line)
    this.field.focus({ preventScroll: true })
    this.field.select()
  }

  choose(line) {
    this.line = line
    this.began = String(+line.value.toPrecision(DIGITS))
    this.field.value = this.began
    this.show(line)
  }

  key(event) {
    event.stopPropagation()
    if (event.key === "Escape") return this.leave()
    if (event.key !== "Enter" || this.n) return
    event.preventDefault()
    if (event.target === this.list) return this.field.focus()
    if (this.field.value.trim() === this.began) return this.leave()
    this.n = Date.now()
    this.field.readOnly = true
    this.apply(this.n, this.line, this.field.value)
  }

  // What the app answered: a refusal in a sentence, or that it is set.
  hear({ n, refusal }) {
    if (n !== this.n) return
    if (!refusal) return this.leave()
    this.n = null
    this.field.readOnly = false
    this.field.setAttribute("aria-invalid", "true")
    this.said.textContent = refusal
    this.field.select()
  }

  remove() {
    this.form.remove()
  }
}

// A row of numbers with a name each, a bar, and a line of words. Only what has changed is written.

const LOOK_MS = 250
const SILENCE_MS = 1200 // a page that moves hears from the server several times in that

// Whether Streamlit, which draws what does not move, is in touch with the server.
function isConnected() {
  const state = document.querySelector("[data-testid=stApp]")?.dataset.testConnectionState
  return state === undefined || state === "CONNECTED"
}

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
    this.words = make("p", this.box, { class: "numbers-words" })
    this.lost = make("p", this.box, { class: "numbers-lost", role: "status" })
    this.told = make("p", this.box, { class: "numbers-told", role: "status" })
    this.heard = Date.now()
    this.fed = ({ detail }) => {
      this.heard = Date.now()
      if (detail[this.key]) this.update(detail[this.key])
    }
    window.addEventListener("tape-deck", this.fed)
    this.seen = () => { this.heard = Date.now() } // while the page was out of view nothing was asked for
    document.addEventListener("visibilitychange", this.seen)
    this.watch = setInterval(() => this.look(), LOOK_MS)
  }

  // Says what the page waits for while nothing is heard; what it shows is then that of the last time it was.
  look() {
    const isWatched = !document.hidden && this.box.getAttribute("aria-busy") === "true" // else nothing is asked for
    if (!isWatched && isConnected() && navigator.onLine) this.heard = Date.now()
    const isLost = Date.now() - this.heard > SILENCE_MS
    if (isLost) {
      const since = new Date(this.heard).toLocaleTimeString()
      const why = navigator.onLine ? "No answer from the server" : "This browser is offline, and has heard nothing"
      write(this.lost, `${why} since ${since}. Waiting for it; what is shown is as it was then.`)
    } else write(this.lost, "")
    this.box.classList.toggle("lost", isLost)
  }

  update({ key, number, row, done, words, moving }) {
    if (this.number > number) return
    this.heard = Date.now()
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
    write(this.words, words)
    // Said aloud only where something begins or ends: every epoch would be too much.
    if (this.moving !== undefined && this.moving !== moving) write(this.told, words)
    this.moving = moving
    this.box.setAttribute("aria-busy", moving)
  }

  remove() {
    clearInterval(this.watch)
    document.removeEventListener("visibilitychange", this.seen)
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

// A line of words on how the tape stands, and what the page waits for while it hears nothing from the server.

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

class StatusLine {
  constructor(parent) {
    this.box = make("div", parent, { class: "status-line" })
    this.words = make("p", this.box, { class: "status-words" })
    this.lost = make("p", this.box, { class: "status-lost", role: "status" })
    this.told = make("p", this.box, { class: "status-told", role: "status" })
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
    const isWatched = !document.hidden && this.moving // else nothing is asked for
    if (!isWatched && isConnected() && navigator.onLine) this.heard = Date.now()
    const isLost = Date.now() - this.heard > SILENCE_MS
    if (isLost) {
      const since = new Date(this.heard).toLocaleTimeString()
      const why = navigator.onLine ? "No answer from the server" : "This browser is offline, and has heard nothing"
      write(this.lost, `${why} since ${since}. Waiting for it; what is shown is as it was then.`)
    } else write(this.lost, "")
    this.box.classList.toggle("lost", isLost)
  }

  update({ key, number, words, moving }) {
    if (this.number > number) return
    this.heard = Date.now()
    this.number = number
    this.key = key
    write(this.words, words)
    this.words.title = words
    // Said aloud only where something begins or ends: every epoch would be too much.
    if (this.moving !== undefined && this.moving !== moving) write(this.told, words)
    this.moving = moving
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
  if (!shown.has(parentElement)) shown.set(parentElement, new StatusLine(parentElement))
  shown.get(parentElement).update(data)
  return () => {
    shown.get(parentElement)?.remove()
    shown.delete(parentElement)
  }
}

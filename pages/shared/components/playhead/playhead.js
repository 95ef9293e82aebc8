// The playhead: a line on a chart over epochs, dragged, set by a click, and moved by keys; two buttons play what is on
// the tape backward and forward. It moves at once; what it wishes for is told to the server by the feed.

const LOST_MS = 2000 // after which a wish that nobody has answered is given up
const TWICE_MS = 300 // two clicks within are one double click, which is the chart's
const WHOLE_S = 5 // what the whole tape takes as fast as it goes: panels are to be seen on the way
const BELOW = 20 // px from the axis to the buttons, which stand where its name does
// What may have the focus while the keys are the playhead's: what has no use for them itself.
const NEUTRAL = "body, [data-testid=stMain], [data-testid=stAppScrollToBottomContainer], .live-chart, .live-chart *"

class Playhead {
  constructor() {
    this.line = document.createElement("div")
    this.line.className = "playhead"
    this.line.tabIndex = 0
    this.line.setAttribute("role", "slider")
    this.line.setAttribute("aria-label", "Playhead, epoch")
    this.line.setAttribute("aria-valuemin", 0)
    this.line.addEventListener("pointerdown", event => event.button === 0 && this.line.setPointerCapture(event.pointerId))
    this.line.addEventListener("pointermove", event => this.line.hasPointerCapture(event.pointerId) && this.drag(event))
    this.buttons = document.createElement("div")
    this.buttons.className = "playhead-replay"
    this.backward = this.button("\u25C0", "Play the tape backward", -1)
    this.forward = this.button("\u25B6", "Play the tape forward", 1)
    this.heard = {
      keydown: event => this.key(event),
      "tape-deck": ({ detail }) => detail.playhead?.tape === this.data.tape && this.update({ ...this.data, ...detail.playhead }),
      "tape-deck-chart": ({ detail }) => detail.dataset.figure === this.data.chart && this.attach(detail),
      "tape-deck-heeded": ({ detail }) => detail.epoch === this.wished && (this.wished = null),
    }
    for (const [name, hear] of Object.entries(this.heard)) window.addEventListener(name, hear)
    this.tap = ({ detail }) => this.click(detail)
    this.place = () => this.draw()
  }

  button(sign, name, direction) {
    const button = document.createElement("button")
    button.type = "button"
    button.textContent = sign
    button.title = name
    button.setAttribute("aria-label", name)
    button.addEventListener("click", () => this.replay(this.direction === direction ? 0 : direction))
    this.buttons.append(button)
    return button
  }

  update(data) {
    if (this.data?.number > data.number) return
    if (data.plays || data.tape !== this.data?.tape) {
      this.wished = null
      this.replay(0)
    }
    this.data = data
    this.line.title = data.about
    this.line.classList.toggle("playhead-plays", data.plays)
    const plot = document.querySelector(`[data-figure="${data.chart}"]`)
    if (plot?._fullLayout) this.attach(plot)
  }

  // The chart may be another one than before; plotly tells of each zoom.
  attach(plot) {
    if (plot !== this.plot) {
      this.detach()
      this.plot = plot
      plot.addEventListener("tape-deck-tap", this.tap)
      plot.on("plotly_afterplot", this.place)
    }
    if (this.line.parentElement !== plot.parentElement) plot.parentElement.append(this.line, this.buttons)
    this.draw()
  }

  detach() {
    this.plot?.removeEventListener("tape-deck-tap", this.tap)
    this.plot?.removeListener?.("plotly_afterplot", this.place)
  }

  get epoch() {
    return this.wished ?? this.data.at
  }

  draw() {
    const { xaxis, yaxis } = this.plot?._fullLayout ?? {}
    if (!xaxis || !yaxis) return
    const x = xaxis.d2p(this.epoch)
    this.line.hidden = this.data.end === 0 || x < -0.5 || x > xaxis._length + 0.5
    this.line.style.left = `${xaxis._offset + x}px`
    this.line.style.top = `${yaxis._offset}px`
    this.line.style.height = `${yaxis._length}px`
    this.line.classList.toggle("playhead-sought", this.data.sought)
    this.line.setAttribute("aria-valuemax", this.data.end)
    this.line.setAttribute("aria-valuenow", this.epoch)
    this.buttons.hidden = this.data.end === 0 || this.data.plays
    this.buttons.style.left = `${xaxis._offset + xaxis._length}px`
    this.buttons.style.top = `${yaxis._offset + yaxis._length + BELOW}px`
  }

  // Through the epochs that are on the tape, at the speed that is chosen, until an end or until something else is done.
  replay(direction) {
    cancelAnimationFrame(this.frame)
    this.direction = direction
    this.backward.setAttribute("aria-pressed", direction === -1)
    this.forward.setAttribute("aria-pressed", direction === 1)
    if (!direction) return
    const { end } = this.data
    if (this.epoch === (direction === 1 ? end : 0)) this.wish(direction === 1 ? 0 : end) // from the other end again
    let place = this.epoch
    let before = null
    const on = now => {
      place += (direction * (this.data.pace ?? end / WHOLE_S) * (now - (before ?? now))) / 1000
      before = now
      this.wish(place)
      if (direction === 1 ? place >= end : place <= 0) this.replay(0)
      else this.frame = requestAnimationFrame(on)
    }
    this.frame = requestAnimationFrame(on)
  }

  drag(event) {
    this.replay(0)
    const { xaxis } = this.plot._fullLayout
    this.wish(xaxis.p2d(event.clientX - this.plot.getBoundingClientRect().left - xaxis._offset))
  }

  click({ x, at }) {
    this.replay(0)
    const isSecond = at - this.clicked < TWICE_MS
    if (!isSecond) this.before = this.epoch
    this.clicked = at
    this.line.style.pointerEvents = "none" // or it would catch the second click
    setTimeout(() => (this.line.style.pointerEvents = ""), TWICE_MS)
    this.wish(isSecond ? this.before : x)
  }

  key(event) {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
    const focus = document.activeElement ?? document.body
    if (!focus.matches(NEUTRAL) || focus.matches("a, button")) return
    if (event.key === " " && this.direction) {
      this.replay(0)
      event.preventDefault()
      return
    }
    if (event.key === " ") {
      const button = [".st-key-pause", ".st-key-play"]
        .map(key => document.querySelector(`${key} button:not(:disabled)`))
        .find(each => each)
      if (!event.repeat) button?.click() // as by mouse: the server knows one way to play
      if (button) event.preventDefault()
      return
    }
    const to = {
      ArrowLeft: this.epoch - 1,
      ArrowRight: this.epoch + 1,
      Home: 0,
      End: this.data.end,
      b: this.data.best,
      B: this.data.best,
    }[event.key]
    if (to === undefined || this.data.end === 0) return
    event.preventDefault()
    if (event.shiftKey && event.key.startsWith("Arrow")) {
      this.replay(event.key === "ArrowLeft" ? -1 : 1)
      return
    }
    this.replay(0)
    this.wish(to)
  }

  wish(epoch) {
    const { tape, end, plays } = this.data
    const wished = Math.max(0, Math.min(end, Math.round(epoch)))
    if (plays || wished === this.epoch) return
    this.wished = wished
    clearTimeout(this.lost)
    this.lost = setTimeout(() => this.draw((this.wished = null)), LOST_MS)
    window.dispatchEvent(new CustomEvent("tape-deck-wish", { detail: { tape, epoch: wished } }))
    this.draw()
  }

  remove() {
    this.replay(0)
    clearTimeout(this.lost)
    for (const [name, hear] of Object.entries(this.heard)) window.removeEventListener(name, hear)
    this.detach()
    this.line.remove()
    this.buttons.remove()
  }
}

let playhead = null
let leaving = null

export default function ({ data }) {
  clearTimeout(leaving)
  playhead ??= new Playhead()
  playhead.update(data)
  // A run that is cut short may take it away and bring it back at once: it is the same one then, and may be held.
  return () => {
    leaving = setTimeout(() => {
      playhead.remove()
      playhead = null
    }, 500)
  }
}

// The tab's address and history. An entry of the history is a step of the visit.

let arrivals = 0
let arrival = null // where Back or Forward has led, until the app has gone there too
let told = 0
let newest = 0 // the number of the page's last drawing; of what the feed brings, older ones do not count
let left = 0 // the step that the tab was last at by the app's will

window.addEventListener("popstate", ({ state }) => {
  const { visit = "", step = -1 } = state?.tapeDeck ?? {}
  arrival = { n: ++arrivals, left, visit, step, query: location.search.slice(1) }
})

// A new step is a new entry, unless Streamlit has made one for the page that was opened; else the address is replaced.
function write({ visit, step, query }) {
  left = step
  const address = location.pathname + (query ? `?${query}` : "") + location.hash
  const last = history.state?.tapeDeck
  const isNew = last?.visit === visit && step > last.step
  const isThere = last?.visit === visit && last.step === step && location.href.endsWith(address)
  if (isThere) return
  history[isNew ? "pushState" : "replaceState"]({ tapeDeck: { visit, step } }, "", address)
}

// What was drawn for another page than the tab is at says nothing about the entry that the tab is at.
function isFor({ page, pages }) {
  const last = location.pathname.split("/").pop()
  return page === (pages.includes(last) ? last : "")
}

// While a tape plays, the address tells what was done to it: the feed brings that.
window.addEventListener("tape-deck", ({ detail: { tab } }) => {
  if (tab && tab.number > newest && arrival === null && tab.step === left && isFor(tab)) write(tab)
})

export default function ({ data, setStateValue }) {
  if (arrival && data.arrived >= arrival.n) arrival = null
  newest = data.run
  if (!isFor(data)) return
  if (arrival === null) write(data)
  // Told only now: a message sent before Streamlit has opened the page of the entry would lead back to the last one.
  else if (told < arrival.n) setStateValue("arrival", { ...arrival, n: (told = arrival.n) })
}

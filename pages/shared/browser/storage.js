// The secrets by which a visitor's things are found again, in the storage of the tab and of the browser.

const SECRET = "tape-deck-secret" // of this tab
const OPEN = "tape-deck-open" // there while a page with the secret is open: a tab that begins with it is a copy
const LOST = "tape-deck-lost" // the page was loaded anew because the server no longer knew it
const SECOND = "tape-deck-remembered" // of this browser, where that was ticked

const MOST_LETTERS = 100 // of a secret, which has 32; what is longer is none of ours

// Some browsers have no storage where cookies are switched off.
function get(storage, name) {
  try {
    const value = window[storage].getItem(name)
    return value?.length > MOST_LETTERS ? null : value
  } catch {
    return null
  }
}

function put(storage, name, value) {
  try {
    if (value) window[storage].setItem(name, value)
    else window[storage].removeItem(name)
  } catch {
    return
  }
}

const isCopy = get("sessionStorage", OPEN) !== null
put("sessionStorage", OPEN, "1")
window.addEventListener("pagehide", () => put("sessionStorage", OPEN, ""))
window.addEventListener("pageshow", ({ persisted }) => persisted && put("sessionStorage", OPEN, "1"))

let visitHere = null // of this page since it was loaded
let told = null

// A server that has been started again, or was out of touch for minutes, knows nothing of this page: it is loaded anew.
function isLost(visit) {
  const isAnother = visitHere !== null && visit !== visitHere
  visitHere = visit
  if (isAnother) {
    put("sessionStorage", LOST, visit)
    location.reload()
  }
  return isAnother
}

// A page at rest asks for nothing. When it is in touch again, it asks once, and so learns whether the server knows it.
let ask = () => {}
let wasConnected = true
new MutationObserver(() => {
  const isConnected = document.querySelector("[data-test-connection-state=CONNECTED]") !== null
  if (isConnected && !wasConnected) ask()
  wasConnected = isConnected
}).observe(document.body, { subtree: true, attributes: true, attributeFilter: ["data-test-connection-state"] })

function forget() {
  for (const name of [SECRET, OPEN, LOST]) put("sessionStorage", name, "")
  put("localStorage", SECOND, "")
  location.assign(new URL("./", location.href).pathname)
}

// What another tab does is told to this one by the browser.
let tell = () => {}
window.addEventListener("storage", ({ key, newValue }) => key === SECOND && tell(newValue ?? ""))

let times = 0

export default function ({ data, setStateValue, setTriggerValue }) {
  ask = () => setTriggerValue("again", ++times)
  tell = second => setStateValue("second", second)
  if (isLost(data.visit)) return
  if (data.forgotten) return forget()
  if (data.known) {
    put("sessionStorage", SECRET, data.secret)
    if (data.second !== null) put("localStorage", SECOND, data.second)
  } else if (told !== data.visit) {
    told = data.visit
    setStateValue("held", {
      visit: data.visit,
      secret: get("sessionStorage", SECRET) ?? "",
      second: get("localStorage", SECOND) ?? "",
      copy: isCopy,
      lost: get("sessionStorage", LOST) !== null,
      link: !isCopy && performance.getEntriesByType("navigation")[0]?.type === "navigate",
    })
    put("sessionStorage", LOST, "")
  }
}

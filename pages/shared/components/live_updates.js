// Asks the server for what moves, and hands it to the components on the page: each knows itself by its key.

const AGAIN_S = 1 // after what should have brought a new page, or an answer
const LONGEST_MS = 8000 // of waiting for an answer: in a network that was gone it may never come, and is asked for anew

const feeds = new Map() // by token, what the page's last run said of it: how often to ask, and how to ask for the page
let failed = false

async function fetched(feed, path, method = "GET") {
  const unseen = [...(window.tapeDeckUnseen ?? [])].join()
  const headers = { "X-Feed": feed.token, "X-Unseen": unseen }
  const answer = await fetch(path, { method, headers, cache: "no-store", signal: AbortSignal.timeout(LONGEST_MS) })
  if (!answer.ok) throw new Error(`the feed answers ${answer.status}`)
  return answer.json()
}

async function ask(feed) {
  const isLeft = () => feeds.get(feed.token) !== feed
  let wait_s = AGAIN_S
  try {
    const { drawn, whole } = await fetched(feed, "/feed")
    if (isLeft()) return
    failed = false
    window.dispatchEvent(new CustomEvent("tape-deck", { detail: drawn })) // it tells also that the server is there
    if (whole) feed.whole()
    else wait_s = feed.every_s
  } catch {
    if (isLeft()) return
    failed = true // Streamlit's own way is slower, but there may be no other
    feed.whole()
  }
  next(feed, wait_s)
}

// Not before the last drawing is on the screen, and not at all while the page is not in view.
function next(feed, wait_s) {
  clearTimeout(feed.timer)
  feed.timer = setTimeout(() => requestAnimationFrame(() => feeds.get(feed.token) === feed && ask(feed)), wait_s * 1000)
}

let wish = null // what a person wishes to see, {tape, epoch}, until it is told to the server
let telling = false

// One wish at a time: while one is on its way only the newest of the others waits.
async function tell() {
  telling = true
  while (wish) {
    const told = wish
    wish = null
    const feed = [...feeds.values()].find(each => each.heeds)
    if (!feed) continue
    clearTimeout(feed.timer)
    let wait_s = AGAIN_S
    try {
      const { drawn, every_s } = await fetched(feed, `/playhead?${new URLSearchParams(told)}`, "POST")
      failed = false
      window.dispatchEvent(new CustomEvent("tape-deck-heeded", { detail: told }))
      window.dispatchEvent(new CustomEvent("tape-deck", { detail: drawn }))
      wait_s = every_s
    } catch {
      failed = true
    }
    const now = feeds.get(feed.token) // as a run of the page may have said meanwhile
    if (now && wait_s !== null) next(Object.assign(now, { every_s: wait_s }), wait_s)
  }
  telling = false
}

window.addEventListener("tape-deck-wish", ({ detail }) => {
  wish = detail
  if (!telling) tell()
})

export default function ({ data, setTriggerValue }) {
  const feed = { ...data, whole: () => setTriggerValue("whole", data.run) }
  clearTimeout(feeds.get(feed.token)?.timer)
  feeds.set(feed.token, feed)
  if (data.every_s !== null) next(feed, failed ? AGAIN_S : 0)
  return () => {
    clearTimeout(feed.timer)
    if (feeds.get(feed.token) === feed) feeds.delete(feed.token)
  }
}

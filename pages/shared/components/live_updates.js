// Asks the server for what moves, and hands it to the components on the page: each knows itself by its key.

const AGAIN_S = 1 // after what should have brought a new page, or an answer

const feeds = new Map() // by token, what the page's last run said of it: how often to ask, and how to ask for the page
let failed = false

async function ask(feed) {
  const isLeft = () => feeds.get(feed.token) !== feed
  let wait_s = AGAIN_S
  try {
    const answer = await fetch("/feed", { headers: { "X-Feed": feed.token }, cache: "no-store" })
    if (!answer.ok) throw new Error(`the feed answers ${answer.status}`)
    const { drawn, whole } = await answer.json()
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

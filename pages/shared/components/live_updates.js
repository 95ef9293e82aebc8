// Asks the server for what moves, and hands it to the components on the page: each knows itself by its key.

const AGAIN_S = 1 // after what should have brought a new page, or an answer

let page = null // what the page's last run said: the token, how often to ask, and how to ask for the whole page
let timer = null
let failed = false

async function ask() {
  const asked = page
  let wait_s = AGAIN_S
  try {
    const answer = await fetch("/feed", { headers: { "X-Feed": asked.token }, cache: "no-store" })
    if (!answer.ok) throw new Error(`the feed answers ${answer.status}`)
    const { drawn, whole } = await answer.json()
    if (asked !== page) return
    failed = false
    if (whole) asked.whole()
    else {
      window.dispatchEvent(new CustomEvent("tape-deck", { detail: drawn }))
      wait_s = asked.every_s
    }
  } catch {
    if (asked !== page) return
    failed = true // Streamlit's own way is slower, but there may be no other
    asked.whole()
  }
  next(wait_s)
}

// Not before the last drawing is on the screen, and not at all while the page is not in view.
function next(wait_s) {
  clearTimeout(timer)
  timer = setTimeout(() => requestAnimationFrame(() => page && ask()), wait_s * 1000)
}

export default function ({ data, setTriggerValue }) {
  const mine = (page = { ...data, whole: () => setTriggerValue("whole", data.run) })
  clearTimeout(timer)
  if (data.every_s !== null) next(failed ? AGAIN_S : 0)
  return () => {
    if (page !== mine) return
    clearTimeout(timer)
    page = null
  }
}

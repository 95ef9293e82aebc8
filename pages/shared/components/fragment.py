"""A part of a page that is drawn anew alone."""

from collections.abc import Callable

import streamlit as st

from pages.shared.components.live_updates import SEEN_JS, Feed, Often, new_number

# Has the fragment it stands in drawn anew when the feed brings its key. Fragments take turns: what is triggered at one
# moment Streamlit sends for one fragment alone.
JS = """
const fragments = new Map() // by key: how to have it drawn, and how to stop watching whether it is on the screen
const due = []
let timer = null

function next() {
  timer = due.length ? setTimeout(next, 30) : null
  const [key, number] = due.shift() ?? []
  fragments.get(key)?.draw(number) // none where its page has been left meanwhile
}

window.addEventListener("tape-deck", ({ detail }) => {
  for (const key of fragments.keys()) if (detail[key]) due.push([key, detail[key].number])
  if (timer === null) next()
})

export default function ({ parentElement, data, setTriggerValue }) {
  const draw = number => setTriggerValue("due", number)
  fragments.get(data.key)?.unwatch()
  const around = parentElement.closest("[data-testid=stVerticalBlock]") // it is not seen itself
  fragments.set(data.key, { draw, unwatch: watchSeen(around, data.key) })
  return () => {
    if (fragments.get(data.key)?.draw !== draw) return
    fragments.get(data.key).unwatch()
    fragments.delete(data.key)
  }
}
"""

_asks = st.components.v2.component("tape_deck_fragment", js=SEEN_JS + JS, isolate_styles=False)


def alone(draw: Callable, *, every: float | None = None) -> Callable:
    """`draw` as a fragment, drawn anew by itself every so many seconds, in a container of its own: by that, and not by
    what stands beside it, it is known whether it is on the screen.
    """

    def in_time(*args, **kwargs) -> None:
        draw(*args, **kwargs)

    def drawn(*args, **kwargs) -> None:
        with st.container():
            if every is None:
                st.fragment(draw)(*args, **kwargs)
            else:  # under another name: where it is not drawn any more, Streamlit ends its timer
                st.fragment(in_time, run_every=every)(*args, **kwargs)

    return drawn


def fed(draw: Callable, *, key: str, feed: Feed, often: Often) -> Callable:
    """`draw` as a fragment alone, drawn anew while things move: for what only Streamlit can draw."""
    asking = f"asks_{key}"

    def drawn(*args, **kwargs) -> None:
        draw(*args, **kwargs)
        _asks(key=asking, data={"key": asking, "run": new_number()}, on_due_change=lambda: None)
        feed.add(asking, dict, often=often)

    return alone(drawn)


def draw_page_when(is_due: Callable[[], bool], *, every: float = 0.4) -> None:
    """Have the whole page drawn anew as soon as this is so: for what the trainer takes long to answer."""

    def look() -> None:
        if is_due():
            st.rerun()

    alone(look, every=every)()

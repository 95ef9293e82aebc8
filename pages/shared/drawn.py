"""The browser's word of what it has drawn: the number of the last value that the app has given to a widget."""

from collections.abc import Callable

import streamlit as st

from pages.shared.components.fragment import alone

KEY = "drawn"
JS = """
let told = ""

export default function ({ data, setStateValue }) {
  const now = `${data.visit} ${data.number}`
  if (data.number === 0 || now === told) return
  told = now
  setStateValue("number", data.number)
}
"""

_component = st.components.v2.component("tape_deck_drawn", js=JS, isolate_styles=False)


def tell_when_drawn(visit: str, number: int, *, on_drawn: Callable[[int], None]) -> None:
    """Have the browser say `number` once all that the page has drawn so far is on the screen.

    What it says is part of all that it tells from then on; to say it draws this part of the page alone anew.
    """

    def hear() -> None:
        drawn = getattr(st.session_state.get(KEY), "number", None)
        if type(drawn) is int:
            on_drawn(drawn)

    alone(_tell)(visit, number, hear)


def _tell(visit: str, number: int, hear: Callable[[], None]) -> None:
    _component(key=KEY, data={"visit": visit, "number": number}, on_number_change=hear)

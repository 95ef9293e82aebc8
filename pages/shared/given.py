"""What the app has put into widgets, told apart from what a person has chosen there.

Streamlit gives a widget its value once. A page that is cut short by the next may lose it, and a message that the
browser sent before it had drawn the value still brings what stood there before: both come back as if a person had
chosen. So a value is given again at each drawing until the browser says that it has drawn it (`drawn` of the tab's
component), and what comes back until then and is no choice of anybody's does not count.
"""

from dataclasses import dataclass
from typing import Any

import streamlit as st

MISSING = object()  # a widget that has not been drawn


@dataclass(frozen=True, eq=False)
class _Value:
    value: Any
    echoes: tuple[Any, ...]  # what the browser tells of a widget that does not have the value yet
    number: int


class Given:
    """The values that the browser has not been seen to have; `number` counts all that were given."""

    def __init__(self) -> None:
        self.number = 0
        self._values: dict[str, _Value] = {}
        self._kept: set[str] = set()
        self._titles: dict[str, str | None] = {}

    def page_opened(self) -> None:
        """Another page is drawn: its widgets are new in the browser."""
        self._kept = set()

    def drawn(self, number: int) -> None:
        """The browser has drawn all values up to this number."""
        self._values = {key: one for key, one in self._values.items() if one.number > number}

    def put(self, key: str, value: Any, *, first: Any = MISSING) -> None:
        """Have the widget of this key show the value; `first` is what it begins with when it is told nothing."""
        earlier = self._values.get(key)
        echoes = (*earlier.echoes, earlier.value) if earlier else (st.session_state.get(key, MISSING), first)
        st.session_state[key] = value
        self.number += 1
        if st.context.headers:  # without a browser nothing is on its way
            self._values[key] = _Value(value, tuple(echo for echo in echoes if echo != value), self.number)

    def show(self, key: str, value: Any, *, first: Any = MISSING, title: str | None = None) -> None:
        """Have the widget of this key show the value, which it may show already. To be called before it is drawn.
        `title` is what a list calls it: where that alone has changed, the browser would keep the old one.
        """
        is_retitled = self._titles.get(key, title) != title
        self._titles[key] = title
        if st.session_state.get(key, first) != value or is_retitled:
            self.put(key, value, first=first)
        else:
            self.hold(key)

    def keep(self, key: str, *, first: Any = MISSING) -> None:
        """Have the widget of this key keep its value over pages. To be called before it is drawn."""
        if key in st.session_state and key not in self._kept:
            self.put(key, st.session_state[key], first=first)
        else:
            self.hold(key)
        self._kept.add(key)

    def hold(self, key: str) -> None:
        """Give the value again that is not yet drawn, if there is one. To be called before the widget is drawn."""
        given = self._values.get(key)
        if given is None:
            return
        now = st.session_state.get(key, MISSING)
        if now is MISSING or now == given.value or self.is_echo(key):
            st.session_state[key] = given.value
        else:
            del self._values[key]  # a person has chosen since

    def is_echo(self, key: str) -> bool:
        """Whether what the widget of this key now tells is what it stood at before the app gave it another value."""
        given = self._values.get(key)
        return given is not None and st.session_state.get(key, MISSING) in given.echoes

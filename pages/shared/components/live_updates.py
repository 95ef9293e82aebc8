"""The feed: what moves on a page while its tape does. The browser fetches it and draws it in place, without a run of
Streamlit.
"""

import math
import re
import secrets
import threading
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any, Literal, NamedTuple, get_args
from weakref import WeakValueDictionary

import streamlit as st

MOST_DIGITS = 9  # of an epoch: more than a run can have
EARLY = 0.9  # of its time, after which a drawing counts as due: a browser does not ask on the dot

# Of two drawings of one thing the newer has the higher number, in whichever order the browser gets them. Counted from
# the time of the start, so that those of a server started later are newer.
_numbers = count(time.time_ns() // 1000)

# Put before the script of a component that can be off the screen.
SEEN_JS = """
// The keys of what is off the screen, for the feed, which does not fetch them; what comes back on it is due at once.

const NEAR = "100px" // beyond the window's edge, where things count as seen, since they soon may be

const unseen = (window.tapeDeckUnseen ??= new Set())

// Watches the element that stands for the key; gives what ends that.
function watchSeen(element, key) {
  const watch = new IntersectionObserver(
    entries => (entries.at(-1).isIntersecting ? unseen.delete(key) : unseen.add(key)),
    { rootMargin: NEAR },
  )
  watch.observe(element)
  return () => {
    watch.disconnect()
    unseen.delete(key)
  }
}
"""

_component = st.components.v2.component(
    "tape_deck_feed", js=Path(__file__).with_suffix(".js").read_text(encoding="utf-8"), isolate_styles=False
)


def new_number() -> int:
    """The number of a drawing that is made from now on."""
    return next(_numbers)


class Rates(NamedTuple):
    """How often what moves is drawn anew, in seconds: what is watched, studied, read, or worked out by the trainer."""

    watched: float
    studied: float
    read: float
    worked_out: float


Often = Literal["watched", "studied", "read", "worked_out"]


@dataclass(frozen=True)
class Wish:
    """What a person wants to see: an epoch of the tape of this id."""

    tape: str
    epoch: int


def wish_of(sent: Mapping[str, str]) -> Wish | None:
    """The wish that these parameters are, None if they are none: an id, and a whole number that an epoch can be."""
    tape, epoch = sent.get("tape", ""), sent.get("epoch", "")
    is_wish = re.fullmatch("[0-9a-f]{32}", tape) and re.fullmatch(f"[0-9]{{1,{MOST_DIGITS}}}", epoch)
    return Wish(tape, int(epoch)) if is_wish else None


@dataclass
class Drawing:
    """Something that moves: `draw` gives the data of its component as it is now."""

    draw: Callable[[], dict[str, Any]]
    often: Often
    drawn_at: float


class Feed:
    """The moving things of one visitor's page, by the key of their component; the browser asks by the token.

    A fragment that is drawn anew costs a browser some 30 ms of Streamlit's own; an answer of the feed costs it 7.
    """

    def __init__(self) -> None:
        self.token = secrets.token_urlsafe(24)
        self._drawings: dict[str, Drawing] = {}
        self._rates: Rates | None = None
        self._is_over: Callable[[], bool] | None = None
        self._heed: Callable[[Wish], None] | None = None
        self.page_is_due = False  # the browser has asked for the whole page
        self._lock = threading.Lock()
        _feeds[self.token] = self

    def clear(self) -> None:
        """The page is drawn anew: what moves on it says so again."""
        with self._lock:
            self._drawings = {}
            self._rates = self._is_over = None
        self.page_is_due = False

    def add(self, key: str, draw: Callable[[], dict[str, Any]], *, often: Often) -> None:
        """Have this component, which has just been drawn, drawn anew while things move; `draw` knows no widget."""
        with self._lock:
            self._drawings[key] = Drawing(draw, often, time.monotonic())

    def remove(self, key: str) -> None:
        """Have this component drawn no more, if it was."""
        with self._lock:
            self._drawings.pop(key, None)

    def move(self, rates: Rates, *, until: Callable[[], bool]) -> None:
        """Things move from now on, at these rates, until this is so: then the browser asks for the whole page."""
        with self._lock:
            if self._rates is None:  # what is watched is shown at once
                now = time.monotonic()
                for drawing in self._drawings.values():
                    drawing.drawn_at = -math.inf if drawing.often == "watched" else now
            self._rates, self._is_over = rates, until

    def hurry(self) -> None:
        """All that moves is due at the browser's next question."""
        with self._lock:
            for drawing in self._drawings.values():
                drawing.drawn_at = -math.inf

    def take_wishes(self, heed: Callable[[Wish], None]) -> None:
        """Have `heed` called with what a person wishes, also while a page is drawn anew: none is lost."""
        self._heed = heed

    @property
    def heeds(self) -> bool:
        """Whether anything can be wished for."""
        return self._heed is not None

    def grant(self, wish: Wish, *, unseen: Collection[str] = ()) -> dict[str, Any]:
        """Have this heeded: what is watched and studied as it is then, and how often to ask for the rest."""
        heed = self._heed
        if heed is not None:
            heed(wish)
        self.hurry()
        return self.news(only=("watched", "studied"), unseen=unseen) | {"every_s": self.every_s}

    @property
    def every_s(self) -> float | None:
        """How often the browser is to ask; None where nothing moves."""
        rates = self._rates
        return min(rates) if rates else None

    def news(self, *, only: Sequence[Often] = get_args(Often), unseen: Collection[str] = ()) -> dict[str, Any]:
        """What is due, by key, or that the whole page is to be drawn; what is off the screen stays due."""
        with self._lock:  # a page that has begun since has higher numbers
            number, rates, is_over = new_number(), self._rates, self._is_over
            now = time.monotonic()
            moves = {
                key: one for key, one in self._drawings.items() if rates and one.often in only and key not in unseen
            }
            due = {key: one for key, one in moves.items() if _is_due(one, rates, now)}
            for drawing in due.values():
                drawing.drawn_at = now
        if is_over is not None and is_over():
            return {"drawn": {}, "whole": True}
        return {"drawn": {key: {"number": number, **one.draw()} for key, one in due.items()}, "whole": False}


def _is_due(drawing: Drawing, rates: Rates, now: float) -> bool:
    return now - drawing.drawn_at >= EARLY * getattr(rates, drawing.often)


_feeds: WeakValueDictionary[str, Feed] = WeakValueDictionary()


def feed_of(token: str | None) -> Feed | None:
    """The feed of this token, None if there is none (any more)."""
    return _feeds.get(token) if token else None


def ask_for(feed: Feed, *, key: str = "feed") -> None:
    """Have the browser ask for the feed's news from now on, as long as things move.

    A part of a page that moves by itself has a feed of its own, with another key that begins with "feed".
    """

    def whole() -> None:
        feed.page_is_due = True

    data = {"token": feed.token, "every_s": feed.every_s, "heeds": feed.heeds, "run": new_number()}
    _component(key=key, data=data, on_whole_change=whole)

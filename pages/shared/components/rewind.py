"""The slider that takes the tape to an earlier epoch. What the app sets it to never comes back as a person's wish."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit as st

from pages.shared.components.live_updates import Feed, new_number

KEY = "scrub"
OF_A_TAPE = "Shows any epoch so far: its weights, predictions and hidden state. Play goes on from there."
CSS = """
.rewind { display: block; color: var(--st-text-color); }
.rewind > span { display: flex; justify-content: space-between; font-size: 0.875rem; line-height: 1.6; }
.rewind output { color: var(--st-primary-color); font-variant-numeric: tabular-nums; }
.rewind input { width: 100%; margin: 0.35rem 0; accent-color: var(--st-primary-color); cursor: pointer; }
.rewind input:disabled { cursor: not-allowed; }
"""

# Not st.slider: when its bounds change it is another widget, which begins at 0 in the browser if the page that gave it
# its value was cut short by the next, and reports that 0 as if a person had moved it.
_component = st.components.v2.component(
    "tape_deck_rewind",
    js=Path(__file__).with_suffix(".js").read_text(encoding="utf-8"),
    css=CSS,
    isolate_styles=False,
)


@dataclass(frozen=True)
class Rewound:
    """Where a person has put the slider: `epoch` of the tape of this id; `n` counts the moves on one tape."""

    tape: str
    n: int
    epoch: int


def rewind(now: Rewound, *, end: int, disabled: bool, on_move: Callable[[], None], about: str = OF_A_TAPE) -> None:
    """Show the slider from 0 to `end` at the tape and the epoch of `now`, whose `n` is the last move dealt with.

    When a person has moved it `on_move` is called, and `move_after` says to where. `about` says what it does.
    """
    data = {
        **_place(now, end),
        "number": new_number(),
        "disabled": disabled,
        "label": "Rewind to epoch",
        "help": about,
    }
    _component(key=KEY, data=data, on_wish_change=on_move)


def follow(now: Callable[[], tuple[Rewound, int]], *, feed: Feed) -> None:
    """Have the slider stand at the epoch and the end that `now` gives while things move."""
    feed.add(KEY, lambda: _place(*now()), often="watched")


def _place(now: Rewound, end: int) -> dict[str, Any]:
    return {"tape": now.tape, "epoch": now.epoch, "heard": now.n, "end": end}


def move_after(last: Rewound) -> Rewound | None:
    """The newest move of the slider, if it is of the same tape as `last` and later; else None."""
    wish: Any = getattr(st.session_state.get(KEY), "wish", None)
    values = [wish.get(name) for name in ("tape", "n", "epoch")] if isinstance(wish, dict) else []
    if not values or values[0] != last.tape or not all(type(value) is int for value in values[1:]):
        return None
    move = Rewound(*values)
    return move if move.n > last.n and move.epoch >= 0 else None

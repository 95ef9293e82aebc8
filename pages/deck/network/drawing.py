"""The drawing of a net on a canvas, which tells whether it is on the screen: off it, it is sent nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import streamlit as st

from nets.figures.wire import wire
from pages.shared.components.live_updates import Feed, Often, new_number

KEY = "network_chart"

SCRIPTS = ("places.js", "tip.js", "weight_form.js", "drawing.js")  # one module

# Not plotly's, which draws no line between two nodes of another width than the next without a trace for each.
_component = st.components.v2.component(
    "tape_deck_network",
    js="\n".join(Path(__file__).with_name(name).read_text(encoding="utf-8") for name in SCRIPTS),
    css=Path(__file__).with_name("drawing.css").read_text(encoding="utf-8"),
    isolate_styles=False,
)


@dataclass(frozen=True)
class TypedWeight:
    """What a person typed for the weight of a matrix at row and column, from 0; `n` tells one time from another."""

    n: int
    matrix: str
    row: int
    column: int
    text: str


def typed_weight_in() -> TypedWeight | None:
    """What the browser sends to be set; what is no weight of a drawing is left out."""
    sent: Any = getattr(st.session_state.get(KEY), "set", None)
    if not isinstance(sent, dict):
        return None
    numbers, texts = ([sent.get(name) for name in names] for names in (("n", "row", "column"), ("matrix", "text")))
    is_weight = all(type(one) is int and one >= 0 for one in numbers) and all(isinstance(one, str) for one in texts)
    return TypedWeight(numbers[0], texts[0], numbers[1], numbers[2], texts[1]) if is_weight else None


def is_seen() -> bool:
    """Whether the browser has told that the drawing is on the screen."""
    return getattr(st.session_state.get(KEY), "seen", False) is True


class Size(NamedTuple):
    """How many nodes each column has, and the drawing's share of what a window is higher than a laptop's."""

    n_nodes: Sequence[int]
    grows: float


def net_chart(
    make: Callable[[], dict[str, Any]] | None,
    *,
    size: Size,
    awaited: bool,
    on_set: Callable[[], None],
    feed: Feed,
    often: Often,
) -> None:
    """Show the drawing whose data `make`, which knows no widget, gives, and show it anew while things move.

    None: it is off the screen; then it keeps the room of its `size`. `awaited`: have it drawn again soon,
    for an answer that is on its way. `on_set` is called when `typed_weight_in` has something. It stands in a fragment,
    which is drawn anew when that changes.
    """

    def data() -> dict[str, Any]:
        drawing = wire(make()) if make else None
        return {
            "key": KEY,
            "drawing": drawing,
            "n_nodes": list(size.n_nodes),
            "grows": size.grows,
            "seen": make is not None,
        }

    _component(
        key=KEY,
        height="content",
        data={"number": new_number(), "awaited": awaited, **data()},
        on_seen_change=lambda: None,
        on_due_change=lambda: None,
        on_set_change=on_set,
    )
    if make:
        feed.add(KEY, data, often=often)
    else:
        feed.remove(KEY)

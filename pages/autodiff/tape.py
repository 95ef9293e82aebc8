"""The tape: what was recorded on the way forward, played forward and then backward."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import streamlit as st

from nets.figures.autodiff.record import Node, record_figure, record_height
from nets.queries.record import Operation, Record, RecordQuery
from pages.autodiff.matrices import matrix, numbers
from pages.autodiff.shown import Shown
from pages.shared.components.fragment import alone

BEAT_S = 0.7
MOMENT, PLAYS = "tape_moment", "tape_plays"
WIDTHS = {
    **{name: st.column_config.Column(width=px) for name, px in (("", 30), ("nr", 40), ("of", 50), ("gives", 80))},
    **{name: st.column_config.Column(width=150) for name in ("value", "gradient")},
}
NOTHING_YET = np.zeros((0, 0))


@dataclass(frozen=True)
class Way:
    """Forward through the operations at places `there`, then back through those at `back`; constants are passed by."""

    operations: list[Operation]
    there: list[int]
    back: list[int]

    @property
    def last(self) -> int:
        """The last moment, 0 up."""
        return len(self.there) + len(self.back) - 1

    def current(self, moment: int) -> int:
        """The place of the operation that this moment is about."""
        return [*self.there, *self.back][moment]

    def is_back(self, moment: int) -> bool:
        """Whether it is on the way back."""
        return moment >= len(self.there)

    def states(self, moment: int) -> list[int]:
        """Of each operation: 0 not yet reached, 1 its value known, 2 its gradient too."""
        reached = set(self.back[: max(0, moment + 1 - len(self.there))])
        known = len(self.operations) if self.is_back(moment) else self.there[moment] + 1
        return [2 if n in reached else int(n < known) for n in range(len(self.operations))]


def tape(shown: Shown) -> None:
    """Every recorded operation, as a graph and as a list, up to the chosen moment."""
    found = shown.ask(RecordQuery(shown.row), part="tape")
    if found is None:
        return
    way = _way(found.operations)
    st.session_state[MOMENT] = min(st.session_state.get(MOMENT, 0), way.last)
    plays = st.session_state.get(PLAYS, False)
    whole = _buttons(way, plays=plays)
    alone(_player, every=BEAT_S if plays else None)(shown, way, plays=plays, whole=whole)
    _said(found, way)


def _way(operations: list[Operation]) -> Way:
    there = [n for n, operation in enumerate(operations) if operation.kind != "Const"]
    back = sorted((n for n in there if operations[n].reached >= 0), key=lambda n: operations[n].reached)
    return Way(operations, there, back)


def _buttons(way: Way, *, plays: bool) -> bool:
    """The transport of this tape; returns whether the whole graph is wanted."""
    moment = st.session_state[MOMENT]
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="tape_transport"):
        for key, icon, help_, to in (
            ("tape_first", "first_page", "To the beginning", 0),
            ("tape_back", "navigate_before", "One operation back", moment - 1),
            ("tape_play", "pause" if plays else "play_arrow", "Play it, or pause", None),
            ("tape_next", "navigate_next", "One operation on", moment + 1),
            ("tape_loss", "flag", "To the loss, where the way back begins", len(way.there) - 1),
            ("tape_end", "last_page", "To the end, where every weight has its gradient", way.last),
        ):
            st.button(
                "Pause" if to is None and plays else "Play" if to is None else " ",
                key=key,
                icon=f":material/{icon}:",
                help=help_,
                disabled=to is not None and (plays or not 0 <= to <= way.last or to == moment),
                on_click=_press,
                args=(to, way.last),
            )
        return st.toggle("Whole graph", key="tape_whole", persist_state="session")


def _press(to: int | None, last: int) -> None:
    if to is not None:
        st.session_state[MOMENT] = to
        return
    st.session_state[PLAYS] = not st.session_state.get(PLAYS, False)
    if st.session_state[PLAYS] and st.session_state[MOMENT] == last:
        st.session_state[MOMENT] = 0


def _player(shown: Shown, way: Way, *, plays: bool, whole: bool) -> None:
    moment = min(st.session_state[MOMENT], way.last)
    if plays and moment == way.last:
        st.session_state[PLAYS] = False
    if plays and not st.session_state[PLAYS]:
        st.rerun()  # the whole page once more, without the timer
    moment = st.session_state[MOMENT] = moment + plays
    st.slider("Moment", 0, way.last, key=MOMENT, on_change=_halt, label_visibility="collapsed")
    current, states = way.current(moment), way.states(moment)
    operation = way.operations[current]
    if way.is_back(moment):
        what = f"**Backward, {moment + 1 - len(way.there)} of {len(way.back)}**: the gradient reaches"
    else:
        what = f"**Forward, {moment + 1} of {len(way.there)}**:"
    st.markdown(f"{what} nr {current + 1}, {operation.kind} ({operation.shape})")
    place = {n: i for i, n in enumerate(way.there)}
    nodes = [
        Node(
            title=each.name if each.kind == "weights" else each.kind,
            name=each.name,
            shape=each.shape,
            inputs=tuple(place[a] for a in each.inputs if a in place),
            state=states[n],
        )
        for n, each in enumerate(way.operations)
        if n in place
    ]
    with st.container(key="wide_tape"):
        shown.draw(
            record_figure(nodes, current=place[current], whole=whole), key="tape_graph", height=record_height(nodes)
        )
    left, right = st.columns([3, 2])
    with left:
        listed = _list(way.operations, states, current)
        st.dataframe(listed, key="tape_list", hide_index=True, height=300, column_config=WIDTHS)
    with right:
        _numbers(shown, operation, states[current])


def _halt() -> None:
    """The slider was taken in hand."""
    st.session_state[PLAYS] = False


def _list(operations: list[Operation], states: list[int], current: int) -> pd.DataFrame:
    """The record as a list, from a few operations before the current one on, so that it is in view."""
    listed = pd.DataFrame(
        {
            "": ["▶" if n == current else "" for n in range(len(operations))],
            "nr": range(1, len(operations) + 1),
            "operation": [operation.kind for operation in operations],
            "of": [", ".join(str(a + 1) for a in operation.inputs) for operation in operations],
            "gives": [operation.shape for operation in operations],
            "value": [numbers(each.value, 4) if state else "" for each, state in zip(operations, states, strict=True)],
            "gradient": [
                numbers(each.gradient, 4) if state > 1 else "" for each, state in zip(operations, states, strict=True)
            ],
            "name": [operation.name for operation in operations],
        }
    )
    first = max(0, min(current - 3, len(operations) - 8))
    return pd.concat([listed[first:], listed[:first]])


def _numbers(shown: Shown, operation: Operation, state: int) -> None:
    for title, values, key in (
        (f"Value of {operation.kind}", operation.value, "tape_value"),
        ("Gradient of the loss for it", operation.gradient if state > 1 else NOTHING_YET, "tape_gradient"),
    ):
        if values.size:
            st.caption(title)
            matrix(shown, values, key=key)


def _said(found: Record, way: Way) -> None:
    said = (
        f"{len(found.operations)} tensors from TensorFlow's own trace of this net, constants among them; the tape "
        f"knows a way from {len(way.back)} of them to the loss, and the way back took {found.n_back} operations more. "
        "Of large values the first 8 by 8 numbers are shown."
    )
    if found.n_all_steps > 1:
        said += (
            f" Of {found.n_all_steps} time steps the first {found.n_steps} are shown, operation by operation; in "
            "training all steps are one operation with a gradient written by hand, which gives the same numbers."
        )
    st.caption(said)

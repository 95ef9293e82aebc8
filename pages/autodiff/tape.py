"""The tape: what was recorded on the way forward, played forward and then backward."""

import numpy as np
import pandas as pd
import streamlit as st

from nets.autodiff.asked.record import Operation, Record, RecordOf
from nets.figures.record import record_figure
from nets.figures.weights import weight_figure
from pages.autodiff.shown import Shown
from pages.shared.heading import heading
from pages.shared.live import live

BEAT_S = 0.7
MOMENT = "tape_moment"


def tape(shown: Shown) -> None:
    """Every recorded operation, as a graph and as a list, up to the chosen moment."""
    heading("The tape", "what TensorFlow recorded for this row: forward the values, backward the gradients")
    found = shown.ask("tape", RecordOf(shown.row), Record)
    if found is None:
        return
    plays = st.toggle("Play it", key="tape_plays", help="Forward, then backward, and again; off to go by hand.")
    st.fragment(_player, run_every=BEAT_S if plays else None)(shown, found, plays=plays)


def _player(shown: Shown, found: Record, *, plays: bool) -> None:
    operations = found.operations
    n_back = sum(operation.reached >= 0 for operation in operations)
    last = len(operations) + n_back - 1
    moment = min(st.session_state.get(MOMENT, 0), last)
    st.session_state[MOMENT] = (moment + 1) % (last + 1) if plays else moment
    moment = st.slider("Moment", 0, last, key=MOMENT)
    forward = moment < len(operations)
    back = moment - len(operations)
    by_reached = {operation.reached: n for n, operation in enumerate(operations) if operation.reached >= 0}
    current = moment if forward else by_reached[back]
    states = [
        1 + (not forward and 0 <= operation.reached <= back) if n <= moment or not forward else 0
        for n, operation in enumerate(operations)
    ]
    drawn = [n for n, operation in enumerate(operations) if operation.kind != "Const"]
    place = {n: i for i, n in enumerate(drawn)}
    panel = record_figure(
        [operations[n].kind for n in drawn],
        [[place[a] for a in operations[n].inputs if a in place] for n in drawn],
        states=[states[n] for n in drawn],
        current=place.get(current, -1),
        names=[operations[n].name for n in drawn],
    )
    way = f"Forward, {moment + 1} of {len(operations)}" if forward else f"Backward, {back + 1} of {n_back}"
    operation = operations[current]
    st.markdown(f"**{way}**: {operation.kind} gives {operation.shape}")
    live(panel.figure, key="tape_graph", height=shown.height(340), label=panel.label)
    left, right = st.columns([3, 2])
    with left:
        st.dataframe(_list(operations, states, current), key="tape_list", hide_index=True, height=300)
    with right:
        _numbers(shown, operation, states[current])
    _said(found, n_back)


def _list(operations: list[Operation], states: list[int], current: int) -> pd.DataFrame:
    """The record as a list, the current operation marked."""
    return pd.DataFrame(
        {
            "": ["▶" if n == current else "" for n in range(len(operations))],
            "nr": range(1, len(operations) + 1),
            "operation": [operation.kind for operation in operations],
            "name": [operation.name for operation in operations],
            "of": [", ".join(str(a + 1) for a in operation.inputs) for operation in operations],
            "gives": [operation.shape for operation in operations],
            "value": [_short(each.value) if state else "" for each, state in zip(operations, states, strict=True)],
            "gradient": [
                _short(each.gradient) if state > 1 else "" for each, state in zip(operations, states, strict=True)
            ],
        }
    )


def _numbers(shown: Shown, operation: Operation, state: int) -> None:
    for title, values, key in (
        ("Value", operation.value, "tape_value"),
        ("Gradient of the loss for it", operation.gradient if state > 1 else np.zeros((0, 0)), "tape_gradient"),
    ):
        if values.size:
            st.caption(title)
            rows, columns = ([str(n + 1) for n in range(size)] for size in values.shape)
            panel = weight_figure(values, rows=rows, columns=columns)
            live(panel.figure, key=key, height=shown.height(60 + 26 * len(rows)), label=panel.label)


def _said(found: Record, n_back: int) -> None:
    said = (
        f"{len(found.operations)} tensors from TensorFlow's own trace; the tape knows a way from {n_back} of them "
        f"to the loss, and the way back took {found.n_back} operations more."
    )
    if found.n_all_steps > 1:
        said += (
            f" The first {found.n_steps} of {found.n_all_steps} time steps are shown, operation by operation; in "
            "training all steps are one operation with a gradient written by hand, which gives the same numbers."
        )
    st.caption(said)


def _short(values: np.ndarray) -> str:
    flat = values.ravel()
    return ", ".join(f"{value:.3g}" for value in flat[:4]) + (" …" if len(flat) > 4 else "")

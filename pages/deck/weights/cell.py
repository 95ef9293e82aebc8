"""The history of one weight, which is picked by a click on its cell or by its name."""

from collections.abc import Callable
from typing import NamedTuple

import streamlit as st

from nets.errors import Refusal
from nets.figures.deck.weight_history import WeightHistory, history_figure
from nets.figures.panel import Panel
from nets.models.parameters import Weight
from nets.workspace.events.typed_weights import cell_named
from nets.workspace.step.shown import history_of
from pages.deck.weights.numbers import numbers_of
from pages.shared.components.chart import moving
from pages.shared.markdown import plain
from pages.shared.panel_title import heading
from pages.shared.session import Session

KEY = "weights_cell"
NAMED, PROBLEM = "weights_cell_named", "weights_cell_problem"
HEIGHT = 150


class Cell(NamedTuple):
    """A cell of a matrix, its row and column from 0."""

    matrix: str
    row: int
    column: int


def picks(matrix: Weight) -> Callable[[float, float], None]:
    """What a click does at this place of the matrix: its cell is picked."""

    def pick(x: float, y: float) -> None:
        st.session_state[KEY] = Cell(matrix.name, round(y), round(x))

    return pick


def cell_field(matrices: tuple[Weight, ...]) -> None:
    """A field in which a cell is picked by its name, as by a click."""
    text = st.text_input(
        "History of a weight",
        key=NAMED,
        placeholder=f"{matrices[0].name}[1,1]",
        on_change=_pick_named,
        args=(matrices,),
    )
    problem = st.session_state.get(PROBLEM)
    if text and problem:
        st.caption(plain(problem, 300))


def _pick_named(matrices: tuple[Weight, ...]) -> None:
    st.session_state[PROBLEM] = None
    text = st.session_state.get(NAMED) or ""
    try:
        st.session_state[KEY] = Cell(*cell_named(text, matrices)) if text.strip() else None
    except Refusal as refusal:
        st.session_state[PROBLEM] = refusal.sentence


def cell_history(session: Session, matrices: tuple[Weight, ...]) -> None:
    """The curve of the cell that is picked, if one is."""
    cell: Cell | None = st.session_state.get(KEY)
    matrix = next((each for each in matrices if cell and each.name == cell.matrix), None)
    if matrix is None or not (0 <= cell.row < matrix.shape[0] and 0 <= cell.column < matrix.shape[1]):
        return
    name = f"{cell.matrix}[{cell.row + 1},{cell.column + 1}]"
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        ends = f"from {matrix.columns[cell.column]} to {matrix.rows[cell.row]}"
        heading(name, f"this weight over the epochs, {plain(ends, 80)}")
        st.button("Close", key="weights_cell_close", type="tertiary", on_click=lambda: st.session_state.pop(KEY, None))

    def draw() -> Panel:
        view, now = session.tape.view(), numbers_of(session, matrices, "weights")
        place = (cell.row, cell.column)
        epochs, values = history_of(session.tape.params_kept(), cell.matrix, place)
        at = WeightHistory(name, epochs, values, view.end, now.epoch, float(now.values[cell.matrix][place]))
        return history_figure(at)

    note = moving(draw, key="weights_cell_chart", height=HEIGHT, feed=session.feed, often="studied").note
    if note:
        st.caption(note)

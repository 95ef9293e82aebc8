"""The weights panel: every matrix of the net, its weights, gradients or updates as a heatmap or a histogram."""

from dataclasses import replace
from functools import partial
from typing import NamedTuple

import streamlit as st

from nets.figures.deck.weight_histogram import end_of, histogram_figure
from nets.figures.deck.weights import Scale, awaited_figure, bound_of, titled, weight_figure
from nets.figures.panel import Panel
from nets.models.parameters import Weight
from nets.workspace.step.shown import Kind, largest
from pages.deck.weights.cell import cell_history, picks
from pages.deck.weights.choice import Choice, chosen
from pages.deck.weights.numbers import GLANCE_S, is_awaited, numbers_of, reach, rows_told, step_known
from pages.deck.weights.type_in import type_in
from pages.shared.components.chart import Place, clickable, moving
from pages.shared.components.fragment import alone, draw_page_when
from pages.shared.panel_title import heading
from pages.shared.session import Session

SMALL = 9  # columns that still show their values in half a row
LARGE = 26  # columns that show no values in a whole one either
MOST_BESIDE = 3  # matrices in half a row
LEAST_SHARE = 0.3  # of the width, for a matrix beside wider ones
SHORT, LONG = 8, 12  # characters of a name, in half a row and in a whole one
NAMES = 25  # of columns that half a row has room for, upright
ROW_NAMES = 5  # of these take as much room as the names of a matrix's rows
HEIGHT = 216
AWAITED = "The trainer is working it out"


class Room(NamedTuple):
    """What there is for the names of a matrix: characters of each, and how many columns'."""

    letters: int
    columns: int


def is_half(session: Session) -> bool:
    """Whether half a row is enough: for few columns, or for so many that they are a picture without numbers."""
    matrices = _matrices(session)
    n_columns = sum(len(matrix.columns) for matrix in matrices)
    return n_columns <= SMALL or (n_columns > LARGE and len(matrices) <= MOST_BESIDE)


def weights(session: Session) -> None:
    """The matrices, side by side."""
    with st.container(border=True, key="weights", gap="xsmall", height="stretch"):
        alone(_drawn)(session)
        type_in(session)


def _drawn(session: Session) -> None:
    matrices, half = _matrices(session), is_half(session)
    head = st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", gap="xsmall")
    with head:
        title = st.container(width="stretch")
        choice = chosen(session)
    rows = ""
    if choice.kind != "weights":
        step_known(session, wait_s=GLANCE_S)
        rows = rows_told(session)
    with title:
        heading(choice.kind.capitalize(), rows or "by layer")
    widths = [len(matrix.columns) + 1 for matrix in matrices]  # one for the names of the rows
    widths = [max(width, LEAST_SHARE * sum(widths)) for width in widths]
    notes: dict[str, None] = {}
    for matrix, place, width in zip(matrices, st.columns(widths), widths, strict=True):
        columns = max(3, round(NAMES * width / sum(widths)) - ROW_NAMES) if half else 16
        with place, st.container(gap="xsmall"):
            heading(matrix.name, f"{matrix.shape[0]}×{matrix.shape[1]}")
            notes[_chart(session, matrix, choice, Room(SHORT if half else LONG, columns))] = None
    for note in filter(None, notes):
        st.caption(note)
    cell_history(session, matrices)
    if choice.kind != "weights" and is_awaited(session):
        draw_page_when(lambda: not is_awaited(session))


def _chart(session: Session, matrix: Weight, choice: Choice, room: Room) -> str:
    """Show the matrix; its note."""
    make = partial(_panel, session, matrix, choice, room)
    key, feed = f"{matrix.name}_chart", session.feed
    if choice.is_histogram:
        return moving(make, key=key, height=HEIGHT, feed=feed, often="studied").note
    return clickable(make, Place(key, HEIGHT), feed=feed, often="studied", on_pick=picks(matrix)).note


def _panel(session: Session, matrix: Weight, choice: Choice, room: Room) -> Panel:
    kind, name = choice.kind, matrix.name
    shown = numbers_of(session, _matrices(session), kind)
    if shown.values is None:
        return awaited_figure(shown.problem or AWAITED)
    values = shown.values[name]
    bounds: dict[tuple[Kind, str], float] = session.memoized("bounds", [session.tape], dict)  # as they were drawn last
    drawn: dict[tuple[Kind, str], float] = session.memoized("peaks", [session.tape], dict)
    drawn[kind, name] = max(drawn.get((kind, name), 0.0), largest(values))
    far = reach(session, kind, name, drawn) if choice.is_one_scale else 0.0
    scale = Scale(None if choice.is_one_scale else bounds.get((kind, name)), far)
    if choice.is_histogram:
        panel = histogram_figure(values, scale=scale)
        bounds[kind, name] = end_of(panel)
    else:
        panel = weight_figure(
            values, rows=matrix.rows, columns=matrix.columns, scale=scale, limit=room.letters, room=room.columns
        )
        bounds[kind, name] = bound_of(panel)
    return replace(titled(panel, shown.title_of(name)), epoch=shown.epoch)


def _matrices(session: Session) -> tuple[Weight, ...]:
    return session.loaded.weights(session.tape.view().settings)

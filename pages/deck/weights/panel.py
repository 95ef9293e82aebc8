"""The weights panel: every matrix of the net, its weights, gradients or updates as a heatmap or a histogram."""

from dataclasses import replace
from functools import partial

import streamlit as st

from nets.figures.deck.weight_histogram import end_of, histogram_figure
from nets.figures.deck.weights import (
    NAME_PX,
    Room,
    Scale,
    awaited_figure,
    bound_of,
    extent,
    has_numbers,
    titled,
    weight_figure,
)
from nets.figures.panel import Panel
from nets.models.parameters import Weight
from nets.workspace.step.shown import largest
from pages.deck.weights.cell import cell_history, picks
from pages.deck.weights.choice import Choice, chosen
from pages.deck.weights.numbers import GLANCE_S, furthest, is_awaited, numbers_of, rows_told, step_known
from pages.deck.weights.type_in import type_in
from pages.shared.components.chart import Place, clickable, moving
from pages.shared.components.fragment import alone, draw_page_when
from pages.shared.panel_title import heading
from pages.shared.session import Session

SMALL = 9  # columns that still show their values in half a row
LEAST_SHARE = 0.3  # of the width, for a matrix beside wider ones
SHORT, LONG = 8, 12  # characters of a name, in half a row and in a whole one
NAMES = 25  # of columns that half a row has room for, upright
ROW_NAMES = 5  # of these take as much room as the names of a matrix's rows
HEIGHT = 216  # px
AROUND, CELL, HIGHEST = 110, 8, 420  # px above and below a matrix that is a picture, of a row of it, and at most
AWAITED = "The trainer is working it out"


def is_half(session: Session) -> bool:
    """Whether half a row is enough: for few columns."""
    return sum(len(matrix.columns) for matrix in _matrices(session)) <= SMALL


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
        choice = chosen(session, matrices)
    rows = ""
    if choice.kind != "weights":
        step_known(session, wait_s=GLANCE_S)
        rows = rows_told(session)
    with title:
        heading(choice.kind.capitalize(), rows or "by layer")
    widths = [len(matrix.columns) + 1 for matrix in matrices]  # one for the names of the rows
    widths = [max(width, LEAST_SHARE * sum(widths)) for width in widths]
    height = _height(matrices, choice)
    notes: dict[str, None] = {}
    for matrix, place, width in zip(matrices, st.columns(widths), widths, strict=True):
        columns = max(3, round(NAMES * width / sum(widths)) - ROW_NAMES) if half else 16
        with place, st.container(gap="xsmall"):
            heading(matrix.name, f"{matrix.shape[0]}×{matrix.shape[1]}")
            room = Room(rows=(height - AROUND) // NAME_PX + 2, columns=columns, letters=SHORT if half else LONG)
            notes[_chart(session, matrix, choice, Place(f"{matrix.name}_chart", height), room)] = None
    for note in filter(None, notes):
        st.caption(note)
    cell_history(session, matrices)
    if choice.kind != "weights" and is_awaited(session):
        draw_page_when(lambda: not is_awaited(session))


def _height(matrices: tuple[Weight, ...], choice: Choice) -> int:
    """In px, of all matrices; those that are pictures have more where they have many rows."""
    if choice.is_histogram or all(has_numbers(matrix.shape) for matrix in matrices):
        return HEIGHT
    return min(HIGHEST, max(HEIGHT, AROUND + CELL * max(len(matrix.rows) for matrix in matrices)))


def _chart(session: Session, matrix: Weight, choice: Choice, place: Place, room: Room) -> str:
    """Show the matrix; its note."""
    make, feed = partial(_panel, session, matrix, choice, room), session.feed
    if choice.is_histogram:
        return moving(make, key=place.key, height=place.height, feed=feed, often="studied").note
    return clickable(make, place, feed=feed, often="studied", on_pick=picks(matrix)).note


def _panel(session: Session, matrix: Weight, choice: Choice, room: Room) -> Panel:
    kind, name = choice.kind, matrix.name
    shown = numbers_of(session, _matrices(session), kind)
    if shown.values is None:
        return awaited_figure(shown.problem or AWAITED)
    values = shown.values[name]
    far = largest if choice.is_histogram else extent
    key = (kind, name, choice.is_histogram)
    bounds: dict[tuple, float] = session.memoized("bounds", [session.tape], dict)  # as they were drawn last
    drawn: dict[tuple, float] = session.memoized("extents", [session.tape], dict)
    drawn[key] = max(drawn.get(key, 0.0), far(values))
    reach = max(drawn[key], furthest(session, kind, name, far)) if choice.is_one_scale else 0.0
    scale = Scale(None if choice.is_one_scale else bounds.get(key), reach)
    if choice.is_histogram:
        panel = histogram_figure(values, scale=scale)
        bounds[key] = end_of(panel)
    else:
        panel = weight_figure(values, rows=matrix.rows, columns=matrix.columns, scale=scale, room=room)
        bounds[key] = bound_of(panel)
    return replace(titled(panel, shown.title_of(name)), epoch=shown.epoch)


def _matrices(session: Session) -> tuple[Weight, ...]:
    return session.loaded.weights(session.tape.view().settings)

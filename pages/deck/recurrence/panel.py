"""The hidden panel: what an RNN reads, remembers and answers, step by step of one sequence."""

from dataclasses import replace

import numpy as np
import streamlit as st

from nets.data.prepare.dataset import Dataset
from nets.data.prepare.time_steps.one_sequence import OneSequence, one_sequence
from nets.figures.deck.output_ends import output_ends
from nets.figures.deck.recurrence import MOST_INPUTS, Moments, recurrence_figure, recurrence_height
from nets.figures.panel import Panel
from nets.training.client.view import View
from nets.workspace.loaded_data import LoadedData
from pages.deck.row.opening import open_row
from pages.shared.components.chart import Place, clickable
from pages.shared.markdown import plain
from pages.shared.panel_title import heading
from pages.shared.rows.chosen import chosen_row
from pages.shared.session import Session

CLOSE_UP = 100  # steps, of which each is as wide as a finger
GAPS = (
    "Rows with a missing value were left out: the steps before and after them are neighbours here, and the state is "
    "carried over the gap. The Data page can fill missing values instead."
)
HELP = (
    "From top to bottom: the inputs at each time step, each on its own scale, the darker the larger; the label and "
    "the predicted class, with a cross where that is wrong; the state h after the step. Click a step to see its "
    "recurrence in numbers. Drag to zoom in, double-click for all steps."
)


def hidden(session: Session) -> None:
    """The sequence's strips over its state; a click on a step chooses its row."""
    tape, loaded = session.tape, session.loaded
    with st.container(border=True, key="hidden", gap="xsmall"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            heading("Hidden state", "h after each time step, under what is read and answered", help_=HELP)
            with st.container(horizontal=True, width="content", vertical_alignment="center", gap="small"):
                sequence = _chosen_sequence(session)
                steps = _chosen_steps(session, sequence)
        chosen, dataset = sequence.step_of(chosen_row(session)), loaded.dataset
        inputs = session.memoized("sequence_inputs", [dataset, sequence.number], lambda: _inputs(dataset, sequence))
        panel = clickable(
            lambda: _panel(tape.view(), loaded, sequence, inputs, steps, chosen),
            Place("hidden_chart", recurrence_height(tape.view().settings.hidden_units, len(dataset.features))),
            feed=session.feed,
            often="studied",
            on_pick=lambda step, _: _pick(session, sequence, step),
        )
        for note in (panel.note, GAPS if dataset.has_gaps else ""):
            if note:
                st.caption(note)


def _chosen_sequence(session: Session) -> OneSequence:
    """The first one, until another is chosen."""
    loaded = session.loaded
    found = one_sequence(loaded.dataset, loaded.table, st.session_state.get("sequence") or 1)
    if found.n_all == 1:
        return found
    _keep(session, "sequence", found.number)
    name = f"“{plain(found.name, 30)}”, " if found.name else ""
    st.markdown(f":gray[Sequence]&nbsp; {name}{found.n_steps:,} steps", width="content")
    about = f"Of {found.n_all:,} sequences."
    return one_sequence(loaded.dataset, loaded.table, _number("Sequence", found.n_all, key="sequence", help_=about))


def _chosen_steps(session: Session, sequence: OneSequence) -> range:
    """All its time steps (0 up), or a hundred of them."""
    if sequence.n_steps <= CLOSE_UP:
        return range(sequence.n_steps)
    help_ = f"{CLOSE_UP} steps at a time, from the step beside this on; + and − scroll."
    is_close = st.toggle(f"{CLOSE_UP} steps from", key="close_up", persist_state="session", help=help_)
    last = sequence.n_steps - CLOSE_UP + 1
    _keep(session, "from_step", min(st.session_state.get("from_step") or 1, last))
    first = _number("From step", last, key="from_step", by=CLOSE_UP // 2, disabled=not is_close)
    return range(first - 1, first - 1 + CLOSE_UP) if is_close else range(sequence.n_steps)


def _keep(session: Session, key: str, number: int) -> None:
    """Have the widget of this key show the number, and keep it over pages."""
    if (st.session_state.get(key) or 1) != number:
        session.given.put(key, number, first=1)
    else:
        session.given.keep(key, first=1)


def _number(label: str, most: int, *, key: str, by: int = 1, help_: str | None = None, disabled: bool = False) -> int:
    """A whole number from 1 on. An emptied field is 1."""
    number = st.number_input(
        label,
        1,
        most,
        step=by,
        key=key,
        persist_state="session",
        width=130,
        label_visibility="collapsed",
        help=help_,
        disabled=disabled,
    )
    return number or 1


def _pick(session: Session, sequence: OneSequence, step: float) -> None:
    """Choose the row of this time step (1 up)."""
    open_row(session, sequence.first + min(max(round(step), 1), sequence.n_steps) - 1)


def _inputs(dataset: Dataset, sequence: OneSequence) -> np.ndarray:
    """The first inputs of the whole sequence, (T, n)."""
    return np.stack([column.at(sequence.rows) for column in dataset.columns[:MOST_INPUTS]], axis=1)


def _panel(
    view: View, loaded: LoadedData, sequence: OneSequence, inputs: np.ndarray, steps: range, chosen: int | None
) -> Panel:
    dataset, snapshot = loaded.dataset, view.snapshot
    rows = slice(sequence.first + steps.start, sequence.first + steps.stop)
    n_units = view.settings.hidden_units
    moments = Moments(
        snapshot.hidden[0][rows] if snapshot else np.zeros((len(steps), n_units)),
        labels=dataset.targets[rows],
        predicted=snapshot.predicted[0][rows] if snapshot else None,
        inputs=inputs[steps.start : steps.stop],
        is_validation=loaded.is_validation[rows],
        first=steps.start + 1,
        ends=output_ends(view.settings),
    )
    panel = recurrence_figure(
        moments,
        units=[f"h{i + 1}" for i in range(n_units)],
        features=dataset.features,
        classes=dataset.classes,
        chosen=chosen,
        shown=str(sequence.number),
    )
    return replace(panel, epoch=view.epoch)

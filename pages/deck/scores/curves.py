"""The curves of each class against all others: ROC, precision-recall and calibration, with the number of each."""

from collections.abc import Sequence
from functools import partial

import numpy as np
import streamlit as st

from nets.figures.deck.class_curves import (
    CALIBRATION,
    PRECISION_RECALL,
    ROC,
    SIDE,
    CurveKind,
    curves_figure,
    no_curves,
    score_grid,
)
from nets.figures.grid import Grid
from nets.figures.panel import Panel
from nets.metrics import Curves, Split, split_curves
from nets.queries.probabilities import Probabilities, ProbabilitiesQuery
from nets.training.client.query_cache import digest_of
from nets.training.client.tape import Tape
from nets.training.client.view import View
from nets.workspace.loaded_data import LoadedData
from pages.shared.components.chart import moving
from pages.shared.components.table import tables
from pages.shared.markdown import plain
from pages.shared.session import Session

ANSWER_WAIT_S = 30.0  # for the probabilities of all rows of a large table
MOST_CELLS = 10_000_000  # probabilities of a curve's rows: 40 MB
STILL = "Drawn when the run stands still."
LATER = "The curves of a table of so many rows are drawn when the run stands still."
TOO_MANY = "There are too many rows and classes for curves: they need the probabilities of each row."
SILENT = "The trainer has not answered: the curves are drawn with the next change."


def class_curves(session: Session, names: Sequence[str]) -> None:
    """The three kinds side by side, each over its numbers; `names` are those of the classes, for tables."""
    known = st.session_state.setdefault("known_curves", KnownCurves())
    tape, loaded = session.tape, session.loaded
    found = known.of(tape, loaded)
    if isinstance(found, str):
        st.caption(plain(found, 400))
        return

    def now() -> tuple[Split[Curves], str]:
        newest = known.of(tape, loaded)
        return (no_curves(found), STILL) if isinstance(newest, str) else (newest, "")

    def figure(kind: CurveKind) -> Panel:
        split, why = now()
        return curves_figure(split, kind, classes=loaded.dataset.classes, why=why)

    def numbers(kind: CurveKind) -> tuple[Grid]:
        split, why = now()
        return (score_grid(split, kind, classes=names, why=why),)

    for column, kind in zip(st.columns(3), (ROC, PRECISION_RECALL, CALIBRATION), strict=True):
        with column:
            st.markdown(kind.title)
            panel = moving(
                partial(figure, kind), key=f"{kind.field}_chart", height=SIDE, feed=session.feed, often="read"
            )
            tables(partial(numbers, kind), key=f"{kind.field}_tables", feed=session.feed, often="read")
    lines = "Solid lines: training rows; dotted: validation rows. " if loaded.n_validation else ""
    st.caption(f"{lines}The grey diagonal is what guessing gives in ROC, and what is well calibrated. {panel.note}")


class KnownCurves:
    """The curves of the net as it is shown, worked out once for each net."""

    def __init__(self) -> None:
        self._key: bytes | None = None
        self._curves: Split[Curves] | str = ""

    def of(self, tape: Tape, loaded: LoadedData) -> Split[Curves] | str:
        """The curves, or why there are none."""
        view = tape.view()
        key = tape.id.encode() + digest_of(view.snapshot.params)
        if key != self._key:
            probs = _all_probs(tape, view)
            if isinstance(probs, str):
                return probs
            curves = split_curves(probs, loaded.dataset.targets, is_validation=loaded.is_validation)
            self._key, self._curves = key, curves
        return self._curves


def _all_probs(tape: Tape, view: View) -> np.ndarray | str:
    """The probabilities (B, K) of all rows, for which the trainer of a large table is asked; or why there are none."""
    snapshot = view.snapshot
    n_rows = snapshot.predicted.shape[1]
    if len(snapshot.rows) == n_rows:
        return snapshot.probs[0]
    if n_rows * snapshot.probs.shape[2] > MOST_CELLS:
        return TOO_MANY
    if view.moving:
        return LATER
    answer = tape.ask(ProbabilitiesQuery(), part="roc", wait_s=ANSWER_WAIT_S)
    found = answer.found if answer and answer.fresh else None
    if isinstance(found, Probabilities):
        return found.probs
    return found.sentence if found else SILENT

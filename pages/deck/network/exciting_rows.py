"""The rows for which each hidden unit has its largest outputs, as the drawing of the net lists them at a unit."""

import math
from typing import NamedTuple

import numpy as np

from nets.decision.unit_places import MOST_UNITS
from nets.figures.text import shorten
from nets.queries.exciting_rows import ExcitingRows, ExcitingRowsQuery, exciting_rows
from nets.training.client.query_cache import Answer
from pages.shared.session import Session

MOST_ROWS = 20_000  # that are looked through, spread evenly
LISTED = 5
NAME = 24  # characters of a label


class Listed(NamedTuple):
    """A row by its number and label, and the unit's output for it, None if that is no finite number."""

    row: str
    output: float | None


def exciting_lists(session: Session, *, wait_s: float) -> list[list[list[Listed]]] | None:
    """Of each hidden layer and each of its units the rows with the largest outputs; None while they are not known, and
    while the net is trained: then it would be another list in each drawing.
    """
    view, dataset = session.tape.view(), session.loaded.dataset
    found: ExcitingRows | None = None
    if view.snapshot is None or view.moving or not view.settings.widths:
        return None
    if view.settings.net == "rnn":
        rows = _rows(session)
        found = exciting_rows((view.snapshot.hidden[0][rows].T[:MOST_UNITS],), rows, most_rows=LISTED)
    elif (answer := _asked(session, wait_s=wait_s)) and answer.fresh and isinstance(answer.found, ExcitingRows):
        found = answer.found
    if found is None:
        return None

    def listed(row: int, output: float) -> Listed:
        label = shorten(dataset.label_of(row), NAME)
        return Listed(f"row {dataset.rows[row] + 1:,}, {label}", output if math.isfinite(output) else None)

    return [
        [list(map(listed, *unit)) for unit in zip(rows.tolist(), outputs.tolist(), strict=True)]
        for rows, outputs in zip(found.rows, found.outputs, strict=True)
    ]


def are_awaited(session: Session, *, wait_s: float) -> bool:
    """Whether the trainer has still to tell which rows they are."""
    view = session.tape.view()
    if view.snapshot is None or view.moving or view.failure or view.settings.net == "rnn" or not view.settings.widths:
        return False
    answer = _asked(session, wait_s=wait_s)
    return answer is None or not answer.fresh


def _asked(session: Session, *, wait_s: float) -> Answer | None:
    query = ExcitingRowsQuery(_rows(session), LISTED, MOST_UNITS)
    return session.tape.ask(query, part="exciting_rows", wait_s=wait_s)


def _rows(session: Session) -> np.ndarray:
    n_rows = session.loaded.dataset.n_rows
    return np.unique(np.linspace(0, n_rows - 1, min(MOST_ROWS, n_rows)).astype(int))

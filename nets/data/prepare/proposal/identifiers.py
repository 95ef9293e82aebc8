"""Columns that only tell which row it is: they count, or are another in every row without being measured.

A net learns nothing from them that holds for other rows, and in a sorted file they give the class away.
"""

from enum import StrEnum

import numpy as np

from nets.data.prepare.proposal.column_names import (
    is_made_up,
    says_age,
    says_age_of_life,
    says_identifier,
    says_input,
    says_time,
)
from nets.data.prepare.proposal.evidence import MOSTLY, Evidence

FEW = 5  # rows, of which any numbers may happen to count
SOME = 8  # rows, of which a column in the middle of the table may
DENSE = 3  # a row number in three may be missing where rows were taken out
DIGITS = 7  # of numbers that are as long in every row, from which on they are codes, such as phone numbers
MANY = 20  # rows, of which a first column without a name that differs in each is no measurement
LEAST = 1000  # of the numbers of such a column
COLLISIONS = 5.0  # expected pairs of equal numbers, had they been measured: none then has a chance of 1 in 150


class Identifies(StrEnum):
    """Why a column only tells which row it is."""

    COUNTS = "counts"
    STEPS = "steps"
    DIFFERS = "differs"
    NEARLY_DIFFERS = "nearly differs"
    IS_WHEN = "is when"
    TELLS_SEQUENCE = "tells sequence"

    @property
    def verbs(self) -> tuple[str, str]:
        """The verb of a sentence on one such column, and on several."""
        return VERBS[self]

    @property
    def what(self) -> str:
        """The rest of that sentence."""
        return WHAT[self]


VERBS = {
    Identifies.COUNTS: ("counts", "count"),
    Identifies.STEPS: ("goes on", "go on"),
    Identifies.DIFFERS: ("has", "have"),
    Identifies.NEARLY_DIFFERS: ("has", "have"),
    Identifies.IS_WHEN: ("says", "say"),
    Identifies.TELLS_SEQUENCE: ("is", "are"),
}
WHAT = {
    Identifies.COUNTS: "the rows",
    Identifies.STEPS: "by the same step from row to row",
    Identifies.DIFFERS: "another value in every row",
    Identifies.NEARLY_DIFFERS: "another value in nearly every row",
    Identifies.IS_WHEN: "when each row was taken",
    Identifies.TELLS_SEQUENCE: "another in every sequence",
}


def identifies(evidence: Evidence) -> Identifies | None:
    """Why the column only tells which row it is; None where it does not."""
    n_rows = len(evidence.column.cells)
    if n_rows < 2:
        return None
    if evidence.kind == "date":
        return Identifies.IS_WHEN if n_rows >= FEW and evidence.is_unique and _is_when(evidence) else None
    is_text, is_named = evidence.kind == "text", says_identifier(evidence.name)
    if not (is_text or evidence.is_whole or says_time(evidence.name)) or not evidence.nearly_unique:
        return None
    if not is_text and counts(evidence):
        return Identifies.COUNTS if _as_a_count_would(evidence) else Identifies.STEPS
    if not evidence.is_unique:
        return Identifies.NEARLY_DIFFERS if is_named and (is_text or evidence.is_whole) else None
    if is_text:
        is_measured = evidence.column.misfit is not None  # but for some cells
        return Identifies.DIFFERS if is_named or (n_rows >= FEW and not is_measured) else None
    return Identifies.DIFFERS if evidence.is_whole and (is_named or _are_codes(evidence)) else None


def counts(evidence: Evidence) -> bool:
    """Whether the numbers count the rows: in the order of the file, or of rows that were shuffled or taken out.

    A few rows may have none, as a subtotal does that stands between those that are counted.
    """
    numbers, n_rows = evidence.numbers, len(evidence.column.cells)
    if len(numbers) < max(2, MOSTLY * n_rows) or evidence.n_distinct < len(numbers):
        return False
    steps, step = np.diff(numbers), _step(evidence)
    is_written = evidence.place == 0 and is_made_up(evidence.name, 0) and numbers[0] in (0, 1)  # by R, or by pandas
    is_named = says_identifier(evidence.name) or (is_written and step == 1)
    if not evidence.is_whole:  # a time axis of tenths of a second
        return n_rows >= SOME and says_time(evidence.name) and bool(np.ptp(steps) <= 1e-6 * np.abs(steps).max())
    if says_age_of_life(evidence.name) or (evidence.place > 0 and says_input(evidence.name)):
        return False  # people in the order of their ages, or the x of a function, as a rule made it
    if step is not None:
        return is_named or n_rows >= (FEW if evidence.place == 0 else SOME)
    if not is_named and (evidence.place > 0 or n_rows < FEW):
        return False
    span = np.ptp(numbers) + 1
    in_order = bool((steps > 0).all() or (steps < 0).all())
    return bool(len(numbers) <= span <= n_rows or (in_order and n_rows >= SOME and span <= DENSE * n_rows))


def _step(evidence: Evidence) -> float | None:
    """The one step between the numbers of neighbouring rows, None where they differ. Rows without a number may have
    been counted, or stand between rows that were.
    """
    values = evidence.column.values
    rows = np.flatnonzero(np.isfinite(values))
    steps, apart = np.diff(values[rows]), np.diff(rows)
    step = float(np.median(steps))
    return step if bool(((steps == step) | (steps == step * apart)).all()) else None


def _as_a_count_would(evidence: Evidence) -> bool:
    """Whether numbers that count begin or end at 0 or 1, miss some rows, or are named as a number of a row: others are
    times, or a measurement in its order.
    """
    numbers = evidence.numbers
    return says_identifier(evidence.name) or _step(evidence) is None or float(numbers.min()) in (0, 1)


def _are_codes(evidence: Evidence) -> bool:
    """Whether whole numbers that differ in every row cannot have been measured.

    They have many digits and all as many; or they stand first, and are too dense to be measured (numbers drawn at
    random would recur: the birthday problem) or have no name. Elsewhere a table made by a rule may be as dense.
    """
    numbers = evidence.numbers
    if not evidence.is_unique or len(numbers) < SOME:
        return False
    low, high = float(numbers.min()), float(numbers.max())
    if low >= 10 ** (DIGITS - 1) and np.floor(np.log10(low)) == np.floor(np.log10(high)):
        return True
    if evidence.place > 0 or says_age(evidence.name):
        return False
    is_dense = len(numbers) ** 2 / (2 * (high - low + 1)) >= COLLISIONS
    return is_dense or (is_made_up(evidence.name, 0) and len(numbers) >= MANY and low >= LEAST)


def _is_when(evidence: Evidence) -> bool:
    """Whether dates are when a row was taken: by their name, in the order of the file, or to the minute. A birthday is
    none of these.
    """
    if says_time(evidence.name):
        return True
    steps = np.diff(evidence.numbers)
    return bool((steps > 0).all() or (steps < 0).all() or (evidence.numbers % 1).any())

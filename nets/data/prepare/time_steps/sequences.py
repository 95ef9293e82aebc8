"""The sequences of a table: each row is one time step of one sequence."""

from dataclasses import dataclass

import numpy as np

from nets.settings import Settings


@dataclass(frozen=True, eq=False)
class Sequences:
    """Rows ordered by sequence, then by time step. All fields are (B,).

    `rows` are the table's. For each of them `sequence` is the number of its sequence, `step` its time step, both from 0
    up, and `length` the number of steps of its sequence.
    """

    rows: np.ndarray
    sequence: np.ndarray
    step: np.ndarray
    length: np.ndarray

    @property
    def shape(self) -> tuple[int, int]:
        """The number of sequences and the steps of the longest, (S, T)."""
        return int(self.sequence[-1]) + 1, int(self.length.max())

    def cut(self, length: int) -> "Sequences":
        """Each sequence cut into sequences of `length` steps. The last one has the steps that are left."""
        begins = self.step % length == 0
        sequence = np.cumsum(begins) - 1
        return Sequences(self.rows, sequence, self.step % length, np.bincount(sequence)[sequence])


def sequences_of(groups: np.ndarray) -> Sequences:
    """Rows with the same number in `groups` (B,) are one sequence, in their order."""
    _, lengths = np.unique(groups, return_counts=True)
    length = np.repeat(lengths, lengths)
    step = np.arange(len(groups)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    return Sequences(np.argsort(groups, kind="stable"), np.repeat(np.arange(len(lengths)), lengths), step, length)


def trained_on(settings: Settings, n_rows: int, groups: np.ndarray | None) -> Sequences:
    """The sequences an RNN is trained on, cut where truncated BPTT resets the state."""
    whole = sequences_of(np.zeros(n_rows, int) if groups is None else groups)
    return whole.cut(settings.tbptt_length) if settings.tbptt_length and settings.tbptt_state == "reset" else whole


def in_order(
    rows: np.ndarray, *, times: np.ndarray | None, codes: np.ndarray | None
) -> tuple[np.ndarray, np.ndarray | None]:
    """The rows (B,) in the order in which a net sees them, and where sequences begin, (B,) bool; None: nowhere.

    Of each row of the table `times` (n_rows,) are what it is put in order by, and `codes` (n_rows,) tell its sequence;
    the sequence that comes first in the table is the first.
    """
    order = rows if times is None else rows[np.argsort(times[rows], kind="stable")]
    if codes is None:
        return order, None
    firsts: dict[int, int] = {}
    for code in codes[rows].tolist():
        firsts.setdefault(code, len(firsts))
    place = np.array([firsts[code] for code in codes[order].tolist()])
    order = order[np.argsort(place, kind="stable")]
    return order, np.concatenate([[True], np.diff(codes[order]) != 0])


def last_steps(order: np.ndarray, starts: np.ndarray | None, *, n_rows: int) -> np.ndarray:
    """The rows of a table, (n_rows,) bool, that are the last of a sequence, (B,) of them as `in_order` has them."""
    begins = np.zeros(len(order), bool) if starts is None else starts
    found = np.zeros(n_rows, bool)
    found[order[np.append(begins[1:], True)]] = True
    return found


def cuts_in(
    order: np.ndarray,
    starts: np.ndarray | None,
    *,
    n_rows: int,
    times: np.ndarray | None,
    codes: np.ndarray | None,
) -> np.ndarray | None:
    """Where, of the rows (B,) in `order`, rows of their sequence are missing before one, (B,) bool; None: nowhere.

    The others are as `in_order` has them. A row without a time stands nowhere between others.
    """
    if len(order) == n_rows:
        return None
    whole, _ = in_order(np.arange(n_rows), times=times, codes=codes)
    place = np.empty(n_rows, int)
    place[whole] = np.arange(n_rows)
    cuts = np.append(False, np.diff(place[order]) != 1)
    if starts is not None:
        cuts &= ~starts
    return cuts if cuts.any() else None

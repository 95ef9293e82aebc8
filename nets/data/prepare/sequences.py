"""The sequences of a table: which step of which one each row is."""

from dataclasses import dataclass

import numpy as np

from nets.settings import Settings


@dataclass(frozen=True, eq=False)
class Sequences:
    """The table's `rows` (B,), one sequence after the other and each in its order; of each of these rows the number of
    its sequence (0 up), its step in it (0 up), and how many steps that has, all (B,).
    """

    rows: np.ndarray
    sequence: np.ndarray
    step: np.ndarray
    length: np.ndarray

    @property
    def shape(self) -> tuple[int, int]:
        """How many sequences there are, and the steps of the longest (S, T)."""
        return int(self.sequence[-1]) + 1, int(self.length.max())

    def cut(self, window: int) -> "Sequences":
        """Each cut into windows of so many steps, the last with what is left, which are sequences of their own."""
        begins = self.step % window == 0
        sequence = np.cumsum(begins) - 1
        return Sequences(self.rows, sequence, self.step % window, np.bincount(sequence)[sequence])


def sequences_of(groups: np.ndarray) -> Sequences:
    """Those of rows (B,) of which those with the same number are one, wherever they stand."""
    _, lengths = np.unique(groups, return_counts=True)
    length = np.repeat(lengths, lengths)
    step = np.arange(len(groups)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    return Sequences(np.argsort(groups, kind="stable"), np.repeat(np.arange(len(lengths)), lengths), step, length)


def trained_on(settings: Settings, n_rows: int, groups: np.ndarray | None) -> Sequences:
    """Those an RNN is trained on; windows that forget are sequences of their own."""
    whole = sequences_of(np.zeros(n_rows, int) if groups is None else groups)
    return whole.cut(settings.tbptt_length) if settings.tbptt_length and settings.tbptt_state == "reset" else whole

"""The validation rows in words: how they were picked, and which they are."""

import numpy as np

from nets.data.prepare.dataset import Dataset
from nets.data.prepare.time_steps.sequences import sequences_of
from nets.settings import Settings

MOST_STRETCHES = 12  # of rows that are named


def validation_text(settings: Settings, dataset: Dataset, is_validation: np.ndarray) -> str:
    """A sentence on the validation rows (B,), numbered as in the file, as in "Validation rows: 2 of 10, the last time
    steps: 9, 10."; "" where there are none.
    """
    n_validation = int(is_validation.sum())
    if not n_validation:
        return ""
    rows = np.arange(dataset.n_rows) if dataset.rows is None else dataset.rows
    how = _how(settings, dataset.groups, is_validation)
    return f"Validation rows: {n_validation:,} of {dataset.n_rows:,}, {how}: {_stretches(rows[is_validation] + 1)}."


def _how(settings: Settings, groups: np.ndarray | None, is_validation: np.ndarray) -> str:
    seed = f"picked by seed {settings.rows_seed}"
    by_sequence = settings.net == "rnn" or settings.validation_by == "sequences"
    if not by_sequence:
        return {"random": seed, "stratified": f"the same share of each class, {seed}", "last": "the last"}[
            settings.validation_by
        ]
    steps = sequences_of(np.zeros(len(is_validation), int) if groups is None else groups)
    n_sequences, _ = steps.shape
    if n_sequences == 1:
        return "the last time steps"
    if settings.validation_by == "last":
        return "the last time steps of each sequence"
    n_whole = len(np.unique(steps.sequence[is_validation[steps.rows]]))
    return f"{n_whole:,} of {n_sequences:,} whole sequences, {seed}"


def _stretches(rows: np.ndarray) -> str:
    """As in "3, 7–9 and 14": rows that follow each other as one stretch."""
    rows = np.sort(rows)
    ends = np.flatnonzero(np.diff(rows) > 1)
    firsts, lasts = rows[np.r_[0, ends + 1]].tolist(), rows[np.r_[ends, len(rows) - 1]].tolist()
    parts = [
        f"{first:,}" if first == last else f"{first:,}–{last:,}" for first, last in zip(firsts, lasts, strict=True)
    ]
    more = parts[MOST_STRETCHES:]
    return ", ".join(parts[:MOST_STRETCHES]) + (" …" if more else "")

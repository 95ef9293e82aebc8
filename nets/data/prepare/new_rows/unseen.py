"""Notes on new rows: gaps, texts that were in no training row, numbers outside their range, labels nobody knew."""

import difflib
from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from nets.data.columns.dates import spelt
from nets.data.columns.infer import Column, numbered
from nets.data.prepare.dataset import Dataset
from nets.data.prepare.encoders import ColumnEncoder
from nets.data.prepare.split import Prepared
from nets.data.table import Note, Table, shortened

MOST_TEXTS = 10  # of a column that are named one by one
MOST_LINES = 1000  # of a note
FILLED = {"mean": "the mean of the training rows", "median": "the median of the training rows", "zero": "zero"}


def gap_notes(new: Table, columns: Mapping[str, Column], trained: Prepared, kept: np.ndarray) -> Iterator[Note]:
    """A note on each way in which a column of numbers has gaps: they were filled in, or their rows left out.

    `kept` (n_rows,) bool are the rows that are not left out.
    """
    others = ~kept  # the rows left out, of which each is named once
    for encoder in trained.dataset.encoders:
        if encoder.kind == "text":
            continue
        gaps, name = columns[encoder.column].missing, shortened(encoder.column)
        if encoder.fill is None:
            gaps, others = gaps & others, others & ~gaps
            is_new = trained.dataset.options.missing == "refuse"
            made = f"left out, {'since no rule for gaps is chosen' if is_new else 'as such rows were in training'}."
        else:
            number = "" if encoder.fill == 0 else f", {_in_units(encoder, encoder.fill)},"
            made = f"{FILLED[trained.dataset.options.missing]}{number} stands in, as in training."
        groups, n_more = _by_text(new.texts(encoder.column).str.strip(), gaps)
        for text, rows in groups:
            yield _note(new, rows, f"{name} has no value{f' ({shortened(text)})' if text else ''}: {made}")
        if n_more:
            yield Note(f"{name} has {n_more:,} more texts that are no value: {made}")


def unseen_notes(new: Table, columns: Mapping[str, Column], trained: Prepared, kept: np.ndarray) -> Iterator[Note]:
    """A note on each text that was in no training row, on a number that may stand for a missing value, and on the other
    numbers below or above all training rows.

    `kept` (n_rows,) bool are the rows that are looked at.
    """
    place, dataset = 0, trained.dataset
    training = np.flatnonzero(~trained.is_validation)
    for encoder in dataset.encoders:
        column = columns[encoder.column]
        if encoder.kind == "text":
            yield from _unseen_texts(new, column, encoder, kept)
        else:
            yield from _outside(new, column, encoder, kept, dataset.columns[place].at(training))
        place += len(encoder.features)


def label_note(new: Table, dataset: Dataset, targets: np.ndarray, kept: np.ndarray) -> Iterator[Note]:
    """A note on each label that was in no training row; `targets` (n_rows,) are -1 there."""
    if dataset.label not in new.columns:
        return
    texts = new.texts(dataset.label)
    filled = (texts.str.strip() != "").to_numpy(dtype=bool)
    groups, n_more = _by_text(texts, kept & filled & (targets < 0))
    for text, rows in groups:
        what = f"the label is {shortened(text)}, which was not in training: not counted in accuracy and loss."
        yield _note(new, rows, what)
    if n_more:
        yield Note(f"There are {n_more:,} more labels that were not in training: not counted in accuracy and loss.")


def _unseen_texts(new: Table, column: Column, encoder: ColumnEncoder, kept: np.ndarray) -> Iterator[Note]:
    codes, texts = numbered(column.cells)
    known, n_named, others = set(encoder.categories), 0, 0
    for code in np.unique(codes[kept]):
        text = texts[code]
        if text in known:
            continue
        n_named += 1
        if n_named > MOST_TEXTS:
            others += 1
            continue
        shown = shortened(text) if text.strip() else "empty"
        near = _near(text, encoder.categories)
        yield _note(
            new,
            np.flatnonzero(kept & (codes == code)),
            f"{shortened(column.name)} is {shown}, which was not in training: its inputs are all 0.{near}",
        )
    if others:
        yield Note(f"{shortened(column.name)} has {others:,} more texts that were not in training.")


def _outside(
    new: Table, column: Column, encoder: ColumnEncoder, kept: np.ndarray, training: np.ndarray
) -> Iterator[Note]:
    """`training` are the encoded numbers of the training rows."""
    (inputs,) = (values.array() for values in encoder.transform(column))
    low, high = training.min(), training.max()
    seen = " to ".join(_in_units(encoder, end * encoder.scale + encoder.mean) for end in (low, high))
    codes = [odd.number for odd in column.odd if odd.kind == "code"]
    is_code = kept & np.isin(column.values, codes)
    what = f"which may stand for a missing value and was read as a number (training rows: {seen}). Empty it if it does."
    said = (
        (is_code, what),
        (kept & ~is_code & (inputs < low), f"below all training rows ({seen})."),
        (kept & ~is_code & (inputs > high), f"above all training rows ({seen})."),
    )
    for where, what in said:
        rows = np.flatnonzero(where)
        if len(rows):
            text = shortened(str(column.cells.iloc[rows[0]]).strip())
            yield _note(new, rows, f"{shortened(column.name)} is {text}, {what}")


def _by_text(cells: pd.Series, chosen: np.ndarray) -> tuple[list[tuple[str, np.ndarray]], int]:
    """The first texts in the `chosen` (n_rows,) bool of some cells, each with its rows, and how many more there are."""
    rows = np.flatnonzero(chosen)
    codes, texts = pd.factorize(cells.iloc[rows])
    groups = [(str(text), rows[codes == code]) for code, text in enumerate(texts[:MOST_TEXTS])]
    return groups, max(len(texts) - MOST_TEXTS, 0)


def _in_units(encoder: ColumnEncoder, number: float) -> str:
    """A number that is not scaled, as the file might write it."""
    number += encoder.origin
    return f"{number:.6g}" if encoder.kind == "number" else spelt(number, encoder.kind)


def _note(new: Table, rows: np.ndarray, what: str) -> Note:
    """The sentence that begins with the first of the rows."""
    place = new.place(int(rows[0]))
    more = f" and {len(rows) - 1:,} more" if len(rows) > 1 else ""
    lines = () if new.lines is None else tuple(int(new.lines[row]) for row in rows[:MOST_LINES])
    return Note(f"{place.capitalize()}{more}: {what}", lines)


def _near(text: str, categories: tuple[str, ...]) -> str:
    simple = {" ".join(each.split()).casefold(): each for each in reversed(categories)}
    near = difflib.get_close_matches(" ".join(text.split()).casefold(), list(simple), n=1, cutoff=0.8)
    return f" Is it {shortened(simple[near[0]])}?" if near else ""

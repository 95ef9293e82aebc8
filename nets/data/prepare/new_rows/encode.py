"""New rows as inputs of a trained net: every encoder is that of the training rows, and nothing is learnt anew."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from nets.data.columns.infer import Column, RawColumn, columns_of
from nets.data.columns.numeric import Values
from nets.data.prepare.dataset import MAX_INPUTS, feature_columns
from nets.data.prepare.encoders import LARGEST, encode
from nets.data.prepare.labels import labels_by, labels_of
from nets.data.prepare.new_rows.named_columns import ignored_note, refusal_of_missing, with_names
from nets.data.prepare.new_rows.same_reading import columns_as_in_training
from nets.data.prepare.new_rows.unseen import gap_notes, label_note, unseen_notes
from nets.data.prepare.obstacles import refuse, together
from nets.data.prepare.options import PreprocessingOptions
from nets.data.prepare.split import Prepared
from nets.data.prepare.time_steps.sequences import cuts_in, in_order, last_steps
from nets.data.prepare.unfit import gaps_in, too_large_in
from nets.data.table import Note, Table, shortened
from nets.errors import Code, DataError

LEFT_OUT = ("leave out rows", "refuse")  # rules for gaps by which a new row with one gets no prediction


@dataclass(frozen=True, eq=False)
class NewRows:
    """B rows of `table` as a net reads them that was trained on another.

    They are in the order in which the net reads them: `rows` (B,) are the table's. `columns` are the D inputs, without
    the constant 1. `targets` (B,) int32 are the classes, -1 where there is no label, or none that training knew.
    `groups` (B,) are the numbers of their sequences; None: all are one. `notes` say what was ignored, filled in, left
    out, or never seen in training.
    """

    table: Table
    columns: tuple[Values, ...]
    rows: np.ndarray
    targets: np.ndarray
    groups: np.ndarray | None
    notes: tuple[Note, ...]

    @property
    def n_labelled(self) -> int:
        """The number of rows with a label that training knew."""
        return int((self.targets >= 0).sum())


def new_rows_of(
    new: Table,
    table: Table,
    trained: Prepared,
    *,
    in_sequences: bool,
    known: dict[str, RawColumn] | None = None,
) -> NewRows:
    """The rows of `new` for the net that was trained on `trained`, which came of `table`.

    Columns are found by their names, in any order; the label may be among them. With `in_sequences`, for an RNN, the
    rows are grouped and ordered by the columns that training grouped and ordered by. `known` is for `columns_of`, about
    `table`. Raises `DataError`, naming columns or the cell, where the net cannot read them.
    """
    dataset, options = trained.dataset, trained.dataset.options
    sorted_by = (options.group, options.time) if in_sequences else (None, None)
    needed = [*(encoder.column for encoder in dataset.encoders), *filter(None, sorted_by)]
    new = with_names(new, needed)
    missing = refusal_of_missing(new, needed)
    refused = [missing] if missing else []
    try:
        columns, written = _columns(new, table, trained, time=sorted_by[1], known=known)
    except DataError as refusal:
        refused.append(refusal)
    if refused:
        raise together(refused)
    kept = _kept(new, columns, trained)
    found = _ordered(new, columns, kept, options, in_sequences=in_sequences)
    order = found.rows
    if len(order) * len(dataset.features) > MAX_INPUTS:
        raise DataError(Code.TOO_LARGE, f"{len(order):,} rows of {len(dataset.features):,} inputs are too many.")
    inputs = encode(tuple(columns.values()), dataset.encoders, order)
    if not all((np.abs(values.array()) <= LARGEST).all() for values in inputs):
        raise DataError(Code.OUT_OF_RANGE, "Scaling takes a number beyond what a net can compute with (3.4e38).")
    targets = _targets(new, table, trained)
    if options.loss_at == "last step":
        targets = np.where(found.is_last, targets, -1).astype(np.int32)
    return NewRows(
        table=new,
        columns=inputs,
        rows=order,
        targets=targets[order],
        groups=None if found.starts is None else np.cumsum(found.starts),
        notes=(
            *ignored_note(new, {*needed, dataset.label}),
            *written,
            *gap_notes(new, columns, trained, kept),
            *found.notes,
            *unseen_notes(new, columns, trained, kept),
            *label_note(new, dataset, targets, kept),
        ),
    )


def _columns(
    new: Table, table: Table, trained: Prepared, *, time: str | None, known: dict[str, RawColumn] | None
) -> tuple[dict[str, Column], tuple[Note, ...]]:
    """Each column that becomes inputs or orders the rows, by name, and notes on how they are written."""
    dataset = trained.dataset
    kinds = {encoder.column: encoder.kind for encoder in dataset.encoders}
    features = [column for column in feature_columns(table, dataset.options, known) if column.name in kinds]
    features = [column for column in features if column.name in new.columns]
    features = [replace(column, kind="text") if kinds[column.name] == "text" else column for column in features]
    choices = dataset.options.cells
    by_time = (
        () if time is None or time not in new.columns else columns_of(table, (time,), known=known, choices=choices)
    )
    found, notes = columns_as_in_training(new, table, (*features, *by_time), choices=choices)
    return {column.name: column for column in found}, notes


def _kept(new: Table, columns: Mapping[str, Column], trained: Prepared) -> np.ndarray:
    """The rows a prediction is made for, (n_rows,) bool: all, but those with a gap that no rule fills."""
    options, kept = trained.dataset.options, np.ones(new.n_rows, dtype=bool)
    numeric = [columns[encoder.column] for encoder in trained.dataset.encoders if encoder.kind != "text"]
    if options.missing in LEFT_OUT:
        for column in numeric:
            kept &= ~column.missing
    if not kept.any() and options.missing == "refuse":
        refuse([obstacle for column in numeric for obstacle in gaps_in(column, new, ~kept)])
    if not kept.any():
        raise DataError(
            Code.NO_ROW, "Every row has a gap, and training left such rows out: choose another rule for missing values."
        )
    refuse([obstacle for column in numeric for obstacle in too_large_in(column, new, kept)])
    return kept


@dataclass(frozen=True, eq=False)
class _Order:
    """The rows (B,) in the order in which the net reads them, and where sequences begin, (B,) bool; the rows of the
    table that are the last of a sequence, (n_rows,) bool; and a note where rows were left out between others.
    """

    rows: np.ndarray
    starts: np.ndarray | None
    is_last: np.ndarray
    notes: tuple[Note, ...] = ()


def _ordered(
    new: Table, columns: Mapping[str, Column], kept: np.ndarray, options: PreprocessingOptions, *, in_sequences: bool
) -> _Order:
    order, times = np.flatnonzero(kept).astype(np.int32), None
    if not in_sequences:
        return _Order(order, None, kept)
    time, group = options.time, options.group
    if time is not None:
        missing = kept & columns[time].missing
        if missing.any():
            place = new.place(int(np.argmax(missing)))
            raise DataError(
                Code.NO_TIME, f"Column {shortened(time)}, which orders the rows, has no value on {place}: fill it in."
            )
        times = columns[time].values
    codes = None if group is None else labels_of(new, group).targets
    order, starts = in_order(order, times=times, codes=codes)
    is_last = last_steps(order, starts, n_rows=new.n_rows)
    cuts = cuts_in(order, starts, n_rows=new.n_rows, times=times, codes=codes)
    if cuts is None:
        return _Order(order, starts, is_last)
    if options.at_gaps == "join":
        return _Order(order, starts, is_last, (Note("Time steps before and after rows that are left out are joined."),))
    starts = np.arange(len(order)) == 0 if starts is None else starts
    return _Order(order, starts | cuts, is_last, (Note("Sequences are cut where rows are left out, as in training."),))


def _targets(new: Table, table: Table, trained: Prepared) -> np.ndarray:
    """The class of each row, (n_rows,) int32, cut where the training rows' were; -1: none that training knew."""
    dataset = trained.dataset
    if dataset.label not in new.columns:
        return np.full(new.n_rows, -1, np.int32)
    both = pd.concat([table.texts(dataset.label), new.texts(dataset.label)], ignore_index=True)
    training = np.concatenate([np.ones(table.n_rows, bool), np.zeros(new.n_rows, bool)])
    training[dataset.rows[trained.is_validation]] = False
    whole = replace(table, cells=pd.DataFrame({dataset.label: both}), notes=(), lines=None)
    labels = labels_by(whole, dataset.options, training)
    return _places_among(dataset.classes, labels.classes)[labels.targets[table.n_rows :]]


def _places_among(classes: Sequence[str], texts: Sequence[str]) -> np.ndarray:
    """Where each text stands among the classes, -1 where it does not, and a last -1 for a label that is missing."""
    place = {text: k for k, text in enumerate(classes)}
    return np.array([*(place.get(text, -1) for text in texts), -1], np.int32)

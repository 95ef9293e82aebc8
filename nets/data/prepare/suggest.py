"""The options suggested for a table: those of the preset Lecture, or the nearest that make a dataset."""

import contextlib
from dataclasses import replace

import numpy as np

from nets.data.columns.infer import Column, RawColumn, columns_of
from nets.data.columns.value_counts import n_distinct
from nets.data.prepare.dataset import Dataset, dataset_from
from nets.data.prepare.options import PreprocessingOptions
from nets.data.table import Note, Table, shortened
from nets.errors import Code, DataError

NO_LABEL = (  # refusals of a column as the label
    Code.ONE_CLASS,
    Code.LABEL_IS_MEASURED,
    Code.LABEL_IS_DATE,
    Code.TOO_MANY_CLASSES,
)
BINS = 3
HEAD = 4096  # rows, which mostly show that there are too many texts
MOST_GAPS = 0.5  # the share of missing values from which on a column is left out rather than its rows


def suggested_options(table: Table, *, label: str | None = None) -> tuple[PreprocessingOptions, tuple[Note, ...]]:
    """The options of `suggested_dataset`, and its notes."""
    dataset, notes = suggested_dataset(table, label=label)
    return dataset.options, notes


def suggested_dataset(
    table: Table, *, label: str | None = None, known: dict[str, RawColumn] | None = None
) -> tuple[Dataset, tuple[Note, ...]]:
    """A dataset of the table, and a note on each of its options that is not the preset Lecture's.

    The label is the first column. It is the last, if the first holds no classes, or if the first alone holds numbers
    with fractions. If both are measured, the first is cut into bins, or the last, if the first holds dates. A `label`
    that is given stays. Columns of text become one-hot if their texts recur, and are left out if not. Rows with a gap
    are left out. `known` is for `columns_of`. Raises `DataError`, that of the preset Lecture's options, where none of
    this makes a dataset.
    """
    first, last = label or table.columns[0], table.columns[-1]
    known = {} if known is None else known
    if label is None and _has_fractions(table, first, known) and not _has_fractions(table, last, known):
        with contextlib.suppress(DataError):
            return _with_last(table, known)
    try:
        return _with_label(table, PreprocessingOptions(label=first), known)
    except DataError as error:
        if error.code not in NO_LABEL or label:
            raise
        try:
            return _with_last(table, known)
        except DataError:
            measured = {Code.LABEL_IS_MEASURED: first, Code.LABEL_IS_DATE: last}.get(error.code)
            if measured is None:
                raise error from None
        try:
            dataset, notes = _with_label(table, PreprocessingOptions(label=measured, bins=BINS), known)
        except DataError as another:
            raise error if another.code == Code.LABEL_NOT_MEASURED else another from None
        note = Note(f"The label {shortened(measured)} is measured, so it was cut into {BINS} bins.")
        return dataset, (note, *notes)


def _with_last(table: Table, known: dict[str, RawColumn]) -> tuple[Dataset, tuple[Note, ...]]:
    first, last = table.columns[0], table.columns[-1]
    dataset, notes = _with_label(table, PreprocessingOptions(label=last), known)
    note = Note(f"The label is {shortened(last)}, because {shortened(first)} holds no classes.")
    return dataset, (note, *notes)


def _has_fractions(table: Table, name: str, known: dict[str, RawColumn]) -> bool:
    """Whether a column is measured: numbers, and not whole ones alone."""
    (column,) = columns_of(table, (name,), known=known)
    if column.kind != "number":
        return False
    values = column.values
    return bool((values != np.rint(values))[np.isfinite(values)].any())


def _with_label(
    table: Table, options: PreprocessingOptions, known: dict[str, RawColumn]
) -> tuple[Dataset, tuple[Note, ...]]:
    try:
        return dataset_from(table, options=options, known=known), ()
    except DataError as error:
        if error.code not in (Code.NOT_A_NUMBER, Code.MISSING_VALUE, Code.MISSING_LABEL, Code.EMPTY_COLUMN):
            raise
        try:
            return _remedied(table, options, known)
        except DataError:
            raise error from None


def _remedied(
    table: Table, options: PreprocessingOptions, known: dict[str, RawColumn]
) -> tuple[Dataset, tuple[Note, ...]]:
    columns = [column for column in columns_of(table, known=known) if column.name != options.label]
    one_hot, left_out, hollow = [], [], []
    for column in columns:
        if column.kind == "text":
            (one_hot if _recurs(column, options) else left_out).append(column.name)
        elif column.missing.mean() > MOST_GAPS:
            hollow.append(column.name)
    others = replace(options, categories="one-hot", left_out=(*left_out, *hollow))
    notes = []
    if one_hot:
        notes.append(Note(f"{_columns(one_hot, 'is', 'are')} text and became one-hot."))
    if left_out:
        notes.append(Note(f"{_columns(left_out, 'is', 'are')} text and left out of the inputs."))
    if hollow:
        notes.append(Note(f"{_columns(hollow, 'has', 'have')} more gaps than values, hence left out of the inputs."))
    try:
        return dataset_from(table, options=others, known=known), tuple(notes)
    except DataError as error:
        if error.code not in (Code.MISSING_VALUE, Code.MISSING_LABEL):
            raise
    notes.append(Note("Rows with a missing value were left out."))
    return dataset_from(table, options=replace(others, missing="leave out rows"), known=known), tuple(notes)


def _recurs(column: Column, options: PreprocessingOptions) -> bool:
    """Whether a column of texts is a few categories again and again, and not names, remarks or mistyped numbers."""
    n_texts = n_distinct(column.cells[:HEAD])
    if n_texts > options.most_categories:
        return False
    if len(column.cells) > HEAD:
        n_texts = n_distinct(column.cells)
    return column.misfit is None and 1 < n_texts <= min(options.most_categories, len(column.cells) / 2)


def _columns(names: list[str], one: str, more: str) -> str:
    shown = ", ".join(shortened(name) for name in names[:5]) + (" …" if len(names) > 5 else "")
    return f"Column {shown} {one}" if len(names) == 1 else f"Columns {shown} {more}"

"""What a net is trained on: a label column turned into classes, and the other columns turned into numbers."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from nets.data.columns.constant import is_constant
from nets.data.columns.infer import Column, Plain, columns_of, notes_of
from nets.data.columns.numeric import Values, matrix_of
from nets.data.limits import MAX_COLUMNS, MAX_ROWS
from nets.data.prepare.encoders import LARGEST, ColumnEncoder, rule_for
from nets.data.prepare.labels import Labels, binned, check_classes, labels_of
from nets.data.prepare.options import LECTURE, PreprocessingOptions
from nets.data.table import Note, Table, shortened
from nets.errors import Code, DataError

MAX_INPUTS = 100_000_000
SPREAD_OF_A_NAME = 0.5


@dataclass(frozen=True, eq=False)
class Dataset:
    """Rows of numbers with a class each, in the table's order unless a time column was chosen.

    `columns` are the D inputs, without the constant 1, which the model appends; `targets` (B,) int32 are indices
    into `classes`, the texts of the label column in sorted order. `sha256` tells two datasets apart: it covers
    the file's bytes and every choice made since. `rows` (B,) are the rows of the table, `sequence_starts` (B,)
    is True where a new sequence begins, and `rules` are what was learnt for each column.
    """

    name: str
    label: str
    features: tuple[str, ...]
    classes: tuple[str, ...]
    columns: tuple[Values, ...]
    targets: np.ndarray
    notes: tuple[Note, ...]
    sha256: str
    rows: np.ndarray | None = None
    sequence_starts: np.ndarray | None = None
    rules: tuple[ColumnEncoder, ...] = ()
    choices: PreprocessingOptions = LECTURE

    @property
    def n_rows(self) -> int:
        """How many rows there are (B)."""
        return len(self.targets)

    @property
    def inputs(self) -> np.ndarray:
        """All inputs (B, D), float64, made anew at each call."""
        return matrix_of(self.columns)

    def inputs_of(self, row: int) -> np.ndarray:
        """The inputs of one row, (D,)."""
        return np.array([column.at(row) for column in self.columns])

    @property
    def class_counts(self) -> dict[str, int]:
        """How many rows each class has, in the order of `classes`."""
        counts = np.bincount(self.targets, minlength=len(self.classes))
        return dict(zip(self.classes, counts.tolist(), strict=True))


def dataset_from(
    table: Table,
    *,
    label: str | None = None,
    choices: PreprocessingOptions = LECTURE,
    training: np.ndarray | None = None,
    known: dict[str, Plain] | None = None,
) -> Dataset:
    """The dataset whose classes are the texts of the column `label` (if None, of the one chosen, or the first).

    What has to be learnt for it (means, categories, cuts) is learnt from the rows of the table where `training`
    (n_rows,) bool is True, all of them if None. `known` is for `columns_of`. Raises `DataError`, naming column and
    line, where a cell fits no rule chosen or the label gives no classes.
    """
    choices = replace(choices, label=label or choices.label or table.columns[0])
    training = np.ones(table.n_rows, dtype=bool) if training is None else training.astype(bool)
    columns = feature_columns(table, choices, known)
    labels = _labels(table, choices, training)
    rows, notes = _rows(table, choices, columns, labels)
    check_classes(labels, choices.label, rows)
    used = [column for column in columns if not _is_left_out(column, choices)]
    rules = tuple(rule_for(column, table, choices, rows, training & rows) for column in used)
    order, starts = _order(table, choices, rows)
    features = tuple(name for rule in rules for name in rule.features)
    if not features:
        raise DataError(Code.NO_FEATURE, "No column of numbers is left beside the label: a net needs at least one.")
    if len(order) * len(features) > MAX_INPUTS:
        raise DataError(
            Code.TOO_LARGE, f"{len(order):,} rows of {len(features):,} inputs are too many: leave out rows or columns."
        )
    inputs = [values for rule, column in zip(rules, used, strict=True) for values in rule.inputs(column)]
    if len(order) < table.n_rows or (order != np.arange(len(order))).any():
        inputs = [values.of(order) for values in inputs]
    present = np.unique(labels.targets[order])
    return Dataset(
        name=table.name,
        label=choices.label,
        features=features,
        classes=tuple(labels.classes[k] for k in present),
        columns=tuple(inputs),
        targets=np.searchsorted(present, labels.targets[order]).astype(np.int32),
        notes=(
            *table.notes,
            *notes_of(columns),
            *notes,
            *_alike(labels.classes),
            *_warnings(inputs, rules, labels.targets[order]),
        ),
        sha256=_sha256(table, choices, training),
        rows=order,
        sequence_starts=starts,
        rules=rules,
        choices=choices,
    )


def feature_columns(
    table: Table, choices: PreprocessingOptions, known: dict[str, Plain] | None = None
) -> tuple[Column, ...]:
    """The columns that may become features, as they are understood side by side.

    Raises `DataError` where a column that was chosen is not there, or none is left beside the label.
    """
    return columns_of(table, _feature_names(table, choices), known=known)


def _feature_names(table: Table, choices: PreprocessingOptions) -> tuple[str, ...]:
    named = (choices.label, choices.group, choices.time, *choices.left_out, *choices.as_text)
    there = set(table.columns)
    for name in named:
        if name is not None and name not in there:
            raise DataError(Code.UNKNOWN_COLUMN, f"There is no column called {shortened(name)}.")
    if len(table.columns) == 1:
        raise DataError(
            Code.NO_FEATURE, "The table has one column only: a net needs a label and at least one column of numbers."
        )
    if table.n_rows > MAX_ROWS or len(table.columns) > MAX_COLUMNS:
        raise DataError(Code.TOO_LARGE, f"The limits are {MAX_ROWS:,} rows and {MAX_COLUMNS:,} columns.")
    aside = {choices.label, choices.group, choices.time, *choices.left_out}
    return tuple(name for name in table.columns if name not in aside)


def _labels(table: Table, choices: PreprocessingOptions, training: np.ndarray) -> Labels:
    if choices.bins is not None:
        return binned(table, choices.label, choices.bins, training)
    return labels_of(table, choices.label)


def _is_left_out(column: Column, choices: PreprocessingOptions) -> bool:
    return column.kind == "text" and choices.categories == "leave out" and column.name not in choices.as_text


def _rows(
    table: Table, choices: PreprocessingOptions, columns: tuple[Column, ...], labels: Labels
) -> tuple[np.ndarray, list[Note]]:
    """The rows that are kept, (n_rows,) bool, and a note on those that are not."""
    unlabelled = labels.targets < 0
    if choices.missing != "leave out rows":
        if unlabelled.any():
            place = table.place(int(np.argmax(unlabelled)))
            raise DataError(
                Code.MISSING_LABEL,
                f"The label {shortened(choices.label)} is missing on {place}: fill it in, delete the row, "
                "or choose to leave such rows out.",
            )
        return np.ones(table.n_rows, dtype=bool), []
    gaps = unlabelled.copy()
    for column in columns:
        if column.numbers is not None and column.name not in choices.as_text:
            gaps |= column.missing
    if gaps.all():
        raise DataError(Code.NO_ROW, "Every row has a gap, so none is left: choose another rule for missing values.")
    if not gaps.any():
        return ~gaps, []
    lines = () if table.lines is None else tuple(int(line) for line in np.asarray(table.lines)[gaps][:1000])
    count = int(gaps.sum())
    return ~gaps, [Note(f"{'1 row' if count == 1 else f'{count:,} rows'} with a missing value left out.", lines)]


def _order(table: Table, choices: PreprocessingOptions, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray | None]:
    """The rows in the order in which the net sees them, and where a sequence begins."""
    order = np.flatnonzero(rows).astype(np.int32)
    if choices.time is not None:
        (time,) = columns_of(table, (choices.time,))
        if time.numbers is None or time.missing[order].any():
            raise DataError(Code.NO_TIME, f"Column {shortened(choices.time)} is not a number or date on every row.")
        order = order[np.argsort(time.values[order], kind="stable")]
    if choices.group is None:
        return order, None
    codes = labels_of(table, choices.group).targets  # (n_rows,)
    firsts: dict[int, int] = {}
    for code in codes[np.flatnonzero(rows)].tolist():
        firsts.setdefault(code, len(firsts))
    place = np.array([firsts[code] for code in codes[order].tolist()])
    order = order[np.argsort(place, kind="stable")]
    starts = np.concatenate([[True], np.diff(codes[order]) != 0])
    return order, starts


def _warnings(inputs: list[Values], rules: tuple[ColumnEncoder, ...], targets: np.ndarray) -> list[Note]:
    """What the dataset can be trained on with, and yet hardly learnt from."""
    notes = []
    ends = [(numbers.min(), numbers.max()) for numbers in (values.array() for values in inputs)]
    if not all(low >= -LARGEST and high <= LARGEST for low, high in ends):  # nor where one is nan
        raise DataError(Code.OUT_OF_RANGE, "Scaling takes a number beyond what a net can compute with (3.4e38).")
    features = [(name, rule) for rule in rules for name in rule.features]
    constant = [
        name
        for (name, rule), pair in zip(features, ends, strict=True)
        if is_constant(*(end * rule.scale + rule.mean for end in pair))
    ]
    if constant:
        shown = ", ".join(shortened(name) for name in constant[:5]) + (" …" if len(constant) > 5 else "")
        notes.append(Note(f"The same value in every row: {shown}; nothing can be learnt from it."))
    if len(np.unique(targets)) > SPREAD_OF_A_NAME * len(targets) and len(targets) > 4:
        notes.append(Note("There are nearly as many classes as rows: is the label column the right one?"))
    return notes


def _alike(classes: Sequence[str]) -> list[Note]:
    """Classes that a person would take for one."""
    seen: dict[str, str] = {}
    for text in classes:
        other = seen.setdefault(" ".join(text.split()).casefold(), text)
        if other != text:
            return [Note(f"The classes “{other[:40]}” and “{text[:40]}” differ only in blanks or in capital letters.")]
    return []


def _sha256(table: Table, choices: PreprocessingOptions, training: np.ndarray) -> str:
    digest = hashlib.sha256(f"{table.sha256} {table.reading!r} {choices!r}".encode("utf-8", "surrogatepass"))
    digest.update(training.tobytes())
    return digest.hexdigest()

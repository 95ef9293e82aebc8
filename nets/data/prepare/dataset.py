"""What a net is trained on: the label column as classes, and the other columns as numbers."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from nets.data.columns.constant import is_constant
from nets.data.columns.infer import Column, RawColumn, columns_of, notes_of
from nets.data.columns.numeric import Values, matrix_of
from nets.data.limits import MAX_COLUMNS, MAX_ROWS
from nets.data.prepare.encoders import LARGEST, ColumnEncoder, encode, fit_encoders, named_inputs
from nets.data.prepare.labels import labels_by, obstacles_of
from nets.data.prepare.obstacles import refuse
from nets.data.prepare.options import LECTURE, LISTS, PreprocessingOptions
from nets.data.prepare.time_steps.rows import alike_at_the_end, rows_by, unlabelled
from nets.data.prepare.unfit import obstacles_in
from nets.data.table import Note, Table, shortened
from nets.errors import Code, DataError

MAX_INPUTS = 100_000_000
SPREAD_OF_A_NAME = 0.5  # different texts a row, from which on a label looks like a name


@dataclass(frozen=True, eq=False)
class Dataset:
    """B rows of D inputs, and the class of each row.

    The rows are in the table's order, unless `options` name a column of times or of sequences. `columns` are the D
    inputs, without the constant 1, which the model appends. `targets` (B,) int32 are indices into `classes`, the texts
    of the label column in sorted order; -1 for a time step without a loss. `rows` (B,) are the rows of the table.
    `sequence_starts` (B,) is True where a sequence begins; None: all rows are one sequence. `cuts` (B,) is True where
    one begins only since rows before it were left out; None: nowhere. `label_notes`, of the `notes`, name labels that
    are alike. `encoders` turned the columns into inputs. `sha256` covers the file's bytes and everything that was
    decided since, so it tells two datasets apart.
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
    cuts: np.ndarray | None = None
    encoders: tuple[ColumnEncoder, ...] = ()
    options: PreprocessingOptions = LECTURE
    label_notes: tuple[Note, ...] = ()

    @property
    def n_rows(self) -> int:
        """The number of rows (B)."""
        return len(self.targets)

    @property
    def inputs(self) -> np.ndarray:
        """All inputs (B, D), float64, made anew at each call."""
        return matrix_of(self.columns)

    def inputs_of(self, row: int) -> np.ndarray:
        """The inputs of one row, (D,)."""
        return np.array([column.at(row) for column in self.columns])

    def label_of(self, row: int) -> str:
        """The class of one row, "none" where it has no loss."""
        return self.classes[self.targets[row]] if self.targets[row] >= 0 else "none"

    @property
    def groups(self) -> np.ndarray | None:
        """The number of each row's sequence, (B,); None where all rows are one."""
        return None if self.sequence_starts is None else np.cumsum(self.sequence_starts)

    @property
    def whole_groups(self) -> np.ndarray | None:
        """The same of the sequences before they were cut."""
        return self.groups if self.cuts is None else np.cumsum(self.sequence_starts & ~self.cuts)

    @property
    def has_loss(self) -> np.ndarray:
        """True for each row that has a loss, and counts in scores, (B,)."""
        return self.targets >= 0

    @property
    def has_gaps(self) -> bool:
        """Whether rows of the table that stand between its rows were left out, and these are neighbours now."""
        is_left_out = self.rows is not None and int(self.rows.max() - self.rows.min()) + 1 > self.n_rows
        return is_left_out and self.options.at_gaps == "join"

    @property
    def class_counts(self) -> dict[str, int]:
        """The number of rows of each class, in the order of `classes`."""
        counts = np.bincount(self.targets[self.has_loss], minlength=len(self.classes))
        return dict(zip(self.classes, counts.tolist(), strict=True))


def dataset_from(
    table: Table,
    *,
    label: str | None = None,
    options: PreprocessingOptions = LECTURE,
    training: np.ndarray | None = None,
    in_sequences: bool = True,
    known: dict[str, RawColumn] | None = None,
) -> Dataset:
    """The dataset whose classes are the texts of the column `label`; None: of the options' label, or the first column.

    Means, categories and cuts are learnt from the rows of the table where `training` (n_rows,) bool is True; None: from
    all. Without `in_sequences`, for an MLP, rows without a loss are left out. `known` is for `columns_of`. Raises
    `DataError`, naming column and line, where the options allow no number for a cell, or the label gives no classes.
    """
    options = replace(options, label=label or options.label or table.columns[0])
    training = np.ones(table.n_rows, dtype=bool) if training is None else training.astype(bool)
    columns = feature_columns(table, options, known)
    labels = labels_by(table, options, training)
    found = rows_by(table, options, columns, labels, in_sequences=in_sequences)
    order, is_kept = found.order, found.is_kept
    refuse(
        [
            *unlabelled(table, options, labels),
            *(alike_at_the_end(options, labels, found) or obstacles_of(labels, options.label, found.has_loss)),
            *obstacles_in(columns, table, options, is_kept, training & is_kept),
        ]
    )
    encoders = fit_encoders(columns, options, training & is_kept)
    named = named_inputs(encoders)
    _check_size(len(order), len(named), table, options)
    inputs = encode(columns, encoders, order)
    present = np.unique(labels.targets[found.has_loss])
    targets = np.where(found.has_loss[order], np.searchsorted(present, labels.targets[order]), -1)
    return Dataset(
        name=table.name,
        label=options.label,
        features=tuple(name for name, _ in named),
        classes=tuple(labels.classes[k] for k in present),
        columns=inputs,
        targets=targets.astype(np.int32),
        notes=(
            *table.notes,
            *notes_of(tuple(column for column in columns if column.name not in options.as_text)),
            *found.notes,
            *labels.notes,
            *_warnings(inputs, named, targets[targets >= 0]),
        ),
        sha256=_sha256(table, options, training),
        rows=order,
        sequence_starts=found.starts,
        cuts=found.cuts,
        encoders=encoders,
        options=options,
        label_notes=labels.notes,
    )


def feature_columns(
    table: Table, options: PreprocessingOptions, known: dict[str, RawColumn] | None = None
) -> tuple[Column, ...]:
    """The columns that may become features. One column's decimal mark speaks for the others.

    Raises `DataError` where a column that was chosen is not there, or none is left beside the label.
    """
    return columns_of(table, _feature_names(table, options), known=known, choices=options.cells)


def _feature_names(table: Table, options: PreprocessingOptions) -> tuple[str, ...]:
    named = (options.label, options.group, options.time, *(name for each in LISTS for name in getattr(options, each)))
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
    aside = {options.label, options.group, options.time, *options.left_out}
    return tuple(name for name in table.columns if name not in aside)


def _check_size(n_rows: int, n_features: int, table: Table, options: PreprocessingOptions) -> None:
    if not n_features:
        raise _no_feature(table, options)
    if n_rows * n_features > MAX_INPUTS:
        raise DataError(
            Code.TOO_LARGE, f"{n_rows:,} rows of {n_features:,} inputs are too many: leave out rows or columns."
        )


def _no_feature(table: Table, options: PreprocessingOptions) -> DataError:
    """That no input is left, and which cells are in the way of one."""
    others = tuple(name for name in table.columns if name != options.label)
    odd = [each for each in columns_of(table, others, choices=options.cells) if each.misfit is not None][:3]
    shown = ", ".join(map(shortened, others[:5])) + (" …" if len(others) > 5 else "")
    are = "is" if len(others) == 1 else "are"
    found = f"No input is left beside the label {shortened(options.label)}: {shown} {are} left out."
    if odd:
        cells = "; ".join(
            f"{shortened(str(column.cells.iloc[column.misfit]))} on {table.place(column.misfit)} in column "
            f"{shortened(column.name)}"
            for column in odd
        )
        return DataError(Code.NO_FEATURE, f"{found} Correct what is not a number among numbers: {cells}.")
    return DataError(Code.NO_FEATURE, f"{found} A net needs at least one: take one back, or choose another label.")


def _warnings(inputs: Sequence[Values], named: Sequence[tuple[str, ColumnEncoder]], targets: np.ndarray) -> list[Note]:
    """What a net can be trained on but hardly learn from."""
    notes = []
    ends = [(numbers.min(), numbers.max()) for numbers in (values.array() for values in inputs)]
    if not all(low >= -LARGEST and high <= LARGEST for low, high in ends):  # nor where one is nan
        raise DataError(Code.OUT_OF_RANGE, "Scaling takes a number beyond what a net can compute with (3.4e38).")
    constant = [
        name
        for (name, encoder), pair in zip(named, ends, strict=True)
        if is_constant(*(end * encoder.scale + encoder.mean for end in pair))
    ]
    if constant:
        shown = ", ".join(shortened(name) for name in constant[:5]) + (" …" if len(constant) > 5 else "")
        notes.append(Note(f"The same value in every row: {shown}; nothing can be learnt from it."))
    if len(np.unique(targets)) > SPREAD_OF_A_NAME * len(targets) and len(targets) > 4:
        notes.append(Note("There are nearly as many classes as rows: is the label column the right one?"))
    return notes


def _sha256(table: Table, options: PreprocessingOptions, training: np.ndarray) -> str:
    digest = hashlib.sha256(f"{table.sha256} {table.reading!r} {options!r}".encode("utf-8", "surrogatepass"))
    digest.update(training.tobytes())
    return digest.hexdigest()

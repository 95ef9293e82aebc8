"""The rows that a visitor wants predictions for: those of a second file, and those typed."""

from collections.abc import Callable, Sequence
from typing import Any

from nets.data.columns.infer import RawColumn
from nets.data.limits import MAX_NEW_INPUTS, MAX_NEW_ROWS
from nets.data.prepare.new_rows.encode import NewRows, new_rows_of
from nets.data.prepare.new_rows.fields import InputField, Typed, typed_table
from nets.data.prepare.split import Prepared
from nets.data.table import Table
from nets.errors import Code, DataError, Refusal
from nets.workspace.loaded_data import LoadedData

Known = dict[str, RawColumn] | None  # what was found of each column of the training table, for `columns_of`


class NewRowsInput:
    """A visitor's new rows; a refusal does not change them.

    `file` is the table of a second file. `is_typed` says that the rows typed are asked about and not the file's.
    `file_problem` and `typed_problem` are the sentences on what was refused last.
    """

    def __init__(self, read: Callable[..., Table]) -> None:
        """`read` makes a Table of a file's bytes and its `name`, as `ReaderPool.read` does."""
        self._read = read
        self.file: Table | None = None
        self.is_typed = True
        self.file_problem: str | None = None
        self.typed_problem: str | None = None
        self._typed: Table | None = None
        self._typed_for: Table | None = None
        self._made_of: tuple[Any, ...] = None, None, None
        self._encoded: NewRows | str = ""

    def take(self, raw: bytes, *, name: str, loaded: LoadedData, in_sequences: bool, known: Known) -> None:
        """Take a file in place of the one before, if the net that is trained on `loaded` can read its rows."""
        self.file_problem = None
        try:
            table = self._read(raw, name=name)
            _encoded(table, loaded, in_sequences=in_sequences, known=known)
        except Refusal as refusal:
            self.file_problem = f"{name}: {refusal.sentence}"
        else:
            self.file = table

    def forget_file(self) -> None:
        """Forget the file, and the one that was refused."""
        self.file = self.file_problem = None

    def type(self, fields: Sequence[InputField], rows: Sequence[Sequence[Typed]], *, loaded: LoadedData) -> None:
        """Take rows that were typed into the fields of `loaded`, one sequence for an RNN."""
        self.typed_problem = None
        if not rows:
            self.typed_problem = "Type one row at least."
        elif len(rows) > MAX_NEW_ROWS:
            self.typed_problem = f"Up to {MAX_NEW_ROWS:,} rows can be typed."
        else:
            self._typed, self._typed_for = typed_table(fields, rows), loaded.table

    def encoded(self, loaded: LoadedData, *, in_sequences: bool, known: Known) -> NewRows | str | None:
        """The rows as the net that is trained on `loaded` reads them, or why it cannot; None where there are none."""
        table = (self._typed if self._typed_for is loaded.table else None) if self.is_typed else self.file
        if table is None:
            self._made_of = None, None, None  # a table that is gone is not held for this
            return None
        made_of = table, loaded.dataset, in_sequences
        if any(old is not new for old, new in zip(self._made_of, made_of, strict=True)):
            try:
                found = _encoded(table, loaded, in_sequences=in_sequences and not self.is_typed, known=known)
            except Refusal as refusal:
                found = refusal.sentence if self.is_typed else f"{table.name}: {refusal.sentence}"
            self._made_of, self._encoded = made_of, found
        return self._encoded


def _encoded(table: Table, loaded: LoadedData, *, in_sequences: bool, known: Known) -> NewRows:
    """Raises `DataError` where the net cannot read the rows, and where they are too many to be asked about."""
    if table.n_rows > MAX_NEW_ROWS or table.n_rows * len(loaded.dataset.features) > MAX_NEW_INPUTS:
        most = min(MAX_NEW_ROWS, MAX_NEW_INPUTS // len(loaded.dataset.features))
        raise DataError(
            Code.TOO_MANY_ROWS,
            f"The file has {table.n_rows:,} rows, and up to {most:,} of this table's are predicted here at each epoch: "
            "give fewer, or let “python -m nets predict” take them all.",
        )
    trained = Prepared(loaded.dataset, loaded.is_validation)
    return new_rows_of(table, loaded.table, trained, in_sequences=in_sequences, known=known)

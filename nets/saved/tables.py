"""Tables, files and states of a table, to a document and back."""

from typing import Any

import msgspec
import numpy as np

from nets.data.datasets.samples import SAMPLES, read_sample
from nets.data.limits import MAX_BYTES
from nets.data.table import Table
from nets.saved.arrays import Packing, Unpacking, damaged
from nets.saved.cells import opened_cells, saved_cells
from nets.saved.document import Document, SavedFile, SavedState, SavedTable
from nets.workspace.undo import TableState
from nets.workspace.upload import SourceFile
from nets.workspace.workspace import OWN_FILE

SAMPLE_FILES = {sample.file for sample in SAMPLES}


class StatesToSave:
    """The states of a document, each with its tables and its file, which several may share."""

    def __init__(self, packing: Packing, *, with_files: bool = True) -> None:
        self._packing = packing
        self._with_files = with_files
        self._places: dict[tuple[str, int], int] = {}
        self._held: list[Any] = []  # while their identity is their name
        self.states: list[SavedState] = []
        self.tables: list[SavedTable] = []
        self.files: list[SavedFile] = []

    def place(self, state: TableState) -> int:
        """The place of a state, which is put to the others unless it is among them."""
        return self._place("state", state, lambda: self.states.append(self._saved(state)) or len(self.states) - 1)

    def _saved(self, state: TableState) -> SavedState:
        file = state.file if self._with_files else None
        return SavedState(
            state.choice,
            self._table(state.table),
            self._table(state.start),
            None if file is None else self._file(file),
            state.options,
            state.notes,
        )

    def _table(self, table: Table) -> int:
        return self._place("table", table, lambda: self.tables.append(self._saved_table(table)) or len(self.tables) - 1)

    def _file(self, file: SourceFile) -> int:
        def make(put) -> SavedFile:
            return SavedFile(file.name, put(np.frombuffer(file.raw, np.uint8)))

        saved = self._packing.put_once(file.raw, make)
        saved = msgspec.structs.replace(saved, name=file.name)
        return self._place("file", file, lambda: self.files.append(saved) or len(self.files) - 1)

    def _place(self, kind: str, of: Any, add) -> int:
        key = kind, id(of)
        if key not in self._places:
            self._held.append(of)
            self._places[key] = add()
        return self._places[key]

    def _saved_table(self, table: Table) -> SavedTable:
        is_range = isinstance(table.lines, range)
        has_array = table.lines is not None and not is_range

        def make(put) -> SavedTable:
            return SavedTable(
                name=table.name,
                cells=saved_cells(table.cells, put),
                encoding=table.encoding,
                delimiter=table.delimiter,
                header=table.header,
                notes=table.notes,
                sha256=table.sha256,
                first_line=table.lines.start if is_range else None,
                lines=put(np.asarray(table.lines, np.int64)) if has_array else None,
                reading=table.reading,
                form=table.form,
            )

        return self._packing.put_once(table, make)


def opened_states(document: Document, unpacking: Unpacking) -> list[TableState]:
    """The states of a document again. Raises `DataError` where something is missing or damaged."""
    tables = [_opened_table(saved, unpacking) for saved in document.tables]
    files = [SourceFile(_raw(saved, unpacking), saved.name) for saved in document.files]
    return [_opened(saved, tables, files) for saved in document.states]


def at_place(things: list, place: int) -> Any:
    """The thing at this place of a document's list. Raises `DataError` where there is none."""
    if not 0 <= place < len(things):
        raise damaged()
    return things[place]


def _opened(saved: SavedState, tables: list[Table], files: list[SourceFile]) -> TableState:
    if saved.choice != OWN_FILE and saved.choice not in SAMPLE_FILES:
        raise damaged()
    table, start = at_place(tables, saved.table), at_place(tables, saved.start)
    file = None if saved.file is None else at_place(files, saved.file)
    if saved.choice != OWN_FILE:  # the same object for everybody
        sample = read_sample(saved.choice)
        table = start = sample if sample.sha256 == table.sha256 else table
    return TableState(saved.choice, table, saved.options, start, file, saved.notes)


def _raw(saved: SavedFile, unpacking: Unpacking) -> bytes:
    raw = unpacking.array(saved.raw, kinds="u", n_dims=1)
    if raw.dtype != np.uint8 or len(raw) > MAX_BYTES:
        raise damaged()
    return raw.tobytes()


def _opened_table(saved: SavedTable, unpacking: Unpacking) -> Table:
    cells, lines = opened_cells(saved.cells, unpacking), None
    if saved.lines is not None:
        lines = unpacking.array(saved.lines, kinds="iu", n_dims=1)
        if len(lines) != len(cells):
            raise damaged()
    elif saved.first_line is not None:
        lines = range(saved.first_line, saved.first_line + len(cells))
    return Table(
        name=saved.name,
        cells=cells,
        encoding=saved.encoding,
        delimiter=saved.delimiter,
        header=saved.header,
        notes=saved.notes,
        sha256=saved.sha256,
        lines=lines,
        reading=saved.reading,
        form=saved.form,
    )

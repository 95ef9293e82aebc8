"""The rows that a file of some format holds, before they are columns."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from nets.data.columns.dictionary import packed
from nets.data.csv.layout.names import names_for
from nets.data.csv.parsed_table import Facts, ParsedTable
from nets.data.limits import MAX_COLUMNS, MAX_ROWS
from nets.data.table import Note, shortened
from nets.errors import Code, DataError

MOST_CELLS = 10_000_000  # that a file may grow to which leaves out what is empty or 0
MOST_LINES_IN_A_NOTE = 1000


@dataclass(frozen=True, kw_only=True)
class Rows:
    """Rows of texts, "" for a gap.

    `names` are those of the columns, "" for one without. `cells` are B rows of as many texts each. `lines` (B,) are the
    lines they begin on, or None where a row has no line of its own. `delimiter` is the character that separated the
    values, "" where none did.
    """

    names: Sequence[str]
    cells: Sequence[Sequence[str]]
    lines: Sequence[int] | None
    notes: tuple[Note, ...] = ()
    delimiter: str = ""

    def noting(self, *notes: Note) -> "Rows":
        """The same with more notes."""
        return replace(self, notes=(*self.notes, *notes))

    def parsed(self, facts: Facts, form: str) -> ParsedTable:
        """The rows as a table in columns. Raises `DataError` where they are none, or too many."""
        n_rows, width = len(self.cells), len(self.names)
        check_size(n_rows, width)
        if not n_rows or not width:
            raise DataError(Code.HEADER_ONLY, f"This is {form}, but it has no row of data: add at least one.")
        names, sentences = names_for(list(self.names), width)
        notes = [*self.notes, *map(Note, sentences)]
        arrays = [_texts(column, names[place], notes) for place, column in enumerate(zip(*self.cells, strict=True))]
        batch = pa.RecordBatch.from_arrays(arrays, [str(place) for place in range(width)])
        return ParsedTable(
            names=tuple(names),
            columns=packed([batch], width),
            lines=None if self.lines is None else np.asarray(self.lines, dtype=np.int32),
            facts=replace(
                facts.noting(*notes),
                delimiter=self.delimiter,
                header=any(self.names),
                form=form,
            ),
        )


def check_size(n_rows: int, width: int, *, grows: bool = False) -> None:
    """Raises `DataError` where a table of that size is too large; one that `grows` has more cells than the file."""
    if n_rows > MAX_ROWS:
        raise DataError(
            Code.TOO_MANY_ROWS, f"The file has {n_rows:,} rows and the limit is {MAX_ROWS:,}: leave some out."
        )
    if width > MAX_COLUMNS:
        raise DataError(
            Code.TOO_MANY_COLUMNS, f"The file has {width:,} columns and the limit is {MAX_COLUMNS:,}: leave some out."
        )
    if grows and n_rows * width > MOST_CELLS:
        raise DataError(
            Code.TOO_MUCH,
            f"The file would become a table of {n_rows:,} rows and {width:,} columns, and the limit is "
            f"{MOST_CELLS:,} cells: leave out rows or columns.",
        )


def where(lines: Sequence[int]) -> tuple[int, ...]:
    """The lines as a note wants them: each once, and not too many."""
    return tuple(sorted(set(lines))[:MOST_LINES_IN_A_NOTE])


def _texts(column: Sequence[str], name: str, notes: list[Note]) -> pa.Array:
    """A column; what no text may hold (half a character, a zero) is replaced and noted."""
    try:
        texts = pa.array(column, pa.string())
        if not pc.any(pc.match_substring(texts, "\0")).as_py():
            return texts
    except UnicodeEncodeError:
        pass
    sound = [text.encode("utf-16", "surrogatepass").decode("utf-16", "replace") for text in column]
    cleaned = [text.replace("\0", "\ufffd") for text in sound]
    notes.append(Note(f"{shortened(name)} held characters that no text may have; each became “\ufffd”."))
    return pa.array(cleaned, pa.string())

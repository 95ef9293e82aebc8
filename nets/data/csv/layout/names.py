"""The names of the columns: those of the header, and one made up for each column that has none of its own."""

from collections import Counter
from collections.abc import Callable

import pyarrow as pa
import pyarrow.compute as pc

from nets.data.columns.dictionary import changed, unpacked
from nets.data.csv.exponents import in_shortest_form
from nets.data.csv.parsed_table import ParsedTable
from nets.data.csv.rows import Columns
from nets.data.table import Note


def named(rows: Columns) -> ParsedTable:
    """The table: its columns named, empty ones left out, and its texts without the blanks of its layout.

    The columns are changed in the list they came in, so that no more than one of them is ever held twice.
    """
    names, notes = _name_each(rows)
    delimiter = rows.facts.delimiter
    if rows.delimiter != delimiter:
        _change(rows.columns, lambda texts: pc.replace_substring(texts, rows.delimiter, delimiter))
    if rows.is_spaced:
        _change(rows.columns, lambda texts: pc.utf8_trim(texts, characters=" "))
        notes.append(Note("A space follows each delimiter; such spaces were not taken for part of the texts."))
    if not rows.facts.reading.verbatim:
        notes += in_shortest_form(rows.columns, names)
    return ParsedTable(tuple(names), rows.columns, rows.lines, rows.facts.noting(*notes, *rows.notes))


def _change(columns: list[pa.ChunkedArray], change: Callable[[pa.Array], pa.Array]) -> None:
    for place in range(len(columns)):
        columns[place] = changed(columns[place], change)


def _name_each(rows: Columns) -> tuple[list[str], list[Note]]:
    """A name for every column, those that are none being taken out of the list, and what was done about it."""
    head, columns, line = rows.head, rows.columns, rows.line
    found = [name.replace(rows.delimiter, rows.facts.delimiter) for name in head or ()]
    if rows.is_spaced:
        found = [name.strip(" ") or name for name in found]
    notes = []
    while len(found) > len(columns) and not found[-1].strip():
        found.pop()
    dropped = 0
    may_drop = head is not None or rows.notes  # without names, a column that each row ends with may well be one
    while may_drop and len(columns) > 1 and not "".join(found[len(columns) - 1 :]).strip() and _is_empty(columns[-1]):
        columns.pop()
        del found[len(columns) :]
        dropped += 1
    if dropped:
        what = "a delimiter" if dropped == 1 else f"{dropped:,} delimiters"
        notes.append(Note(f"The rows end with {what} too many; nothing follows, so no column was made of it."))
    idle = [n for n, name in enumerate(found) if not name.strip() and n < len(columns) - 1 and _is_empty(columns[n])]
    if head is not None and idle and len(idle) < len(columns) - 1:
        columns[:] = [column for n, column in enumerate(columns) if n not in idle]
        found = [name for n, name in enumerate(found) if n not in idle]
        notes.append(Note("A column with neither a name nor a value in it was left out.", (line,)))
    is_one_short = len(found) == rows.usual_width - dropped - 1 and len(found) < len(columns)
    if head is not None and is_one_short and _are_row_names(columns[0]):
        found.insert(0, "")
        notes.append(
            Note(
                "The header has one name fewer than the rows have fields: the first column was taken for row names.",
                (line,),
            )
        )
    number = rows.id_column
    if number is not None and 0 < number < min(len(columns), len(found)) and _counts_rows(columns[number]):
        columns.pop(number)
        name = _cut(found.pop(number))
        notes.append(
            Note(f"Column “{name}” only counts the rows, as the file says (id_col): it was left out.", (line,))
        )
    names, sentences = names_for(found, len(columns))
    if head is not None:
        notes += [Note(sentence, (line,)) for sentence in sentences]
    return names, notes


def _is_empty(column: pa.ChunkedArray) -> bool:
    return pc.max(pc.binary_length(unpacked(column))).as_py() in (0, None)


def _counts_rows(column: pa.ChunkedArray) -> bool:
    """Whether the cells are 1, 2, 3 and so on."""
    return unpacked(column).to_pylist() == [str(number) for number in range(1, len(column) + 1)]


def _are_row_names(column: pa.ChunkedArray) -> bool:
    texts = unpacked(column)
    return 1 < len(texts) == pc.count_distinct(texts).as_py() and pc.min(pc.binary_length(texts)).as_py() > 0


def names_for(found: list[str], width: int) -> tuple[list[str], list[str]]:
    """A name for each of `width` columns, all different, and a sentence for each one that had to be made up."""
    names: list[str] = []
    sentences: list[str] = []
    taken = set(found)
    counts: Counter[str] = Counter()
    seen: set[str] = set()
    unnamed: list[int] = []
    renamed: list[int] = []
    for position in range(width):
        name = found[position] if position < len(found) else ""
        if not name.strip():
            unnamed.append(position + 1)
            name = _free(f"column {position + 1}", taken, counts)
        elif name in seen:
            other = _free(name, taken, counts)
            renamed.append(position + 1)
            name = other
        seen.add(name)
        taken.add(name)
        names.append(name)
    if renamed:
        was, now = _cut(found[renamed[0] - 1]), _cut(names[renamed[0] - 1])
        sentences.append(f"{_counted(renamed)} had the name of another; “{was}” is now “{now}”, for example.")
    if unnamed:
        sentences.append(
            f"{_counted(unnamed)} had no name and {'are' if len(unnamed) > 1 else 'is'} named by position."
        )
    return names, sentences


def _counted(positions: list[int]) -> str:
    shown = ", ".join(map(str, positions[:8])) + (" …" if len(positions) > 8 else "")
    return f"Column{'s' if len(positions) > 1 else ''} {shown}"


def _cut(name: str) -> str:
    return name if len(name) <= 40 else name[:39] + "…"


def _free(name: str, taken: set[str], counts: Counter[str]) -> str:
    """The name with the lowest number after it that is not taken."""
    if name not in taken:
        return name
    counts[name] = max(counts[name], 1) + 1
    while f"{name} ({counts[name]})" in taken:
        counts[name] += 1
    return f"{name} ({counts[name]})"

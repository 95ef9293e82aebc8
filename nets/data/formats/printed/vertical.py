"""Records one below the other, a line a value: psql's \\x, MySQL's \\G, SQLite's .mode line, Miller's xtab."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from nets.data.columns.lexical import is_typed
from nets.data.formats.printed.ruler import NULL
from nets.data.formats.rows import Rows, check_size, where
from nets.data.formats.source import Source
from nets.data.limits import MAX_COLUMNS
from nets.data.table import Note, shortened
from nets.errors import Code, DataError


@dataclass(frozen=True)
class Mark:
    """The line above each record, the signs that may part a name from its value, and whether bars stand around both."""

    line: re.Pattern
    signs: str
    has_frame: bool = False

    def pair(self, text: str) -> tuple[str, str] | None:
        """The name and the value of a line; None if it is no such line."""
        text = text.strip()
        if self.has_frame:
            if len(text) < 2 or text[0] not in self.signs or text[-1] not in self.signs:
                return None
            text = text[1:-1]
        name, sign, value = text, "", ""
        for one in self.signs:
            if not sign:
                name, sign, value = text.partition(one)
        return (name.strip(), value.strip()) if sign else None


MARKS = (
    Mark(re.compile(r"[-─]{1,3}\[ \S+ \d+ \][-─+┬┼]*"), "|│"),  # psql
    Mark(re.compile(r"[+┌├╔╠][-─═]{1,3}\[ \S+ \d+ \][-─═+┬┼╦╬┐┤╗╣]*"), "|│║", has_frame=True),
    Mark(re.compile(r"\*{5,} ?\d+\. row ?\*{5,}"), ":"),  # MySQL
    Mark(re.compile(r"Row \d+:"), ":"),  # ClickHouse
)
RULER = re.compile(r"[-─+└┴┘╚╩╝═]+")
SIGNED = re.compile(r"([^=|:]+)([=|:])")
FOOTER = re.compile(r"\(?\d[\d,]* rows?\b.*")
DELIMITERS = frozenset(",;\t|")
ABOUT = "%"  # where recutils begins what it says of the records
FEWEST_NAMES, RECORDS_LOOKED_AT, WIDEST = 2, 5, 200

Lines = list[tuple[int, str]]


@dataclass
class Records:
    """The records while they are read, and the line each begins on."""

    records: list[dict[str, str]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    gaps: list[int] = field(default_factory=list)

    def begin(self, line: int) -> None:
        """The next record."""
        self.records.append({})
        self.lines.append(line)

    def add(self, name: str, value: str, line: int) -> None:
        """The next value of the record. Raises `DataError` where it has the name already."""
        if name in self.records[-1]:
            raise DataError(
                Code.VERTICAL,
                f"Line {line} names {shortened(name)} a second time in one record: a line above each, "
                "or a blank one, must part the records.",
            )
        self.records[-1][name] = value
        if value == NULL:
            self.records[-1][name] = ""
            self.gaps.append(line)

    def rows(self, *notes: Note) -> Rows:
        """A row a record; a name that one of them lacks is a gap there."""
        kept = [place for place, record in enumerate(self.records) if record]
        names = list(dict.fromkeys(name for place in kept for name in self.records[place]))
        check_size(len(kept), min(len(names), MAX_COLUMNS + 1), grows=True)
        cells = [[self.records[place].get(name, "") for name in names] for place in kept]
        lacking = [self.lines[place] for place in kept if len(self.records[place]) < len(names)]
        if lacking:
            few = "1 record lacks" if len(lacking) == 1 else f"{len(lacking):,} records lack"
            notes = (*notes, Note(f"{few} some of the names; those cells are empty.", where(lacking)))
        if self.gaps:
            notes = (*notes, Note(f"The sign {NULL} stands for a missing value.", where(self.gaps)))
        return Rows(names=names, cells=cells, lines=[self.lines[place] for place in kept], notes=notes)


def is_vertical(source: Source) -> bool:
    """Whether a record's own line comes first, or blank lines part records of the same names."""
    first = source.filled[0] if source.filled else ""
    if any(mark.line.fullmatch(first) for mark in MARKS):
        return True
    return _parted_by_blanks(source.head) is not None


def vertical_rows(source: Source) -> Rows:
    """One row a record. Raises `DataError` where a line is no name with a value."""
    lines = source.lines()
    first = next(line.strip() for line in lines if line.strip())
    for mark in MARKS:
        if mark.line.fullmatch(first):
            return _marked(lines, mark)
    return _by_names(lines, *_parted_by_blanks(source.head))


def _marked(lines: list[str], mark: Mark) -> Rows:
    found = Records()
    outside, last = [], ""
    for line, text in enumerate(lines, 1):
        if mark.line.fullmatch(text.strip()):
            found.begin(line)
        elif not text.strip() or RULER.fullmatch(text.strip()):
            continue
        elif FOOTER.fullmatch(text.strip()):
            outside.append(line)
        elif pair := mark.pair(text):
            name, value = pair
            if name:
                found.add(name, value, line)
                last = name
            else:  # psql goes on with a text of several lines
                found.records[-1][last] = f"{found.records[-1].get(last, '').removesuffix('+').strip()} {value}".strip()
        else:
            raise DataError(
                Code.VERTICAL,
                f"Line {line} is no name with a value, as the lines of records one below the other should be: "
                "correct it, or save the table as CSV.",
            )
    notes = [Note("What stands below the records was left out.", where(outside))] if outside else []
    return found.rows(*notes)


def _parted_by_blanks(head: list[str]) -> tuple[list[str], str] | None:
    """The names of the records and the sign between a name and its value, " " for blanks; None if there are none."""
    blocks = [[text for _, text in block] for block in islice(_blocks(head), RECORDS_LOOKED_AT)]
    whole = blocks[:-1] if len(blocks) > FEWEST_NAMES else blocks  # the head may end within the last
    if len(whole) < 2 or not all(FEWEST_NAMES <= len(block) <= MAX_COLUMNS for block in whole):
        return None
    are_even = len({len(block) for block in whole}) == 1
    return _with_sign(whole) or (_with_blanks(whole) if are_even else None)


def _with_sign(blocks: list[list[str]]) -> tuple[list[str], str] | None:
    pairs = [[SIGNED.match(text) for text in block] for block in blocks]
    if not all(pair for block in pairs for pair in block):
        return None
    signs = {pair[2] for block in pairs for pair in block}
    names = [[pair[1].strip() for pair in block] for block in pairs]
    every = list(dict.fromkeys(name for block in names for name in block))
    if len(signs) > 1 or any(2 * len(block) < len(every) or len(set(block)) < len(block) for block in names):
        return None
    usual = sum(block == names[0] for block in names)
    return (every, signs.pop()) if 2 * usual >= len(names) and _are_names([every]) else None


def _with_blanks(blocks: list[list[str]]) -> tuple[list[str], str] | None:
    """Names as wide as the widest, and a blank: found where what stands before it is the same in all records."""
    for width in range(1, min(WIDEST, max(map(len, blocks[0]))) + 1):
        names = [[text[:width].rstrip() for text in block] for block in blocks]
        if any(len(text) > width and text[width] != " " for block in blocks for text in block):
            continue
        values = [text[width:].strip() for text in blocks[0]]
        if max(map(len, names[0])) == width and _are_names(names) and 2 * sum(map(bool, values)) > len(values):
            return names[0], " "
    return None


def _are_names(names: list[list[str]]) -> bool:
    """Whether all records have the same names, all different, and none is a number or a date."""
    first = names[0]
    if any(other != first for other in names[1:]) or len(set(first)) < len(first):
        return False
    return all(name and not is_typed(name) and not DELIMITERS & set(name) for name in first)


def _by_names(lines: list[str], names: list[str], sign: str) -> Rows:
    found = Records()
    ordered = sorted(names, key=len, reverse=True)
    for block in _blocks(lines):
        found.begin(block[0][0])
        for line, text in block:
            name = next((name for name in ordered if _begins_with(text, name, sign)), None)
            if name is None and (pair := SIGNED.match(text)) and pair[2] == sign:
                name = pair[1].strip()
            if name is None:
                if FOOTER.fullmatch(text.strip()) and len(block) == 1:
                    continue
                raise DataError(
                    Code.VERTICAL,
                    f"Line {line} begins with none of the names that the first record has "
                    f"({', '.join(map(shortened, names[:5]))}): correct it, or save the table as CSV.",
                )
            value = text.lstrip()[len(name) :].lstrip()
            found.add(name, value.removeprefix(sign).strip() if sign != " " else value.strip(), line)
    return found.rows()


def _begins_with(text: str, name: str, sign: str) -> bool:
    after = text.lstrip()
    if not after.startswith(name):
        return False
    after = after[len(name) :]
    return not after or after[0] == " " if sign == " " else after.lstrip().startswith(sign)


def _blocks(lines: list[str]) -> Iterator[Lines]:
    """The runs of lines that blank lines part."""
    block: Lines = []
    for line, text in enumerate([*lines, ""], 1):
        if text.startswith(ABOUT):
            continue
        if text.strip():
            block.append((line, text.rstrip()))
        elif block:
            yield block
            block = []

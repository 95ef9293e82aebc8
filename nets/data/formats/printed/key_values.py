"""Records of a line each whose values bear their names: Miller's DKVP (a=1,b=2) and LTSV (a:1, tabs between)."""

import re

from nets.data.formats.printed.quoted_cells import without_quotes
from nets.data.formats.rows import Rows, check_size, where
from nets.data.formats.source import Source
from nets.data.table import Note, shortened
from nets.errors import Code, DataError

SIGNS = ((",", "="), ("\t", ":"), ("\t", "="))  # between the values, and after a name
NAME = re.compile(r"[^\W\d][\w .\-/()%]*")
ENOUGH = 3
FEWEST_NAMES = 2
FIRST = 20  # lines, of which one is such in any case
MOST_JOINED = 0.2  # the share of lines, at least, whose values have no sign in them that stands between values


def is_key_values(source: Source) -> bool:
    """Whether each value of each line has a name, the same in most lines."""
    return _signs(source) is not None


def key_value_rows(source: Source) -> Rows:
    """A row a line; a name that a line lacks is a gap there. Raises `DataError` where a value has no name."""
    between, after = _signs(source)
    known = _known(source.filled, between, after)
    records, at, joined = [], [], []
    for line, text in enumerate(source.lines(), 1):
        if not text.strip():
            continue
        pairs, n_joined = _pairs(text, between, after, known)
        if n_joined:
            joined.append(line)
        record = {name.strip(): value for name, sign, value in pairs if sign}
        if len(record) < len(pairs):
            raise DataError(
                Code.KEY_VALUES,
                f"Line {line} has a value without a name, or a name twice ({shortened(text)}): each value must "
                f"begin with its name and {after}, as in line {at[0] if at else line}.",
            )
        records.append(record)
        at.append(line)
    names = list(dict.fromkeys(name for record in records for name in record))
    check_size(len(records), len(names), grows=True)
    lacking = [line for line, record in zip(at, records, strict=True) if len(record) < len(names)]
    notes = [Note("Some lines lack some of the names; those cells are empty.", where(lacking))] if lacking else []
    if joined:
        text = "Some values have the sign in them that stands between values; it was kept as part of them."
        notes.append(Note(text, where(joined)))
    cells, said = without_quotes([[record.get(name, "") for name in names] for record in records])
    notes += said
    return Rows(names=names, cells=cells, lines=at, notes=tuple(notes), delimiter=between)


def _signs(source: Source) -> tuple[str, str] | None:
    lines = source.filled
    if len(lines) < ENOUGH:
        return None
    for between, after in SIGNS:
        if not any(_names(line, between, after, frozenset()) for line in lines[:FIRST]):
            continue
        named = [names for line in lines if (names := _names(line, between, after, frozenset()))]
        if len(named) < MOST_JOINED * len(lines) or len(named[0]) < FEWEST_NAMES:
            continue
        known = _known(lines, between, after)
        found = [_names(line, between, after, known) for line in lines]
        if all(found):
            return (between, after) if 2 * found.count(named[0]) > len(lines) else None
    return None


def _known(lines: list[str], between: str, after: str) -> frozenset[str]:
    """The names of all values in the lines each of whose values has one."""
    return frozenset(name for line in lines for name in _names(line, between, after, frozenset()))


def _pairs(line: str, between: str, after: str, known: frozenset[str]) -> tuple[list[tuple[str, str, str]], int]:
    """Each value of a line with its name, and how many pieces without one of the known names became part of the value
    before them; none, where none is known.
    """
    pieces: list[str] = []
    found = line.split(between)
    n_joined = 0
    for piece in found:
        name, sign, _ = piece.partition(after)
        if pieces and known and not (sign and name.strip() in known):
            pieces[-1] += between + piece
            n_joined += 1
        else:
            pieces.append(piece)
    if len(pieces) < len(known):  # one that lacks a name is as it is
        pieces, n_joined = found, 0
    return [piece.partition(after) for piece in pieces], n_joined


def _names(line: str, between: str, after: str, known: frozenset[str]) -> list[str]:
    """The names of the values of a line; none where one has no name, or two the same."""
    pairs, _ = _pairs(line, between, after, known)
    names = [name.strip() for name, _, _ in pairs]
    is_named = all(sign and NAME.fullmatch(name) for name, (_, sign, _) in zip(names, pairs, strict=True))
    return names if is_named and len(set(names)) == len(names) else []

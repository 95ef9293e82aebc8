"""What may stand between the names and the rows: the columns' types, their units, more of their names or about them."""

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from nets.data.columns.lexical import is_missing, is_typed

Kind = Literal["types", "flags", "units", "names", "about"]

FEWEST_ROWS = 3  # below, to tell units and names from a row
FEWEST_TEXTS = 3  # above numbers, all different: in a row two may be odd
MOST_LINES = 4  # as a logger has them: units, how it measured, where, and a remark
SCALARS = re.compile(
    r"str\d*|bytes\d*|string|text|char|character|chr|n?varchar|utf8|large_string|object|uuid|factor|fct|ord|ordered|category|"
    r"categorical|cat|enum|nominal|discrete|bool|boolean|lgl|logical|date|date32|datetime|datetime64|time|timestamp|"
    r"timestamptz|dttm|posix[cl]t|difftime|hms|list|meta"
)
NUMERICS = re.compile(
    r"continuous|numeric|number|num|int|integer|long|short|byte|bigint|smallint|tinyint|hugeint|float|double|real|"
    r"decimal|dbl|cpl|complex|(?:u?int|i|u|f|float)(?:8|16|32|64|128|256)"
)
LETTERS = {"s": False, "n": True, "d": False, "c": True, "m": True, "t": False}  # of rdb and Orange: is it a number?
FLAGS = frozenset(["class", "meta", "ignore", "i", "c", "m", "w", "weight"])
UNIT = re.compile(
    r"\[.*\]|\(.*\)|[%‰°$€£¥#]|°?\s?[CFK]|(?:[kMGTmµμunpdch]|da)?(?:m|g|s|l|L|V|A|W|Wh|Hz|Pa|J|N|mol|M|eV|bar|B|Ω|Ohm|"
    r"[Vv]olts?|[Aa]mp(?:ere)?s?|[Ss]econds?|[Hh]ertz|[Oo]hms?|[Ww]atts?|[Mm]et(?:er|re)s?|[Gg]rams?|[Kk]elvin|[Cc]elsius|"
    r"[Pp]ascals?|[Nn]ewtons?|[Jj]oules?|[Ll]it(?:er|re)s?|[Pp]ercent|[Dd]egrees?|"
    r"cal|t|lm|lx|Bq|Gy|Sv|T|F|H|IU)(?:[²³23]|\^-?\d)?|years?|yrs?|months?|weeks?|days?|hours?|hrs?|min|minutes|sec|"
    r"seconds|ft|in|inch(?:es)?|lbs?|oz|mi|mph|deg|rad|USD|EUR|GBP|count|counts|ppm|ppb|mmHg|bpm|dB|ha|Jahre|Tage|Stunden",
)
QUOTIENT = re.compile(r"\s?[/·*]\s?|\sper\s")


@dataclass(frozen=True)
class SecondLine:
    """A line below the names that describes the columns; `cells` are its fields."""

    kind: Kind
    cells: tuple[str, ...]


def second_lines(rows: list[list[str]]) -> list[SecondLine]:
    """What the lines right below the names, which are `rows[0]`, say of the columns; none where they are rows."""
    if len(rows) < 2 or len(rows[1]) != len(rows[0]):
        return []
    names, second, below = rows[0], rows[1], rows[2:]
    has_third = len(below) > 1 and len(below[0]) == len(names)
    if has_third and _are_flags(below[0]) and _are_types(second, below[1:], with_values=True):
        return [SecondLine("types", tuple(second)), SecondLine("flags", tuple(below[0]))]
    if below and _are_types(second, below, with_values=False):
        return [SecondLine("types", tuple(second))]
    for n_lines in range(MOST_LINES, 0, -1):
        lines, rest = rows[1 : 1 + n_lines], rows[1 + n_lines :]
        if len(rest) >= FEWEST_ROWS and (found := _all_described(names, lines, rest)):
            return found
    return []


def _all_described(names: list[str], lines: list[list[str]], below: list[list[str]]) -> list[SecondLine]:
    """What lines right below the names say of the columns, if each of them does; else none."""
    found: list[SecondLine] = []
    for line in lines:
        if len(line) != len(names) or line == names or any(map(is_typed, line)):
            return []
        kind = _kind_of(names, line, below, is_first=not found)
        if kind is None and found and found[0].kind == "names" and _names_the_rest(names, found[0].cells, line):
            kind = "names"
        if kind is None:
            return []
        found.append(SecondLine(kind, tuple(line)))
    return found


def _names_the_rest(names: list[str], second: tuple[str, ...], third: list[str]) -> bool:
    """Whether a third line names the columns without a name so far, and those alone, as pandas does for its index."""
    nameless = [not name.strip() and not more.strip() for name, more in zip(names, second, strict=True)]
    return any(nameless) and nameless == [bool(cell.strip()) for cell in third]


def names_all(second: tuple[str, ...]) -> bool:
    """Whether each column has a name of its own in a second line of names."""
    return all(name.strip() for name in second) and len({name.strip() for name in second}) == len(second)


def joined_names(names: list[str], second: tuple[str, ...]) -> list[str]:
    """The names of two lines made one; a name without another beside it also stands for the empty cells after it.

    Where those of the second line are enough to tell all columns apart, the first names groups and is left out.
    """
    if names_all(second):
        return [name.strip() for name in second]
    joined, over = [], ""
    for name, more in zip(names, second, strict=True):
        over = name.strip() or over
        joined.append(" ".join(part for part in (over if more.strip() else name.strip(), more.strip()) if part))
    return joined


def _column(rows: list[list[str]], place: int) -> list[str]:
    return [row[place].strip() for row in rows if place < len(row) and not is_missing(row[place])]


def _are_numbers(cells: list[str]) -> bool:
    return bool(cells) and all(map(is_typed, cells))


def _are_flags(cells: list[str]) -> bool:
    """Whether these are the third line of Orange's header: what a column is for."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    return all(cell.lower() in FLAGS or "=" in cell for cell in filled) and (bool(filled) or len(cells) > 1)


def _are_types(cells: list[str], below: list[list[str]], *, with_values: bool) -> bool:
    """Whether each cell names a type that fits its column, or (`with_values`) lists the column's texts."""
    n_types = n_letters = n_numbers = 0
    for place, cell in enumerate(cells):
        name, column = cell.strip(), _column(below, place)
        if not name:
            continue
        is_number = _is_number_type(name)
        if is_number is None:
            listed = set(name.replace("\\ ", "\0").split())
            if not (with_values and column and {text.replace(" ", "\0") for text in column} <= listed):
                return False
        elif name in column or (is_number and column and not _are_numbers(column)):
            return False
        n_types += 1
        n_letters += name.lstrip("0123456789").lower() in LETTERS
        n_numbers += bool(is_number and column)
    if n_letters:
        return n_numbers > 0
    return n_types > 0 and 2 * n_types > len(cells)


def _is_number_type(name: str) -> bool | None:
    """Whether a type is one of numbers; None where the text names no type."""
    bare = name.strip("<>[]").lower()
    if wrapped := re.fullmatch(r"(?:nullable|lowcardinality)\((.*)\)", bare):
        return _is_number_type(wrapped[1])
    bare = re.sub(r"[(\[<].*$", "", bare)
    if NUMERICS.fullmatch(bare):
        return True
    if SCALARS.fullmatch(bare):
        return False
    return LETTERS.get(bare.lstrip("0123456789"))


def is_type_or_unit(text: str) -> bool:
    """Whether a text names a type, or is a unit."""
    return _is_number_type(text) is not None or is_unit(text)


def is_unit(text: str) -> bool:
    """Whether a text is a unit, or has the form of one."""
    parts = QUOTIENT.split(text.strip())
    return bool(UNIT.fullmatch(text.strip())) or all(UNIT.fullmatch(part) for part in parts)


def _kind_of(names: list[str], line: list[str], below: list[list[str]], *, is_first: bool) -> Kind | None:
    """What a line without numbers is above columns of numbers; None where it may be a row.

    One text that stands above several columns, or recurs below, may be a way to write a gap or a text of the column:
    below another such line (not `is_first`) the first of these is none. Names go on below only where those above are
    of several columns: some are empty or the same.
    """
    named = [bool(name.strip()) for name in names]
    options = [not name or not following for name, following in pairwise([*named, True])]  # of one question
    above_numbers = []
    for place, cell in enumerate(line):
        column, text = _column(below, place), cell.strip()
        if not text:
            continue
        if _are_numbers(column):
            above_numbers += [text] * (not is_missing(text) or text == "Na")
        elif text in column and not options[place]:
            return None
    if not above_numbers:
        return None
    n_different = len(set(above_numbers))
    are_of_several = is_first and len({name.strip() for name in names if name.strip()}) < len(names)
    fills = not all(named) and all(name or cell.strip() for name, cell in zip(named, line, strict=True))
    if are_of_several and fills:
        return "names"
    if 2 * sum(map(is_unit, above_numbers)) > len(above_numbers):
        return "units"
    if are_of_several and n_different > 1:
        return "names"
    return "about" if n_different >= FEWEST_TEXTS or not is_first else None

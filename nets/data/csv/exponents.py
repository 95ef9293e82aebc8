"""Numbers written with a fixed number of digits, as numpy does, in their shortest form."""

import re

import pyarrow as pa
import pyarrow.compute as pc

from nets.data.columns.dictionary import changed, unpacked
from nets.data.table import Note

FEWEST_DIGITS, FEWEST_ZEROS = 6, 4
WRITTEN_OUT = re.compile(rf"[+-]?\d\.(\d{{{FEWEST_DIGITS},}})[eE][+-]\d{{2,3}}")
WHOLE = re.compile(rf"[+-]?\d+\.(0{{{FEWEST_ZEROS},}})")
NO_NUMBER = r"[+-]?(?i:nan|inf)|"


def in_shortest_form(columns: list[pa.ChunkedArray], names: list[str]) -> list[Note]:
    """Changes the columns in the list whose every cell has as many digits and an exponent, or as many zeros at its end.

    1.000000000000000000e+00 and 1.00000000 become 1: the number is the same, and as a class it reads as a person wrote
    it. Returns a note on them.
    """
    found = []
    for place, column in enumerate(columns):
        first = _first_number(column)
        pattern = _pattern_like(first or "")
        if pattern is None:
            continue
        if pc.all(pc.match_substring_regex(unpacked(column), pattern)).as_py():
            columns[place] = changed(column, _shortest)
            found.append((names[place], first))
    if not found:
        return []
    name, first = found[0]
    which = f"column “{name}”" if len(found) == 1 else f"{len(found):,} columns"
    return [Note(f"The numbers of {which} are shown in their shortest form: {first} as {_short(first)}.")]


def _pattern_like(number: str) -> str | None:
    """The pattern of gaps and numbers written as this one is; None where it is written as a person would."""
    if found := WRITTEN_OUT.fullmatch(number):
        return rf"^(?:{NO_NUMBER}[+-]?\d\.\d{{{len(found[1])}}}[eE][+-]\d{{2,3}}|)$"
    found = WHOLE.fullmatch(number)
    return rf"^(?:{NO_NUMBER}[+-]?\d{{1,15}}\.0{{{len(found[1])}}}|)$" if found else None


def _first_number(column: pa.ChunkedArray) -> str | None:
    texts = unpacked(column[:20]).to_pylist()
    return next((text for text in texts if text and text.lower().strip("+-") not in ("nan", "inf")), None)


def _shortest(texts: pa.Array) -> pa.Array:
    return pa.array([_short(text) if text and text[-1].isdigit() else text for text in texts.to_pylist()], pa.string())


def _short(text: str) -> str:
    return repr(float(text)).removesuffix(".0")

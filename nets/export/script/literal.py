"""Values as Python writes them, laid out as ruff formats them at any width from 88 on."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

WIDTH = 88
MOST_LINES = 10  # of one statement; a longer one has several numbers or texts in a line
FULL = 100  # columns of a line of those
SKIP = "  # fmt: skip"  # where ruff would have one
INDENT = "    "
ESCAPES = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


class Code(str):
    """A piece of Python that stands for itself."""

    __slots__ = ()


class Call(tuple[tuple[str, Any], ...]):
    """The arguments of a call, each its name with an equals sign, or "", and its value."""

    __slots__ = ()


@dataclass(frozen=True)
class Around:
    """A value with a piece of Python before its bracket and one after it, as the name of a function is."""

    begin: str
    value: Any
    end: str = ""


def text(value: str) -> str:
    """The text as a literal of one line: whatever is no letter, mark or digit that can be seen is escaped."""
    quote = "'" if value.count('"') > value.count("'") else '"'
    return quote + "".join("\\" + c if c == quote else _character(c) for c in value) + quote


def _character(c: str) -> str:
    if c in ESCAPES:
        return ESCAPES[c]
    if c.isprintable():
        return c
    code = ord(c)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def number(value: float) -> str:
    """The shortest decimal that gives the number back."""
    return repr(value) if isinstance(value, int) else repr(float(value))


def flat(value: Any) -> str:
    """The value on one line."""
    begin, parts, end = _parts(value)
    return begin + ", ".join(name + flat(each) for name, each in parts) + end


def laid(begin: str, value: Any, end: str = "", *, depth: int = 0) -> list[str]:
    """Lines of `begin`, the value and `end`, which will stand `depth` steps further in: one where that is short, else
    one for each part of the value, or if those are many, as many parts in a line as it holds.
    """
    lines = _laid(begin, value, end, depth=depth, is_filled=False)
    if len(lines) <= MOST_LINES:
        return lines
    filled = _laid(begin, value, end, depth=depth, is_filled=True)
    return lines if lines == filled else [*filled[:-1], filled[-1] + SKIP]


def _laid(begin: str, value: Any, end: str, *, depth: int, is_filled: bool) -> list[str]:
    whole = begin + flat(value) + end
    first, parts, last = _parts(value)
    if not parts or width(whole) + depth * len(INDENT) <= WIDTH:
        return [whole]
    if is_filled and not any(name or _parts(each)[1] for name, each in parts):
        return _filled(begin + first, [flat(each) for _, each in parts], last + end, depth=depth)
    lines = [line for name, each in parts for line in _laid(name, each, ",", depth=depth + 1, is_filled=is_filled)]
    return [begin + first, *indented(lines), last + end]


def _filled(begin: str, items: Sequence[str], end: str, *, depth: int) -> list[str]:
    """Lines with as many of the items as they hold."""
    lines, line = [], begin
    for place, item in enumerate(items):
        piece = item + ("," if place < len(items) - 1 else end)
        if place and width(f"{line} {piece}") + depth * len(INDENT) > FULL:
            lines.append(line)
            line = INDENT + piece
        else:
            line += piece if not place else f" {piece}"
    return [*lines, line]


def call(begin: str, *values: Any, end: str = ")", depth: int = 0, **named: Any) -> list[str]:
    """Lines of a call; `begin` ends with its opening parenthesis."""
    arguments = Call((*(("", value) for value in values), *((f"{name}=", value) for name, value in named.items())))
    return laid(begin.removesuffix("("), arguments, end.removeprefix(")"), depth=depth)


def codes(items: Iterable[str]) -> list[Code]:
    """A list of pieces of Python."""
    return [Code(item) for item in items]


def _parts(value: Any) -> tuple[str, Sequence[tuple[str, Any]], str]:
    """How a value opens, its parts with what stands before each, and how it closes."""
    match value:
        case Around():
            begin, parts, end = _parts(value.value)
            return value.begin + begin, parts, end + value.end
        case Call():
            return "(", value, ")"
        case Code():
            return value, (), ""
        case str():
            return text(value), (), ""
        case dict():
            return "{", [(f"{flat(key)}: ", each) for key, each in value.items()], "}"
        case list() | tuple():
            return "[", [("", each) for each in value], "]"
        case np.ndarray():
            return "[", [("", each) for each in value.tolist()], "]"
        case bool() | None:
            return repr(value), (), ""
        case type():
            return value.__name__, (), ""
        case _:
            return number(value), (), ""


def width(line: str) -> int:
    """How many columns a line takes, as ruff counts them: letters of East Asian scripts take two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


def indented(lines: Iterable[str], by: int = 1) -> list[str]:
    """The lines further in."""
    return [f"{INDENT * by}{line}" if line else "" for line in lines]


def function(head: str, about: str, body: Iterable[str]) -> list[str]:
    """A function with a docstring, and two empty lines around it."""
    return ["", "", f"def {head}:", f'    """{about}"""', *indented(body), "", ""]

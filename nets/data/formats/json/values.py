"""The values of a JSON text, or of one JSON text after the other as in JSON lines, with the lines they begin on."""

import json
import re
from dataclasses import dataclass
from typing import Any

from nets.errors import Code, DataError

BLANK = re.compile(r"\s*")
SEPARATOR = re.compile(r"\s*(?:,\s*|(?=\]))")


BETWEEN = re.compile(r"\s*,?\s*")
COMMA_AND_OBJECT = re.compile(r",[ \t]*\r?\n\s*\{")
IN_MONGODB = ("$oid", "$date", "$numberInt", "$numberLong", "$numberDouble", "$numberDecimal")


class Number(str):
    """A number, as the text that was written for it."""

    __slots__ = ()


@dataclass(frozen=True)
class JsonValues:
    """`items` (B,) and the `lines` they begin on. `in_array` where they are the items of one array."""

    items: list[Any]
    lines: list[int]
    in_array: bool


def begins_as_json(head: str, *, is_whole: bool) -> bool:
    """Whether a text is JSON as far as its head goes: an object or an array, and perhaps another on the next line."""
    text = head.lstrip()
    if not re.match(r"""\{\s*["}]|\[\s*[\[{"\]\d\-tfnN]""", text):
        return False
    try:
        _, end = DECODER.raw_decode(text)
    except json.JSONDecodeError as error:
        return _began_well(text, error.pos, is_whole=is_whole)
    except (DataError, RecursionError):
        return True  # JSON, which is refused as such
    after = text[end:].lstrip(" \t")
    return not after or after.startswith(("\n", "\r", "{", "[")) or COMMA_AND_OBJECT.match(after) is not None


def _began_well(text: str, wrong: int, *, is_whole: bool) -> bool:
    """Whether a text that is no JSON at `wrong` was some: cut off there, or broken after its first item."""
    if not is_whole and wrong >= len(text) - 2**10:
        return True
    try:
        start = BLANK.match(text, 1).end()
        if text[0] == "{":
            _, end = DECODER.raw_decode(text, start)
            return text[BLANK.match(text, end).end()] == ":"
        if text[start] not in "[{":
            return False
        _, end = DECODER.raw_decode(text, start)
        return text[BLANK.match(text, end).end()] in ",]"
    except (json.JSONDecodeError, DataError, RecursionError, IndexError):
        return False


def json_values(text: str) -> JsonValues:
    """All values. Raises `DataError`, naming the line, where the text is no JSON or gives a name twice."""
    start = BLANK.match(text).end()
    first = text[BLANK.match(text, start + 1).end() :][:1]
    if text[start] == "[" and first in ("[", "{"):
        return _items(text, BLANK.match(text, start + 1).end())
    items, lines, line, seen = [], [], 1, 0
    while start < len(text):
        line += text.count("\n", seen, start)
        seen = start
        value, start = _decoded(text, start, line)
        items.append(value)
        lines.append(line)
        start = BETWEEN.match(text, start).end()
    return JsonValues(items, lines, in_array=False)


def _items(text: str, start: int) -> JsonValues:
    """The items of the array whose first item begins there: one by one, so that each has its line."""
    items, lines, line, seen = [], [], 1, 0
    while True:
        line += text.count("\n", seen, start)
        seen = start
        value, start = _decoded(text, start, line)
        items.append(value)
        lines.append(line)
        between = SEPARATOR.match(text, start)
        if not between:
            raise _mistake(text, start, "a comma or ] should follow")
        start = between.end()
        if between[0].strip() == "":
            break
    end = BLANK.match(text, start + 1).end()
    if end < len(text):
        raise _mistake(text, end, "something follows the array's end")
    return JsonValues(items, lines, in_array=True)


def _decoded(text: str, start: int, line: int) -> tuple[Any, int]:
    try:
        return DECODER.raw_decode(text, start)
    except json.JSONDecodeError as error:
        if _line(text, error.pos) > line and _is_one_of_lines(text, start):
            end = text.find("\n", start)
            raise _mistake(text, end, "it does not end there, and the next line begins another") from None
        if error.msg.startswith("Unterminated"):
            raise _broken_off(text) from None
        raise _mistake(text, error.pos, error.msg[:1].lower() + error.msg[1:]) from None
    except RecursionError:
        raise DataError(
            Code.JSON, f"The JSON in line {line} is nested too deeply to be a table: write one object for each row."
        ) from None


def _is_one_of_lines(text: str, start: int) -> bool:
    """Whether a value begins its line and the line after it begins one alike, as in JSON lines."""
    begin, end = text[start : start + 2], text.find("\n", start)
    return len(begin.strip()) == 2 and text[start - 1 : start] in ("", "\n") and text.startswith(begin, end + 1)


def _mistake(text: str, at: int, what: str) -> DataError:
    if at >= len(text.rstrip()):
        return _broken_off(text)
    return DataError(
        Code.JSON, f"This JSON has a mistake in line {_line(text, at)} ({what}): correct it there, or write it again."
    )


def _broken_off(text: str) -> DataError:
    line = _line(text, len(text.rstrip()))
    return DataError(Code.JSON, f"This JSON breaks off in line {line}, before its end: fetch or write it again.")


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any] | str:
    """An object; MongoDB's of one value, which says its kind, is that value."""
    if len(pairs) == 1 and pairs[0][0] in IN_MONGODB and isinstance(pairs[0][1], str):
        name, value = pairs[0]
        return Number(value) if name.startswith("$number") else value
    made = dict(pairs)
    if len(made) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise DataError(
            Code.JSON,
            f"An object of this JSON gives the name “{twice[:40]}” twice: each column needs a name of its own.",
        )
    return made


def _constant(word: str) -> Number | None:
    return None if word == "NaN" else Number(word)


DECODER = json.JSONDecoder(
    parse_float=Number, parse_int=Number, parse_constant=_constant, object_pairs_hook=_object, strict=False
)

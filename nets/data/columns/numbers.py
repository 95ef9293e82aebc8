"""Numbers as people write them: decimal commas, thousands, units and percent, decided for a whole column."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np

from nets.data.columns.compass import OPPOSITE, is_direction

CURRENCY = "$€£¥₹"
BLANK = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "−": "-", "’": "'"})
SHAPE = re.compile(
    rf"(?P<open>\()?\s?(?P<sign>[+-]?)\s?(?P<before>[{CURRENCY}]?)\s?(?P<sign2>[+-]?)"
    r"(?P<body>\d[\d.,' ]*|[.,]\d+)(?P<power>[eE][+-]?\d+)?"
    rf"\s?(?P<after>%|‰|[{CURRENCY}]|°?[A-Za-zµΩ][A-Za-zµΩ²³/]{{0,7}}|°)?(?P<close>\))?"
)
MINUS_LAST = re.compile(r"(?P<number>[^+-].*[.,]\d{2,}(?: ?[^\d.,+-]{1,8})?)-")  # without decimals 3- is a grade
LONGEST = 60  # characters of a number with its minus last
INDIAN = r"\d{1,2}(?:,\d{2})+,\d{3}"  # 12,34,567
SURELY_COMMA = re.compile(
    r"\d*,(?:\d{1,2}|\d{4,})|0+,\d+|\d{4,},\d+|,\d+|\d{1,3}(?:[.' ]\d{3})+,\d+|\d{1,3}(?:\.\d{3}){2,}"
)
SURELY_POINT = re.compile(
    r"\d*\.(?:\d{1,2}|\d{4,})|0+\.\d+|\d{4,}\.\d+|\.\d+|\d{1,3}(?:[,' ]\d{3})+\.\d+|\d{1,3}(?:,\d{3}){2,}"
    rf"|{INDIAN}(?:\.\d+)?"
)
SURELY_GROUPED = re.compile(rf"(?:\d{{1,3}}(?:,\d{{3}})+\.\d+|\d{{1,3}}(?:,\d{{3}}){{2,}}|{INDIAN}(?:\.\d+)?)")
EITHER_COMMA = re.compile(r"\d{1,3},\d{3}")
EITHER_POINT = re.compile(r"\d{1,3}\.\d{3}")
MOST_MISTAKEN = 0.2  # the share of numbers whose thousands may be decimals
NOT_GROUPED = re.compile(r"\d{5,}")  # some set the thousands of a number apart from five digits on
WITH_POINT = re.compile(
    rf"(?:\d{{1,3}}(?:,\d{{3}})+|\d{{1,3}}(?:'\d{{3}})+|\d{{1,3}}(?: \d{{3}})+|{INDIAN}|\d+)?(?:\.\d*)?"
)
WITH_COMMA = re.compile(r"(?:\d{1,3}(?:\.\d{3})+|\d{1,3}(?:'\d{3})+|\d{1,3}(?: \d{3})+|\d+)?(?:,\d*)?")


@dataclass(frozen=True)
class Format:
    """How the numbers of a column are written, and whether it is sure what the marks between their digits mean.

    `decimal` is "," where some number has a decimal comma; `grouped` where some has thousands set apart;
    `minus_last` where some has its minus at the end. `directions` are the letters of the compass behind the numbers,
    which then are no unit. `parentheses` say what those around some numbers mean: that they are below zero, or, where
    every whole number is within some, nothing.
    """

    decimal: str
    unit: str
    grouped: bool
    sure: bool
    minus_last: bool = False
    directions: str = ""
    parentheses: Literal["", "negative", "no sign"] = ""


@dataclass(frozen=True, eq=False)
class Numbers:
    """The numbers in some texts, (n,), nan at the places `odd` (k,), whose texts are no numbers like the others.

    `mark` is the decimal mark by which they were read.
    """

    values: np.ndarray
    format: Format
    odd: np.ndarray
    mark: str


@dataclass(frozen=True)
class Misfit:
    """The text of a column, by its index, with which too many are no numbers like the others."""

    index: int


class Spelling(NamedTuple):
    """The parts of one number: the digits and the marks between them, the exponent, the sign, and its unit or "".

    `unit` is None where one stands before it and one behind.
    """

    body: str
    power: str
    negative: bool
    minus_last: bool
    unit: str | None
    in_parentheses: bool


class Spellings(NamedTuple):
    """The parts of many numbers, a list each and no more: there may be as many as rows.

    `unit_of` are places in `units`; `odd` are the places of the texts that are no numbers.
    """

    bodies: list[str]
    powers: list[str]
    negative: list[bool]
    unit_of: list[int]
    units: list[str]
    odd: list[int]
    minus_last: bool = False
    parentheses: Literal["", "negative", "no sign"] = ""


def parse_numbers(
    texts: Sequence[str],
    *,
    decimal: str | None = None,
    most_odd: float = 0,
    is_place: bool = False,
    counts: np.ndarray | None = None,
) -> Numbers | Misfit:
    """The numbers in texts that are not missing, in the one format they share; or the text with which more than
    `most_odd` have not it.

    `decimal` is the mark to believe in where the texts leave it open, or None for the point. `is_place` says that the
    column's name speaks of a longitude or latitude. `counts` (n,) are the rows of each text; None: one each.
    """
    found = _spellings(texts, most_odd)
    if isinstance(found, Misfit):
        return found
    values, odd = np.full(len(texts), np.nan), found.odd
    places = np.delete(np.arange(len(texts)), odd)
    has_directions = is_direction(found.units, found.bodies, is_place=is_place)
    letters = [unit.removeprefix("°") for unit in found.units]
    unit = "" if has_directions or not found.units else _most_frequent(found, counts, places)
    is_own = [has_directions or each == unit for each in found.units]
    is_opposite = [has_directions and letter in OPPOSITE for letter in letters]
    mark, sure = _decimal_mark(found.bodies, decimal)
    form, group = (WITH_COMMA, r"[.' ]") if mark == "," else (WITH_POINT, r"[,' ]")
    group = re.compile(group)
    has_comma = grouped = False
    for place, body, power, negative, own in zip(
        places.tolist() if odd else range(len(texts)), *found[:4], strict=True
    ):
        if form.fullmatch(body) and is_own[own]:
            number = float(_digits(body, mark) + power)
            values[place] = -number if negative != is_opposite[own] else number
            has_comma = has_comma or "," in body
            grouped = grouped or group.search(body) is not None
        else:
            odd.append(place)
            if len(odd) > most_odd:
                return Misfit(place)
    if mark == "." and grouped and (mistaken := _mistaken_groups(found.bodies, values[places])):
        values[places[mistaken]] = np.nan
        odd += places[mistaken].tolist()
        grouped = any(group.search(body) for place, body in enumerate(found.bodies) if place not in mistaken)
        if len(odd) > most_odd:
            return Misfit(odd[-1])
    written = Format(
        decimal="," if mark == "," and has_comma else ".",
        unit=unit,
        grouped=grouped,
        sure=sure,
        minus_last=found.minus_last,
        directions=" and ".join(sorted(letters)) if has_directions else "",
        parentheses=found.parentheses,
    )
    return Numbers(values, written, np.array(sorted(odd), dtype=np.int64), mark)


def _most_frequent(found: Spellings, counts: np.ndarray | None, places: np.ndarray) -> str:
    weights = None if counts is None else counts[places]
    return found.units[int(np.bincount(found.unit_of, weights=weights).argmax())]


def _mistaken_groups(bodies: Sequence[str], values: np.ndarray) -> list[int]:
    """The few numbers such as 36,512 in a column of others around 36 with a decimal point: read as thousands they would
    be ten times the largest of those and more, with a decimal comma they would be like them.
    """
    if any(map(SURELY_GROUPED.fullmatch, bodies)):
        return []
    open_to_doubt = [place for place, body in enumerate(bodies) if EITHER_COMMA.fullmatch(body)]
    others = np.abs(np.delete(values, open_to_doubt))
    others = others[np.isfinite(others)]
    if not len(others) or len(open_to_doubt) > MOST_MISTAKEN * len(values) or not any("." in body for body in bodies):
        return []
    largest = others.max()
    found = np.abs(values[open_to_doubt])
    are_mistaken = (found >= 10 * largest) & (found <= 2000 * largest)
    return np.array(open_to_doubt)[are_mistaken].tolist()


def is_number(text: str) -> bool:
    """Whether a text is a number for itself, in whatever format."""
    spelling = _spelling(text)
    if spelling is None or spelling.unit is None:
        return False
    mark, _ = _decimal_mark([spelling.body], None)
    return (WITH_COMMA if mark == "," else WITH_POINT).fullmatch(spelling.body) is not None


def number_in(text: str, mark: str, unit: str) -> float | None:
    """The number in a text with this decimal mark, and with this unit or none; None where there is no such number."""
    spelling = _spelling(text)
    form = WITH_COMMA if mark == "," else WITH_POINT
    if spelling is None or spelling.unit not in ("", unit) or not form.fullmatch(spelling.body):
        return None
    number = float(_digits(spelling.body, mark) + spelling.power)
    return -number if spelling.negative else number


def with_other_mark(text: str, mark: str, unit: str) -> float | None:
    """The number in a text that can only have the other decimal mark than this; None where it may have this one."""
    spelling, (other, form) = _spelling(text), (",", SURELY_COMMA) if mark == "." else (".", SURELY_POINT)
    return number_in(text, other, unit) if spelling and form.fullmatch(spelling.body) else None


def surely(texts: Sequence[str], mark: str) -> bool:
    """Whether some of the texts can only be numbers with this decimal mark, and none only with the other."""
    this, other = (SURELY_COMMA, SURELY_POINT) if mark == "," else (SURELY_POINT, SURELY_COMMA)
    found = False
    for text in texts:
        if ("," in text or "." in text) and (shape := SHAPE.fullmatch(_spelt_simply(text))):
            if other.fullmatch(shape["body"]):
                return False
            found = found or bool(this.fullmatch(shape["body"]))
    return found


def groups_with_commas(texts: Sequence[str]) -> bool:
    """Whether in some of the texts a comma can only set thousands apart."""
    return any(
        "," in text and (shape := SHAPE.fullmatch(_spelt_simply(text))) and SURELY_GROUPED.fullmatch(shape["body"])
        for text in texts
    )


def _spellings(texts: Sequence[str], most_odd: float) -> Spellings | Misfit:
    """The parts of the texts; or the text with which more than `most_odd` are no numbers."""
    found = Spellings([], [], [], [], [], [])
    units: dict[str, int] = {}  # the place of each
    minus_last, n_enclosed = False, 0
    for index, text in enumerate(texts):
        spelling = _spelling(text)
        if spelling is None or spelling.unit is None:
            found.odd.append(index)
            if len(found.odd) > most_odd:
                return Misfit(index)
            continue
        found.bodies.append(spelling.body)
        found.powers.append(spelling.power)
        found.negative.append(spelling.negative)
        found.unit_of.append(units.setdefault(spelling.unit, len(units)))
        minus_last = minus_last or spelling.minus_last
        n_enclosed += spelling.in_parentheses
    if found.odd and not found.bodies:
        return Misfit(found.odd[0])
    parentheses = "negative" if n_enclosed else ""
    if n_enclosed and n_enclosed == len(found.bodies) and list(units) == [""] and all(map(str.isdigit, found.bodies)):
        parentheses, found = "no sign", found._replace(negative=[False] * n_enclosed)  # (1), (2) number a list
    return found._replace(units=list(units), minus_last=minus_last, parentheses=parentheses)


def _spelling(text: str) -> Spelling | None:
    text = _spelt_simply(text)
    minus_last = MINUS_LAST.fullmatch(text) if text.endswith("-") and len(text) < LONGEST else None
    shape = SHAPE.fullmatch(minus_last["number"] if minus_last else text)
    if shape is None:
        return None
    opened, sign, before, sign2, body, power, after, closed = shape.groups()
    if bool(opened) != bool(closed) or (sign and sign2):
        return None
    negative = "-" in (sign, sign2) or bool(opened or minus_last)
    unit = None if before and after else before or after or ""
    return Spelling(
        body.rstrip(), power or "", negative, minus_last is not None, unit, bool(opened) and not (sign or sign2)
    )


def _digits(body: str, mark: str) -> str:
    return re.sub(r"[.' ]", "", body).replace(",", ".") if mark == "," else re.sub(r"[,' ]", "", body)


def _decimal_mark(bodies: list[str], believed: str | None) -> tuple[str, bool]:
    """The decimal mark of a column, and whether its texts leave no doubt."""
    comma = any(SURELY_COMMA.fullmatch(body) for body in bodies)
    point = any(SURELY_POINT.fullmatch(body) for body in bodies)
    if comma and point:  # one of them is odd: the rarer
        counts = [sum(bool(sure.fullmatch(body)) for body in bodies) for sure in (SURELY_COMMA, SURELY_POINT)]
        comma, point = counts[0] > counts[1], counts[1] > counts[0]
    if comma != point:
        return ("," if comma else "."), True
    open_to_doubt = any(EITHER_COMMA.fullmatch(body) for body in bodies)
    if believed is None and open_to_doubt and any(NOT_GROUPED.fullmatch(body) for body in bodies):
        return ",", False  # 36,512 beside 40512 has three decimals
    if believed == ",":
        open_to_doubt |= any(EITHER_POINT.fullmatch(body) for body in bodies)
    return believed or ".", not open_to_doubt


def _spelt_simply(text: str) -> str:
    text = text.strip()
    return text if text.isascii() else text.translate(BLANK)

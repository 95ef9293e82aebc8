"""Numbers as people write them: decimal commas, thousands, units and percent, decided for a whole column."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

CURRENCY = "$€£¥₹"
BLANK = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "−": "-", "’": "'"})
SHAPE = re.compile(
    rf"(?P<open>\()?\s?(?P<sign>[+-]?)\s?(?P<before>[{CURRENCY}]?)\s?(?P<sign2>[+-]?)"
    r"(?P<body>\d[\d.,' ]*|[.,]\d+)(?P<power>[eE][+-]?\d+)?"
    rf"\s?(?P<after>%|‰|[{CURRENCY}]|°?[A-Za-zµΩ][A-Za-zµΩ²³/]{{0,7}}|°)?(?P<close>\))?"
)
SURELY_COMMA = re.compile(
    r"\d*,(?:\d{1,2}|\d{4,})|0+,\d+|\d{4,},\d+|,\d+|\d{1,3}(?:[.' ]\d{3})+,\d+|\d{1,3}(?:\.\d{3}){2,}"
)
SURELY_POINT = re.compile(
    r"\d*\.(?:\d{1,2}|\d{4,})|0+\.\d+|\d{4,}\.\d+|\.\d+|\d{1,3}(?:[,' ]\d{3})+\.\d+|\d{1,3}(?:,\d{3}){2,}"
)
EITHER_COMMA = re.compile(r"\d{1,3},\d{3}")
EITHER_POINT = re.compile(r"\d{1,3}\.\d{3}")
WITH_POINT = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d{1,3}(?:'\d{3})+|\d{1,3}(?: \d{3})+|\d+)?(?:\.\d*)?")
WITH_COMMA = re.compile(r"(?:\d{1,3}(?:\.\d{3})+|\d{1,3}(?:'\d{3})+|\d{1,3}(?: \d{3})+|\d+)?(?:,\d*)?")


@dataclass(frozen=True)
class Format:
    """How the numbers of a column are written, and whether it is sure what the marks between their digits mean.

    `decimal` is "," where some number has a decimal comma; `grouped` where some has thousands set apart.
    """

    decimal: str
    unit: str
    grouped: bool
    sure: bool


@dataclass(frozen=True)
class Misfit:
    """The first text of a column that is not a number like the others, by its index."""

    index: int


def parse_numbers(texts: Sequence[str], *, decimal: str | None = None) -> tuple[np.ndarray, Format] | Misfit:
    """The numbers in texts that are not missing, (n,), and the one format they share; or the text that has not it.

    `decimal` is the mark to believe in where the texts leave it open, or None for the point.
    """
    bodies, powers, negative = [], [], []  # and no more of each: there may be as many texts as rows
    unit = odd = None
    for index, text in enumerate(texts):
        shape = SHAPE.fullmatch(_spelt_simply(text))
        if shape is None or bool(shape["open"]) != bool(shape["close"]) or (shape["sign"] and shape["sign2"]):
            return Misfit(index)
        own = shape["before"] or shape["after"] or ""
        unit = own if unit is None else unit
        if odd is None and (own != unit or (shape["before"] and shape["after"])):
            odd = index
        bodies.append(shape["body"].rstrip())
        powers.append(shape["power"] or "")
        negative.append("-" in (shape["sign"], shape["sign2"]) or bool(shape["open"]))
    if odd is not None:
        return Misfit(odd)
    mark, sure = _decimal_mark(bodies, decimal)
    form = WITH_COMMA if mark == "," else WITH_POINT
    numbers = np.empty(len(texts))
    for index, body in enumerate(bodies):
        if not form.fullmatch(body):
            return Misfit(index)
        digits = re.sub(r"[.' ]", "", body).replace(",", ".") if mark == "," else re.sub(r"[,' ]", "", body)
        number = float(digits + powers[index])
        numbers[index] = -number if negative[index] else number
    group = re.compile(r"[.' ]" if mark == "," else r"[,' ]")
    has_comma = mark == "," and any("," in body for body in bodies)
    grouped = any(map(group.search, bodies))
    return numbers, Format("," if has_comma else ".", unit or "", grouped, sure)


def _decimal_mark(bodies: list[str], believed: str | None) -> tuple[str, bool]:
    """The decimal mark of a column, and whether its texts leave no doubt."""
    comma = any(SURELY_COMMA.fullmatch(body) for body in bodies)
    point = any(SURELY_POINT.fullmatch(body) for body in bodies)
    if comma != point:
        return ("," if comma else "."), True
    open_to_doubt = any(EITHER_COMMA.fullmatch(body) for body in bodies)
    if believed == ",":
        open_to_doubt |= any(EITHER_POINT.fullmatch(body) for body in bodies)
    return believed or ".", not open_to_doubt


def _spelt_simply(text: str) -> str:
    text = text.strip()
    return text if text.isascii() else text.translate(BLANK)


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

"""Numbers that are not exact: bounds (<0.5), about (~5), ranges (3-5), with a remark (5060*, 7.3 # outlier?)."""

import re
from collections.abc import Callable
from typing import Literal

Inexact = Literal["missing", "number", "half"]
Reads = Callable[[str], float | None]

LONGEST = 200  # characters of such a number with its remark

BELOW = re.compile(
    r"(?:<=?|≤|⩽|&lt;|less than|below|under|up to|max\.?|unter|kleiner|bis|moins de|menos de|até)\s*(.+)", re.I
)
ABOVE = re.compile(
    r"(?:>=?|≥|⩾|&gt;|more than|above|over|at least|min\.?|über|mehr als|größer|ab|plus de|más de|mais de)\s*(.+)", re.I
)
OR_MORE = re.compile(r"(.*\d)\s*(?:\+|or more|and more|and over|u\. m\.|oder mehr|et plus|y más)", re.I)
ABOUT = re.compile(
    r"(?:~|≈|≃|∼|±|ca?\.?|circa|about|approx\.?|approximately|around|est\.?|etwa|ungefähr|rund|env\.?|aprox\.?)\s*(.+)",
    re.I,
)
PLUS_MINUS = re.compile(r"(.*\d)\s*(?:±|\+/-|\+-|\+/−)\s*.*\d.*", re.S)
RANGE = re.compile(r"([^\s–—]*\d)\s*(?:-|–|—|−|\.\.+|to|bis|à|a|und|and)\s*(\d.*)", re.I)
REMARK = re.compile(
    r"(.*\d)\s*(?:[*†‡§¶?!°¹²³⁴⁵ªᵃᵇ^#]+|\s*[(\[{].*[)\]}]|\s*(?:#|//|--|;|/\*).*|\s+(?:est|approx|ca|prov|rev|estimated|geschätzt)\.?)",
    re.I | re.S,
)


def inexact_number(text: str, read: Reads, choice: Inexact) -> float | None:
    """What `choice` makes of a number that is not exact, nan for "missing"; None where a text is none.

    `read` gives the number in a text of the column's format, or None. "number" is the bound, the middle of a range, or
    the number that has a remark; "half" the same, but half the bound of "<0.5".
    """
    if len(text) > LONGEST:
        return None
    number, is_upper_bound = _found(text.strip(), read)
    if number is None:
        return None
    if choice == "missing":
        return float("nan")
    return number / 2 if choice == "half" and is_upper_bound else number


def _found(text: str, read: Reads) -> tuple[float | None, bool]:
    for pattern in (BELOW, ABOVE, ABOUT, OR_MORE, PLUS_MINUS, REMARK):
        match = pattern.fullmatch(text)
        if match and (number := read(match[1].strip())) is not None:
            return number, pattern is BELOW
    match = RANGE.fullmatch(text)
    if match:
        ends = [read(end.strip()) for end in match.groups()]
        if None not in ends and ends[0] < ends[1]:
            return (ends[0] + ends[1]) / 2, False
    return None, False

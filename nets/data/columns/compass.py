"""Directions of the compass behind numbers: 7.305W is -7.305 degrees of longitude, not 7.305 watts."""

import re
from collections.abc import Iterable, Sequence

import numpy as np

AXES = ({"N", "S"}, {"E", "W"})
OPPOSITE = frozenset("SW")  # south and west are counted below zero
ANGLE_IN_PARTS = re.compile(
    r"(?P<before>[NSEW]?)\s?(?P<degrees>\d{1,3}(?:[.,]\d+)?)\s?°\s?"
    r"(?:(?P<minutes>[0-5]?\d(?:[.,]\d+)?)\s?['’′]\s?"
    r"(?:(?P<seconds>[0-5]?\d(?:[.,]\d+)?)\s?(?:[\"”″]|'')\s?)?)?(?P<after>[NSEW]?)"
)
LETTER_FIRST = re.compile(r"(?P<before>[NSEW])\s?(?P<degrees>\d{1,3}[.,]\d+)")
PLACE = re.compile(r"(?:^|[^a-z])(?:lat|lon|lng|long|latitude|longitude|coord\w*|breite|l[äa]nge)(?:$|[^a-z])")
MANY_DECIMALS = re.compile(r"[1-9]\d{0,2}[.,]\d{3,}")
ANGLE = re.compile(r"(\d{1,3})(?:[.,]\d+)?")


def is_direction(units: Iterable[str], bodies: Sequence[str], *, is_place: bool) -> bool:
    """Whether the letters behind a column's numbers are directions: two opposite ones, one behind the sign of degrees,
    or one in a column of places; or one behind angles of which some have as many decimals as a place has.
    """
    units = set(units)
    letters = {unit.removeprefix("°") for unit in units}
    axis = next((axis for axis in AXES if letters <= axis), None)
    if axis is None:
        return False
    if len(letters) == 2 or units != letters or is_place:
        return True
    angles = [ANGLE.fullmatch(body) for body in bodies]
    largest = 90 if "N" in axis else 180
    are_angles = all(angle and int(angle[1]) <= largest for angle in angles)
    return are_angles and any(map(MANY_DECIMALS.fullmatch, bodies))


def parse_angles(texts: Sequence[str]) -> np.ndarray | None:
    """Degrees (n,), below zero in the south and west, of texts such as 7°18'18"W, 7° 18.3' W or W7.305; None where one
    is no such text.
    """
    degrees = np.empty(len(texts))
    for index, text in enumerate(texts):
        match = ANGLE_IN_PARTS.fullmatch(text.strip()) or LETTER_FIRST.fullmatch(text.strip())
        if match is None:
            return None
        parts = match.groupdict()
        sizes = [float((parts.get(name) or "0").replace(",", ".")) for name in ("degrees", "minutes", "seconds")]
        angle = sizes[0] + sizes[1] / 60 + sizes[2] / 3600
        degrees[index] = -angle if OPPOSITE & {parts["before"], parts.get("after")} else angle
    return degrees if len(degrees) else None


def is_place(name: str) -> bool:
    """Whether a column's name speaks of longitude or latitude."""
    return PLACE.search(name.lower().replace("_", " ")) is not None

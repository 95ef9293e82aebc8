"""Directions of the compass behind numbers: 7.305W is -7.305 degrees of longitude, not 7.305 watts."""

import re
from collections.abc import Iterable, Sequence

AXES = ({"N", "S"}, {"E", "W"})
OPPOSITE = frozenset("SW")  # south and west are counted below zero
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


def is_place(name: str) -> bool:
    """Whether a column's name speaks of longitude or latitude."""
    return PLACE.search(name.lower().replace("_", " ")) is not None

"""The colours of runs along one setting: in sequence where it is a number, apart where it is a few names."""

from nets.figures.colours import CURVE_COLOURS
from nets.sweep.axis import Axis

# From the plasma scale of matplotlib (Smith and van der Walt, 2015), its pale end left out on a light page and its dark
# end on a dark one: each colour has a contrast of 3 to the page (held by a test).
ON_LIGHT = ("#0d0887", "#6a00a8", "#b12a90", "#d8576b", "#d9640f")
ON_DARK = ("#8a7cf5", "#b866dd", "#e16a9c", "#f89540", "#f0f921")


def colours_along(axis: Axis) -> list[str]:
    """A colour, or one for either theme, for each value of an axis."""
    n = len(axis.values)
    if axis.field.choices and n <= len(CURVE_COLOURS):
        return list(CURVE_COLOURS[:n])
    return sequence(n)


def sequence(n: int) -> list[str]:
    """n colours from the first to the last of the scale."""
    places = [k / (n - 1) if n > 1 else 0.0 for k in range(n)]
    return [f"light-dark({_at(ON_LIGHT, place)}, {_at(ON_DARK, place)})" for place in places]


def _at(anchors: tuple[str, ...], place: float) -> str:
    left = min(int(place * (len(anchors) - 1)), len(anchors) - 2)
    share = place * (len(anchors) - 1) - left
    ends = [[int(colour[i : i + 2], 16) for i in (1, 3, 5)] for colour in anchors[left : left + 2]]
    return "#" + "".join(f"{round(a + share * (b - a)):02x}" for a, b in zip(*ends, strict=True))

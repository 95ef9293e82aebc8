"""The same figure with larger letters, for the back of a room."""

from typing import Any

LETTERS = ("font", "textfont", "tickfont")


def enlarged(part: Any, times: float, *, least: int = 0) -> Any:
    """A part of a figure with every font size in it multiplied, to no fewer than `least` px, and the margins that
    letters stand in.
    """
    if isinstance(part, list | tuple):
        return [enlarged(each, times, least=least) for each in part]
    if not isinstance(part, dict):
        return part
    larger = {}
    for name, each in part.items():
        if name in LETTERS and isinstance(each, dict) and "size" in each:
            larger[name] = {**each, "size": max(least, round(each["size"] * times))}
        elif name == "margin" and isinstance(each, dict):
            larger[name] = {side: round(room * times) for side, room in each.items()}
        else:
            larger[name] = enlarged(each, times, least=least)
    return larger

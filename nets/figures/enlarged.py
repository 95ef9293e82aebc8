"""The same figure with larger letters, for the back of a room."""

from typing import Any

LETTERS = ("font", "textfont", "tickfont")


def enlarged(part: Any, times: float) -> Any:
    """A part of a figure with every font size in it multiplied."""
    if isinstance(part, list | tuple):
        return [enlarged(each, times) for each in part]
    if not isinstance(part, dict):
        return part
    return {
        name: {**each, "size": round(each["size"] * times)}
        if name in LETTERS and isinstance(each, dict) and "size" in each
        else enlarged(each, times)
        for name, each in part.items()
    }

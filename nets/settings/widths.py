"""Hidden layers with widths of their own, written 16x8: 16 units in the first layer, 8 in the second."""

from collections.abc import Mapping
from typing import Annotated, Any

import msgspec
from msgspec import Meta

WIDTH = r"(?:[1-9]\d?|[1-4]\d\d|50\d|51[0-2])"  # a whole number from 1 to 512
EXAMPLE = "16x8"

Widths = Annotated[str, Meta(pattern=rf"^{WIDTH}(?:x{WIDTH}){{1,3}}$")]


def as_widths(text: str) -> str:
    """The widths of a text as they are written here; a person may write 16 × 8."""
    return text.lower().replace("×", "x").replace(" ", "")


def widths_in(widths: Widths) -> tuple[int, ...]:
    """The units of each layer, from the inputs on."""
    return tuple(map(int, widths.split("x")))


def n_layers_of(text: str) -> int | None:
    """How many hidden layers have widths of their own in this text; None where it is no widths."""
    try:
        return len(widths_in(msgspec.convert(as_widths(text), Widths)))
    except msgspec.ValidationError:
        return None


def with_layers(values: Mapping[str, Any]) -> dict[str, Any]:
    """The settings, by name; where the hidden layers have widths, their number follows unless it is there too."""
    units = values.get("hidden_units")
    return ({"hidden_layers": len(widths_in(units))} if isinstance(units, str) else {}) | dict(values)


def conflict(values: Mapping[str, Any]) -> tuple[str, str] | None:
    """The setting, of these by name, that cannot be beside the others, and a sentence on why; None if there is none."""
    units = values.get("hidden_units")
    if not isinstance(units, str):
        return None
    if values.get("net") == "rnn":
        return "hidden_units", (
            f"Hidden units of an RNN must be one whole number, those of its state; found {units!r}, which are widths "
            "of an MLP's layers."
        )
    n_layers = len(widths_in(units))
    if values.get("hidden_layers", n_layers) != n_layers:
        return "hidden_layers", (
            f"Hidden layers must be {n_layers}, since the hidden units are {units}; found {values['hidden_layers']}. "
            "Leave their number out, or give each layer its width."
        )
    return None

"""A figure as JSON for the browser, with arrays of numbers as base64, which plotly.js reads."""

import base64
import math
from typing import Any

import numpy as np

# The kinds of typed array a browser has, and what the others become.
KINDS = {"float32": "f4", "float64": "f8", "int32": "i4", "int16": "i2", "int8": "i1", "uint8": "u1"}


def wire(part: Any) -> Any:
    """A part of a figure in JSON's types. Arrays of one or two dimensions become {dtype, bdata, shape}.

    NaN and infinity are allowed in an array. JSON has none, so a bare one raises ValueError.
    """
    match part:
        case dict():
            return {key: wire(value) for key, value in part.items()}
        case list() | tuple():
            return [wire(value) for value in part]
        case np.ndarray():
            return _array(part)
        case np.generic():
            return wire(part.item())
        case float() if not math.isfinite(part):
            raise ValueError(f"{part} cannot be sent outside an array")
        case _:
            return part


def _array(array: np.ndarray) -> Any:
    if array.dtype.kind not in "iuf":
        return wire(array.tolist())
    if array.dtype.name not in KINDS:
        array = array.astype(np.float64)
    little = np.ascontiguousarray(array, dtype=array.dtype.newbyteorder("<"))
    spec = {"dtype": KINDS[array.dtype.name], "bdata": base64.b64encode(little.tobytes()).decode("ascii")}
    return spec if array.ndim == 1 else {**spec, "shape": ", ".join(map(str, array.shape))}

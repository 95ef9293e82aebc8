"""The trace of a row as a table to check by hand: a line for each input of the net."""

from collections.abc import Sequence

import pandas as pd

from nets.data.prepare.dataset import Dataset
from nets.data.prepare.trace import ColumnTrace, RowTrace, back_from

GAP = "–"


def trace_table(trace: RowTrace, data: Dataset) -> pd.DataFrame:
    """A line for each input: its text, number, filling, encoding and scaling. The last line is the bias."""
    lines = []
    for column, encoder in zip(trace.columns, data.encoders, strict=True):
        text = column.text if column.text else "(empty)"
        for name, value in column.inputs:
            line = {"Column": column.column, "1 · Text in the file": text}
            if column.kind == "text":
                category = name.removeprefix(f"{column.column} = ")
                line |= {"2 · As a number": GAP, "3 · Filled": GAP, "4 · One-hot": f"{category}? {value:.0f}"}
                line |= {"5 · Scaled": GAP}
            else:
                line |= {"2 · As a number": "missing" if column.number is None else _number(column.number)}
                line |= {"3 · Filled": _filled(column.filled, column.was_missing, encoder.origin), "4 · One-hot": GAP}
                line |= {"5 · Scaled": _scaled(column)}
            lines.append({**line, "Input": name, "Value": _number(value)})
    blank = dict.fromkeys(list(lines[0])[1:-2], GAP)
    lines.append({"Column": "(constant)", **blank, "Input": "1", "Value": "1"})
    return pd.DataFrame(lines, dtype="str")


def back_table(data: Dataset, row: int) -> pd.DataFrame:
    """The same row from its inputs back to what they mean in the file: a line for each column."""
    entered = data.inputs_of(row)
    meanings = back_from(data, entered)
    lines, at = [], 0
    for encoder, (column, meaning) in zip(data.encoders, meanings, strict=True):
        width = len(encoder.features)
        piece = entered[at : at + width]
        at += width
        inputs = ", ".join(_number(value) for value in piece[:12]) + (" …" if width > 12 else "")
        if encoder.kind == "text":
            how = "the category whose input is 1"
        else:
            parts = (
                []
                if (encoder.scale, encoder.mean) == (1.0, 0.0)
                else [f"× {_number(encoder.scale)} + {_number(encoder.mean)}"]
            )
            parts += [f"+ {_number(encoder.origin)} days"] if encoder.origin else []
            how = " ".join(parts) or "as it is"
        lines.append({"Column": column, "Inputs": inputs, "Back": how, "Means": meaning})
    return pd.DataFrame(lines, dtype="str")


def target_table(target: Sequence[tuple[str, int]]) -> pd.DataFrame:
    """The target: a line for each output of the net, with the class that it is named by."""
    return pd.DataFrame({"Class": [name for name, _ in target], "Target": [value for _, value in target]})


def _number(value: float) -> str:
    return f"{value:.6g}".replace("-", "−")


def _filled(value: float, was_missing: bool, origin: float) -> str:
    text = _number(value)
    if was_missing:
        return f"{text} (by the rule)"
    return f"{text} (− {_number(origin)})" if origin else text


def _scaled(column: ColumnTrace) -> str:
    if (column.mean, column.scale) == (0.0, 1.0):
        return "as it is"
    return f"({_number(column.filled)} − {_number(column.mean)}) / {_number(column.scale)}".replace("− −", "+ ")

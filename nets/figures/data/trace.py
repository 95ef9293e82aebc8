"""The way of one row as a table to check by hand: a line for each number that enters the net."""

import pandas as pd

from nets.data.prepare.dataset import Dataset
from nets.data.prepare.trace import Way, back_from

GAP = "–"


def way_table(way: Way, data: Dataset) -> pd.DataFrame:
    """A line for each input, each step a column named for what it does; the constant input 1 is the last line."""
    lines = []
    for step, rule in zip(way.steps, data.rules, strict=True):
        text = step.text if step.text else "(empty)"
        for name, value in step.inputs:
            line = {"Column": step.column, "1 · Text in the file": text}
            if step.kind == "text":
                category = name.removeprefix(f"{step.column} = ")
                line |= {"2 · As a number": GAP, "3 · Filled": GAP, "4 · One-hot": f"{category}? {value:.0f}"}
                line |= {"5 · Scaled": GAP}
            else:
                line |= {"2 · As a number": "missing" if step.number is None else _number(step.number)}
                line |= {"3 · Filled": _filled(step.filled, step.was_missing, rule.origin), "4 · One-hot": GAP}
                line |= {"5 · Scaled": _scaled(step)}
            lines.append({**line, "Input": name, "Value": _number(value)})
    blank = dict.fromkeys(list(lines[0])[1:-2], GAP)
    lines.append({"Column": "(constant)", **blank, "Input": "1", "Value": "1"})
    return pd.DataFrame(lines, dtype="str")


def back_table(data: Dataset, row: int) -> pd.DataFrame:
    """The same row from its inputs back to what they mean in the file: a line for each column."""
    entered = data.inputs_of(row)
    meanings = back_from(data, entered)
    lines, at = [], 0
    for rule, (column, meaning) in zip(data.rules, meanings, strict=True):
        width = len(rule.features)
        piece = entered[at : at + width]
        at += width
        inputs = ", ".join(_number(value) for value in piece[:12]) + (" …" if width > 12 else "")
        if rule.kind == "text":
            how = "the category whose input is 1"
        else:
            parts = [] if (rule.scale, rule.mean) == (1.0, 0.0) else [f"× {_number(rule.scale)} + {_number(rule.mean)}"]
            parts += [f"+ {_number(rule.origin)} days"] if rule.origin else []
            how = " ".join(parts) or "as it is"
        lines.append({"Column": column, "Inputs": inputs, "Back": how, "Means": meaning})
    return pd.DataFrame(lines, dtype="str")


def target_table(way: Way) -> pd.DataFrame:
    """The one-hot target: a line for each class."""
    return pd.DataFrame(
        {"Class": [name for name, _ in way.target], "Target": [value for _, value in way.target]},
    )


def _number(value: float) -> str:
    return f"{value:.6g}".replace("-", "−")


def _filled(value: float, was_missing: bool, origin: float) -> str:
    text = _number(value)
    if was_missing:
        return f"{text} (by the rule)"
    return f"{text} (− {_number(origin)})" if origin else text


def _scaled(step) -> str:
    if (step.mean, step.scale) == (0.0, 1.0):
        return "as it is"
    return f"({_number(step.filled)} − {_number(step.mean)}) / {_number(step.scale)}".replace("− −", "+ ")

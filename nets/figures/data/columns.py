"""The columns of a table as a table: what each holds, and what the net gets of it."""

from collections.abc import Sequence

import pandas as pd

from nets.data.columns.summary import ColumnSummary
from nets.data.prepare.options import PreprocessingOptions
from nets.figures.text import told_apart

KINDS = {
    "number": "numbers",
    "date": "dates",
    "clock": "times of day",
    "duration": "durations",
    "text": "texts",
    "empty": "nothing",
}


def columns_table(summaries: Sequence[ColumnSummary], options: PreprocessingOptions) -> pd.DataFrame:
    """A line for each column; those of `Distribution` are lists of counts."""
    names = told_apart([summary.name for summary in summaries], 60)
    return pd.DataFrame(
        {
            "Column": name,
            "Used as": _use(summary, options),
            "Holds": KINDS[summary.kind],
            "Distribution": list(summary.bars),
            "Missing": summary.n_missing,
            "Distinct": summary.n_distinct,
            "Values": summary.words,
        }
        for name, summary in zip(names, summaries, strict=True)
    )


def _use(summary: ColumnSummary, options: PreprocessingOptions) -> str:
    for name, use in ((options.label, "label"), (options.group, "group"), (options.time, "time")):
        if summary.name == name:
            return use
    if summary.name in options.left_out:
        return "left out"
    if summary.name in options.as_text or summary.kind == "text":
        return "left out" if options.categories == "leave out" and summary.kind == "text" else "one-hot"
    return "input"

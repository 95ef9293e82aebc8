"""The table of runs as a person looks at it: marked, narrowed, the best first."""

import io
from collections.abc import Sequence
from typing import Protocol

import numpy as np
import pandas as pd

from nets.settings import fields
from nets.sweep.sweep import Member, Sweep
from nets.sweep.table import shared_settings, varied_names
from nets.sweep.view import SweepView

ONLY = ("all", "starred", "diverged", "every row right")
MOST_SHARED = 12  # settings that are written out
STAR, PICKED = "★", "●"


class Marks(Protocol):
    """What a person has marked, by the runs' places in the sweep."""

    picked: int | None
    starred: set[int]
    names: dict[int, str]


def marked_table(
    table: pd.DataFrame, view: SweepView, marks: Marks, *, only: str, chosen: np.ndarray | None
) -> pd.DataFrame:
    """The runs of `runs_table` that are asked for, the best first: first their mark, and their name if any has one."""
    order = "validation_accuracy" if view.has_validation else "loss"
    keep = np.ones(len(table), bool) if chosen is None else chosen.copy()
    if only == "starred":
        keep &= [run in marks.starred for run in range(len(table))]
    elif only == "diverged":
        keep &= view.diverged_at >= 0
    elif only == "every row right":
        keep &= table["all_right"].to_numpy()
    shown = table[keep].sort_values(
        [order, "loss"] if order != "loss" else ["loss"],
        ascending=[False, True] if order != "loss" else [True],
        kind="stable",
        na_position="last",
    )
    first = [*varied_names(view.sweep), *dict.fromkeys((order, "loss"))]
    others = [name for name in shown.columns if name not in (*first, "majority_only", "all_right", "epochs")]
    shown = shown[[*first, *others]]
    signs = [PICKED * (run == marks.picked) + STAR * (run in marks.starred) for run in shown["run"]]
    shown.insert(0, "", signs)
    for field in fields():
        if field.choices and field.name in shown:
            shown[field.name] = shown[field.name].map(field.shown)
    if any(marks.names.values()):
        shown.insert(1, "name", [marks.names.get(run, "") for run in shown["run"]])
    return shown.reset_index(drop=True)


def parquet_of(table: pd.DataFrame) -> bytes:
    """The table as a Parquet file."""
    file = io.BytesIO()
    table.to_parquet(file, index=False)
    return file.getvalue()


def shared_words(sweep: Sweep, members: Sequence[Member]) -> str:
    """What all runs share, those settings first that are not the default: they stand once, above the table."""
    shared = shared_settings(sweep, members)
    known = {field.name: field for field in fields()}
    told = [name for name in shared if shared[name] != known[name].default or known[name].basic]
    parts = [f"{known[name].title.lower()} {known[name].shown(shared[name])}" for name in told[:MOST_SHARED]]
    more = "; all else as in Lecture" if len(told) < len(shared) else ""
    return f"All share: {', '.join(parts)}{more}."

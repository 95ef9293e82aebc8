"""The table of runs as a person looks at it: marked, narrowed, the best first."""

import io
from collections.abc import Sequence
from typing import Protocol

import numpy as np
import pandas as pd

from nets.settings import fields
from nets.sweep.scores import SCORES
from nets.sweep.sweep import Member, Sweep
from nets.sweep.table import shared_settings, varied_names
from nets.sweep.view import SweepView

ONLY = ("all", "starred", "diverged", "every row right")
MOST_SHARED = 12  # settings that are written out
STAR, PICKED = "★", "●"
DIGITS = 6  # of a share that tell how right it is


class Marks(Protocol):
    """What a person has marked, by the runs' places in the sweep."""

    picked: int | None
    starred: set[int]
    names: dict[int, str]


def marked_table(
    table: pd.DataFrame, view: SweepView, marks: Marks, *, only: str, chosen: np.ndarray | None
) -> pd.DataFrame:
    """The runs of `runs_table` that are asked for, the best first: first their mark, and their name if any has one.

    One that has diverged by the playhead has no score but the epoch of that, as in the other panels.
    """
    order = "validation_accuracy" if view.has_validation else "loss"
    keep = np.ones(len(table), bool) if chosen is None else chosen.copy()
    has_diverged = table["diverged_at"].notna().to_numpy(bool)
    scores = [name for name in SCORES if name in table and name != "diverged_at"]
    table = table.assign(**{name: table[name].mask(has_diverged) for name in scores})
    if only == "starred":
        keep &= [run in marks.starred for run in range(len(table))]
    elif only == "diverged":
        keep &= has_diverged
    elif only == "every row right":
        keep &= table["all_right"].to_numpy()
    # A share is a sum of float32: what it differs in from one that is as right is rounding, and no reason to be better.
    by = pd.DataFrame({"share": 0.0 if order == "loss" else table[order].round(DIGITS), "loss": table["loss"]})
    in_order = by[keep].sort_values(["share", "loss"], ascending=[False, True], kind="stable", na_position="last")
    shown = table.loc[in_order.index]
    first = [*varied_names(view.sweep), *dict.fromkeys((order, "loss"))]
    if has_diverged.any():
        first.append("diverged_at")
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


def rows_of(run: int | None, in_order: Sequence[int]) -> list[int]:
    """At which rows of a table of these runs this one stands: at one, or at none."""
    return [row for row, each in enumerate(in_order) if each == run]


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

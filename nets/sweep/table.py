"""All runs of a sweep as one table, which begins with what differs."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from nets.settings import fields
from nets.sweep.scores import SCORES, Terms, all_right, majority_only, scores_of
from nets.sweep.sweep import Member, Sweep
from nets.sweep.view import SweepView
from nets.training.protocol.examples import Examples

WHOLE = ("diverged_at", "epochs_to_goal")  # scores that are whole numbers, or none


def runs_table(view: SweepView, terms: Terms) -> pd.DataFrame:
    """A row a run, in the sweep's order: first the settings that differ, then the scores at the playhead, then whether
    every row is right, whether it is no better than one class for every row, its epochs, and its number in the sweep.
    """
    names = varied_names(view.sweep)
    columns: dict[str, Any] = {name: [getattr(member.settings, name) for member in view.members] for name in names}
    for score in scores_of(view):
        values = pd.Series(score.of(view, terms))
        columns[score.name] = values.astype("Int64") if score.name in WHOLE else values.astype(float)
    columns["all_right"] = all_right(view, terms.epoch)
    columns["majority_only"] = majority_only(view, terms)
    columns["epochs"] = view.epochs
    columns["run"] = range(len(view.members))
    return pd.DataFrame(columns)


def records_of(runs: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows as plain values, None for what is not there."""
    return [
        {name: None if _is_missing(value) else value for name, value in row.items()}
        for row in runs.astype(object).to_dict("records")
    ]


def table_of(records: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """The table of these rows, as `records_of` gave them."""
    return typed(pd.DataFrame.from_records(list(records)))


def typed(runs: pd.DataFrame) -> pd.DataFrame:
    """The table with the types that `runs_table` gives it, and losses as lists, after it was read from a file."""
    if "losses" in runs:
        runs = runs.assign(losses=[list(map(float, losses)) for losses in runs["losses"]])
    scores = {name: float for name in SCORES if name in runs and name not in WHOLE}
    return runs.astype({**scores, **dict.fromkeys(WHOLE, "Int64")})


def combinations_of(runs: pd.DataFrame, names: Sequence[str], score: str) -> pd.DataFrame:
    """A row a combination of the settings of these names, in the table's order, over its runs, which differ in seed.

    n_runs; median and spread (from the first quartile to the third) of the score of this name, of the runs that have it
    and did not diverge; and counts of its runs: all_right, diverged, majority_only.
    """
    has_diverged = runs["diverged_at"].notna()
    parts = runs[[*names, "all_right", "majority_only"]].assign(
        diverged=has_diverged, score=runs[score].astype(float).mask(has_diverged & (score != "diverged_at"))
    )
    if not names:
        parts, names = parts.assign(all=0), ["all"]
    groups = parts.groupby(list(names), sort=False)
    scores, counts = groups["score"], groups[["all_right", "diverged", "majority_only"]].sum()
    spread = scores.quantile(0.75) - scores.quantile(0.25)
    found = pd.DataFrame({"n_runs": groups.size(), "median": scores.median(), "spread": spread}).join(counts)
    return found.reset_index().drop(columns="all", errors="ignore")


def baseline_of(examples: Examples) -> float:
    """The share of the commonest class among the training rows."""
    targets = examples.targets[~examples.validation_rows & examples.has_loss]
    return float(np.bincount(targets).max() / len(targets))


def varied_names(sweep: Sweep) -> tuple[str, ...]:
    """The settings that differ from run to run: those of the axes, and the seed where there are several."""
    names = tuple(axis.setting for axis in sweep.axes)
    return names if sweep.n_seeds is None else (*names, "seed")


def shared_settings(sweep: Sweep, members: Sequence[Member]) -> dict[str, Any]:
    """The settings that all runs share, by name: those that their nets have, and that are not varied."""
    varied, nets = varied_names(sweep), {member.settings.net for member in members}
    return {
        field.name: getattr(sweep.base, field.name)
        for field in fields()
        if field.name not in varied and (field.net is None or field.net in nets)
    }


def _is_missing(value: Any) -> bool:
    return value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value))

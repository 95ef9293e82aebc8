"""What `python -m nets sweep` prints of the runs: JSON, or a table for reading."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from nets.settings import Settings, fields
from nets.sweep.scores import SCORES
from nets.sweep.table import combinations_of

COUNTS = ("all_right", "majority_only", "diverged")  # of a combination's runs
MOST_LISTED = 20  # trials
PRINTED = ("loss", "accuracy", "validation_loss", "validation_accuracy", "diverged_at")


def json_of(names: Sequence[str], settings: Mapping[int, Settings], runs: pd.DataFrame, *, seconds: float) -> dict:
    """All runs as one JSON object; `settings` are those of each run, by its number."""
    return {
        "varied": list(names),
        "runs": [_run(settings[row["run"]], row) for row in runs.to_dict("records")],
        "seconds": round(seconds, 3),
    }


def text_of(names: Sequence[str], runs: pd.DataFrame) -> str:
    """A line a combination of the settings of these names, over its seeds; of a search the best `MOST_LISTED`."""
    found = combinations_of(runs, names, "loss").join(_medians(names, runs))
    if "trial" in runs:
        judged_by = "validation_loss" if "validation_loss" in found else "median"
        found = found.sort_values(judged_by).head(MOST_LISTED)
    titles = {"n_runs": "runs", "median": "loss", "all_right": "all right", "majority_only": "no better than one class"}
    kept = [*names, "n_runs", "all_right", "diverged", "majority_only", "median", "spread"]
    kept += [name for name in found.columns if name not in kept]
    return found[kept].rename(columns=titles).to_string(index=False, float_format=lambda value: f"{value:.4g}")


def markdown_of(names: Sequence[str], runs: pd.DataFrame, score: str) -> str:
    """A Markdown table: the first setting downwards, the others across; of the runs of each cell the median of the
    score of this name, or, if it is one of the `COUNTS`, how many of how many.
    """
    found = combinations_of(runs, names, "loss" if score in COUNTS else score)
    down, *across = names or ("all",)
    if score in COUNTS:
        cells = found[score].astype(str) + " of " + found["n_runs"].astype(str)
    else:
        cells = found["median"].map(lambda value: "" if math.isnan(value) else f"{value:.4g}")
    rows = found[down].map(_named) if names else pd.Series(["all"])
    columns = found[across].map(_named).agg(", ".join, axis=1) if across else pd.Series([score] * len(found))
    cell = {(row, column): text for row, column, text in zip(rows, columns, cells, strict=True)}
    heads = list(dict.fromkeys(columns))
    lines = [[down, *heads], ["---"] * (len(heads) + 1)]
    lines += [[row, *(cell.get((row, head), "") for head in heads)] for row in dict.fromkeys(rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _run(settings: Settings, row: Mapping[str, Any]) -> dict[str, Any]:
    curves = {"losses": [_number(loss) for loss in row["losses"]]} if "losses" in row else {}
    values = {name: _number(row.get(name)) for name in PRINTED}
    return {
        "settings": {field.name: getattr(settings, field.name) for field in fields()},
        "seed": settings.seed,
        **({"trial": int(row["trial"])} if "trial" in row else {}),
        **curves,
        **values,
    }


def _medians(names: Sequence[str], runs: pd.DataFrame) -> pd.DataFrame:
    """The median of further scores of each combination, in the order of `combinations_of`."""
    further = [name for name in SCORES if name in runs and name not in ("loss", "diverged_at")]
    return pd.DataFrame({name: combinations_of(runs, names, name)["median"] for name in further})


def _number(value: Any) -> float | int | None:
    if value is None or value is pd.NA or not math.isfinite(value):
        return None
    return value if isinstance(value, int) else float(value)


def _named(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)

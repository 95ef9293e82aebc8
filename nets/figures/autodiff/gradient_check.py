"""The gradients of a check as a table, the largest disagreement first."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from nets.models.parameters import Weight
from nets.queries.autodiff.gradient_check import GradientCheck


def gradient_table(found: GradientCheck, weights: Sequence[Weight]) -> pd.DataFrame:
    """A line for each weight that was checked: where it is, its gradients, and how far apart they are."""
    by_name = {weight.name: weight for weight in weights}
    of = [by_name[found.matrices[matrix]] for matrix, _, _ in found.places]
    columns = {
        "weights": [weight.name for weight in of],
        "to": [weight.rows[i] for weight, (_, i, _) in zip(of, found.places, strict=True)],
        "from": [weight.columns[j] for weight, (_, _, j) in zip(of, found.places, strict=True)],
        "tape": found.tape,
    }
    if len(found.manual):
        columns["formula"] = found.manual
    columns["difference"] = found.difference
    others = [found.manual, found.difference] if len(found.manual) else [found.difference]
    columns["apart"] = np.max([np.abs(other - found.tape) for other in others], axis=0)
    return pd.DataFrame(columns).sort_values("apart", ascending=False, kind="stable", ignore_index=True)

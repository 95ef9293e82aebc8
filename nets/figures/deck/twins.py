"""Twin units: hidden units of a layer with equal incoming weights, which answer the same to every row."""

from collections.abc import Mapping, Sequence

import numpy as np

from nets.models.parameters import Weight

ALIKE = 1e-3  # of the larger of the two units' largest weights
MOST_NAMED = 3  # groups
MOST_IN_GROUP = 6


def twins(values: np.ndarray) -> list[list[int]]:
    """The units with equal incoming weights `values` (H, n), in groups of two or more.

    Equal is what differs by at most a thousandth of the larger one's largest weight.
    """
    values = np.where(np.isfinite(values), values, np.nan)
    largest = np.abs(values).max(axis=1, initial=0.0)
    left, groups = list(range(len(values))), []
    while left:
        first, *others = left
        apart = np.abs(values[others] - values[first]).max(axis=1, initial=0.0)
        alike = apart <= ALIKE * np.maximum(largest[others], largest[first])  # never so of what is no number
        group = [first, *(unit for unit, same in zip(others, alike, strict=True) if same)]
        if len(group) > 1:
            groups.append(group)
        left = [unit for unit in others if unit not in group]
    return groups


def twins_note(weights: Sequence[Weight], params: Mapping[str, np.ndarray], *, most: int) -> list[str]:
    """A sentence that names the twins among the first `most` units of each layer, or nothing. Of a cell with gates the
    weights of one tell nothing of the unit.
    """
    whole = [weight for weight in weights[:-1] if weight.gate is None]
    groups = [[weight.rows[unit] for unit in group] for weight in whole for group in twins(params[weight.name][:most])]
    if not groups:
        return []
    named = "; ".join(_listed(group) for group in groups[:MOST_NAMED])
    more = f"; and {len(groups) - MOST_NAMED} groups more" if len(groups) > MOST_NAMED else ""
    return [f"Twin units, whose incoming weights, and so outputs, are the same to a thousandth: {named}{more}."]


def _listed(names: Sequence[str]) -> str:
    if len(names) > MOST_IN_GROUP:
        return f"{', '.join(names[:MOST_IN_GROUP])} and {len(names) - MOST_IN_GROUP} more"
    return f"{', '.join(names[:-1])} and {names[-1]}"

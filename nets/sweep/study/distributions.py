"""The axes of a sweep as Optuna's distributions. Optuna is imported at the first use."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from nets.sweep.axis import Axis

if TYPE_CHECKING:
    from optuna.distributions import BaseDistribution

WIDE = 50.0  # values whose least and greatest have this ratio are looked at on a logarithmic scale


def distributions_of(axes: Sequence[Axis], *, searched: bool = False) -> dict[str, "BaseDistribution"]:
    """The distribution of each axis, by its setting: of numbers from the least to the greatest, of choices and seeds
    each for itself. Of what is `searched`, numbers that were given one by one are choices too.
    """
    return {axis.setting: _distribution(axis, searched=searched) for axis in axes}


def _distribution(axis: Axis, *, searched: bool) -> "BaseDistribution":
    from optuna.distributions import (  # noqa: PLC0415 - takes a second
        CategoricalDistribution,
        FloatDistribution,
        IntDistribution,
    )

    is_number = all(isinstance(value, int | float) for value in axis.values)
    if not is_number or axis.setting == "seed" or (searched and ":" not in axis.text):
        return CategoricalDistribution(list(axis.values))
    low, high = min(axis.values), max(axis.values)
    is_log = axis.is_log or (":" not in axis.text and low > 0 and high / low >= WIDE)
    kind = IntDistribution if all(isinstance(value, int) for value in axis.values) else FloatDistribution
    return kind(low, high, log=is_log)

"""Which batches are worth being one: padding costs time in every epoch, another compilation costs it once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nets.settings import Settings
from nets.settings.compile_key import padded_width

# Seconds, measured on one core: what a function takes to compile, and what an epoch of one run takes for each row by
# hidden unit, and by weight. A slower processor is slower at all three.
COMPILE_S = 1.2
UNIT_S = 2.8e-9
WEIGHT_S = 0.09e-9


@dataclass(frozen=True)
class Padded:
    """Runs, by their places in a list, and the widths that they are padded to."""

    places: tuple[int, ...]
    widths: tuple[int, ...]


def merged(runs: Sequence[Settings], *, n_rows: int, n_features: int, n_classes: int) -> list[tuple[int, ...]]:
    """The places of the runs, which differ in their widths and activations alone, that are best trained together.

    Runs of a layer's width up to the same power of two are together; two such groups are one where the padding takes
    less time than a compilation. Runs that are narrow, few or soon trained are padded further.
    """
    groups: dict[tuple[int, ...], list[int]] = {}
    for place, run in enumerate(runs):
        groups.setdefault(tuple(map(padded_width, run.widths)), []).append(place)
    found = [Padded(tuple(places), widths) for widths, places in groups.items()]

    def seconds(group: Padded) -> float:
        n_weights, n_inputs = 0, n_features
        for n_units in (*group.widths, n_classes):
            n_weights += (n_inputs + 1) * n_units
            n_inputs = n_units
        n_epochs = sum(runs[place].epochs for place in group.places)
        return n_epochs * n_rows * (UNIT_S * sum(group.widths) + WEIGHT_S * n_weights)

    def added(pair: tuple[Padded, Padded]) -> float:
        return seconds(_together(pair)) - sum(map(seconds, pair))

    while len(found) > 1:
        best = min(_pairs(found), key=added)
        if added(best) > COMPILE_S:
            break
        found = [group for group in found if group not in best] + [_together(best)]
    return sorted(tuple(sorted(group.places)) for group in found)


def _together(pair: tuple[Padded, Padded]) -> Padded:
    one, other = pair
    return Padded(one.places + other.places, tuple(map(max, one.widths, other.widths)))


def _pairs(groups: Sequence[Padded]) -> Iterable[tuple[Padded, Padded]]:
    return ((one, other) for i, one in enumerate(groups) for other in groups[:i])

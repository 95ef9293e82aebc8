"""Padding: the weights of a narrow MLP inside those of a wider one, with 0 for all that it has not got."""

import functools
from collections.abc import Mapping, Sequence

import msgspec
import numpy as np

from nets.models.parameters import Weight, initialise, weights_of
from nets.settings import Settings

Arrays = dict[str, np.ndarray]


def initial(wide: Settings, *, runs: Sequence[Settings], n_features: int, n_classes: int) -> Arrays:
    """First weights by name, (R, rows, columns) of the `wide` net, each run's drawn at its own shape."""
    first: Arrays = {
        weight.name: np.zeros((len(runs), *weight.shape), np.float32)
        for weight in _weights(wide, n_features, n_classes)
    }
    for place, run in enumerate(runs):
        drawn = initialise(_weights(run, n_features, n_classes), runs=[run])
        for name, within in _places(run.hidden_units, wide, n_features, n_classes).items():
            first[name][place][within] = drawn[name][0]
    return first


def own_shape(
    values: Mapping[str, np.ndarray], *, settings: Settings, wide: Settings, n_features: int, n_classes: int
) -> Arrays:
    """The weights (..., rows, columns) of a run in the `wide` net, or their slots, by name, without the padding."""
    places = _places(settings.hidden_units, wide, n_features, n_classes)
    return {name: value[..., *places[name.rpartition(".")[2]]] for name, value in values.items()}


def _weights(settings: Settings, n_features: int, n_classes: int) -> tuple[Weight, ...]:
    return weights_of(settings, features=range(n_features), classes=range(n_classes))


@functools.lru_cache(maxsize=64)
def _places(units: int | str, wide: Settings, n_features: int, n_classes: int) -> Mapping[str, tuple]:
    """Where the rows and the columns of each weight of a net with these units are in the wide one's."""
    narrow = _weights(msgspec.structs.replace(wide, hidden_units=units), n_features, n_classes)
    return {
        own.name: np.ix_(_found(own.rows, within.rows), _found(own.columns, within.columns))
        for own, within in zip(narrow, _weights(wide, n_features, n_classes), strict=True)
    }


def _found(names: Sequence, among: Sequence) -> list[int]:
    places = {name: place for place, name in enumerate(among)}
    return [places[name] for name in names]

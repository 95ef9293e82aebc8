"""The surface: the losses of many nets on the same rows, those of a plane's places and of runs' paths."""

import functools
import time
from collections.abc import Callable

import msgspec
import numpy as np
import tensorflow as tf

from nets.autodiff.net import Net
from nets.errors import Code, Refusal
from nets.landscape.plane import axes_over, line_of, matrices_of, plane_of_path, random_plane
from nets.queries.landscape import PLACES, KeptPath, Landscape, LandscapeQuery, Path
from nets.settings import Settings
from nets.settings.compile_key import forward_key
from nets.training.engine.batching import Data, as_columns, laid_out
from nets.training.engine.compile import CompiledFunction
from nets.training.engine.gradient import Model, loss_of
from nets.training.engine.layout import arranged
from nets.training.engine.run import Run

MOST_PRODUCTS = 2e10  # multiplications of all nets on all rows: seconds, in which no other query is answered
MOST_VALUES = 2**21  # of one layer of all nets that are evaluated at once
MOST_RUNS = 1024
ROWS_OF_A_BLOCK = 256  # in which the engine takes an MLP's many rows
LEAST_RANDOM = 1.0  # random directions are followed as far as the weights' own length, as Li et al. do
MOMENTS = 48  # of a path that is trained again
MOST_TRAINED_S = 5.0
COMPILED_NETS = 16


def landscape(net: Net, query: LandscapeQuery) -> Landscape:
    """The loss over the query's plane, at its places and along the paths.

    Raises `Refusal` where that takes too many multiplications, or the first path spans no plane.
    """
    losses_of = Losses(net)
    paths = [_with_moments_between(net, path) for path in query.paths]
    if query.directions == "path":
        plane, least = plane_of_path(paths[0].weights.astype(np.float64)), 0.0
    else:
        shapes = {name: value.shape for name, value in net.params.items()}
        end = {name: value[0] for name, value in matrices_of(paths[0].weights[-1:], shapes).items()}
        plane, least = random_plane(end, seed=query.seed), LEAST_RANDOM
    places = [plane.places_of(path.weights) for path in paths]
    x, y = axes_over(places, n=PLACES, least=least)
    grid = np.stack([axis.ravel() for axis in np.meshgrid(x, y)], axis=1)
    losses = losses_of(plane.at, np.concatenate([grid, *places]))
    of_grid, *along = np.split(losses, np.cumsum([len(grid), *map(len, places[:-1])]))
    drawn = []
    for path, place, on_plane in zip(paths, places, along, strict=True):
        own = losses_of(lambda lines: lines, path.weights)
        drawn.append(Path(path.epochs, place, own, on_plane, plane.held(path.weights)))
    return Landscape(x, y, of_grid.reshape(len(y), len(x)), drawn)


class Losses:
    """The losses of nets with the structure and the training rows of one, many in one call."""

    def __init__(self, net: Net) -> None:
        """Raises `Refusal` where a landscape of this net takes too many multiplications."""
        settings = forward_key(net.settings)
        self._dtype = tf.as_dtype(settings.precision)
        self._shapes = {name: value.shape for name, value in net.params.items()}
        arrangement = arranged(settings, net.examples)
        n_rows, n_weights = int(np.prod(arrangement.training.inputs.shape[:-1])), len(line_of(net.params))
        _check_work(n_rows, n_weights)
        self._n_runs = _runs_at_once(settings, n_rows, list(self._shapes.values()))
        data = laid_out([settings] * self._n_runs, arrangement, lambda array: tf.constant(array, self._dtype))
        self._data = Data(data.training)
        shapes = tuple(None if each is None else tuple(each.shape) for each in tf.nest.flatten(self._data))
        self._compiled = _compiled(settings, (self._n_runs, *self._shapes.values(), *shapes))

    def __call__(self, weights_of: Callable[[np.ndarray], np.ndarray], places: np.ndarray) -> np.ndarray:
        """The losses (n,) of the nets whose weights (m, W) `weights_of` gives for each m of n places."""
        losses = []
        for begin in range(0, len(places), self._n_runs):
            some = places[begin : begin + self._n_runs]
            filled = np.concatenate([some, np.repeat(some[-1:], self._n_runs - len(some), axis=0)])
            params = matrices_of(weights_of(filled), self._shapes)
            tensors = {name: tf.constant(value, self._dtype) for name, value in params.items()}
            losses.append(self._compiled(tensors, self._data).numpy()[: len(some)])
        return np.concatenate(losses).astype(np.float64)


def _check_work(n_rows: int, n_weights: int) -> None:
    n_products = PLACES**2 * n_weights * n_rows
    if n_products > MOST_PRODUCTS:
        sentence = (
            f"A landscape of {n_weights:,} weights on {n_rows:,} rows would take about {n_products / 1e9:,.0f} billion "
            f"multiplications, and {MOST_PRODUCTS / 1e9:.0f} billion are allowed: take fewer hidden units, or a table "
            "with fewer rows."
        )
        raise Refusal(Code.TOO_LONG, sentence)


def _runs_at_once(settings: Settings, n_rows: int, shapes: list[tuple[int, int]]) -> int:
    """How many nets are evaluated at once, a power of two."""
    widest = max(n_units for n_units, _ in shapes)
    rows = n_rows if settings.net == "rnn" else min(n_rows, ROWS_OF_A_BLOCK)
    fitting = max(1, min(MOST_RUNS, MOST_VALUES // (widest * rows)))
    return 1 << (fitting.bit_length() - 1)


@functools.lru_cache(maxsize=COMPILED_NETS)
def _compiled(settings: Settings, _shapes: tuple) -> Callable:
    """The function of this forward key for nets and rows of these shapes; kept for the next net like it."""

    def run(params, data):
        return loss_of(Model(settings), params, as_columns(settings, data).training)[0]

    return CompiledFunction(run)


def _with_moments_between(net: Net, path: KeptPath) -> KeptPath:
    """The path with as many moments as are drawn, trained again from the start where only a few were kept; as it is if
    that takes long. It ends at the very weights that were kept.
    """
    last = int(path.epochs[-1])
    if path.settings is None or len(path.epochs) >= min(MOMENTS, last + 1):
        return path
    run = Run(msgspec.structs.replace(path.settings, early_stopping=0), net.examples)
    epochs = np.unique(np.linspace(0, last, min(MOMENTS, last + 1)).astype(int))
    lines, began = [], time.perf_counter()
    for epoch in epochs[:-1]:
        while run.epoch < epoch and run.diverged_at is None:
            run.advance(int(epoch) - run.epoch)
        lines.append(line_of({name: value[0] for name, value in run.evaluate(in_brief=True).params.items()}))
        if time.perf_counter() - began > MOST_TRAINED_S:
            return path
    return KeptPath(epochs, np.stack([*lines, path.weights[-1]]))

"""About how long a sweep takes and how much memory, by a simple law, before it starts."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nets.errors import Code, SettingsError
from nets.models.parameters import SLOTS, weights_of
from nets.settings import Settings
from nets.settings.compile_key import batch_key, structure_of
from nets.sweep.merging import merged
from nets.sweep.names import title_of
from nets.sweep.pieces import most_side_by_side
from nets.sweep.plan import rows_key
from nets.sweep.sweep import Member, Sweep

# Fitted to the processor time of 17 sweeps on the samples, 1 to 1,536 runs each: 14 of them within a factor of two.
# What a piece and a run take besides is that of 4,096 runs of the lecture's MLP on a page that draws them meanwhile.
COMPILE_S = {"mlp": 1.1, "rnn": 1.8}  # of one structure
PRODUCT_S = {"mlp": 4e-10, "rnn": 1.5e-9}  # of a weight and a row: its share of the pass, the gradient, the update
STEP_S = {"mlp": 6e-6, "rnn": 5e-5}  # of a step of a batch of runs, or a time step, whatever it holds
DRAWN_STEP_S = 5e-4  # of a step on rows that are drawn for it
PIECE_S = 0.1  # of a piece: its tensors, its evaluations and reports
RUN_S = 1e-3  # of a run: its initial weights, and what the page draws of it
SCORE_S = 2e-7  # of an epoch of a run: its score, told and kept
KEPT_SCORES_BYTES = 12 * 2**20  # of the scores of all runs at most: of more epochs every other one is kept


@dataclass(frozen=True)
class Estimate:
    """Of so many runs and structures, about how many seconds on a machine that does nothing else, and bytes."""

    n_runs: int
    n_structures: int
    seconds: float
    n_bytes: int


def estimate_of(members: Sequence[Member], *, n_rows: int, n_features: int, n_classes: int) -> Estimate:
    """The estimate of these runs on such a table: a compilation for each structure; for each piece, as `pieces_of` cuts
    them, a constant, and another for each of its steps; for each run a constant, its weights, padded as `merged` has
    them, times its rows, and for each epoch its scores.
    """
    shape = {"n_rows": n_rows, "n_features": n_features, "n_classes": n_classes}
    epochs = max(member.settings.epochs for member in members)
    batches = _batches(members, shape)
    seconds = sum(_seconds(runs, shape) for runs in batches)
    n_alike = Counter(_shape_of(member.settings) for member in members)
    n_weights = 0
    for settings in {_shape_of(member.settings): member.settings for member in members}.values():
        size = n_alike[_shape_of(settings)] * _n_weights(settings, shape)
        n_weights += size * (1 + len(SLOTS[settings.optimiser]))
    width = 8 if members[0].settings.precision == "float64" else 4
    n_scores = 3 if any(member.settings.validation_split for member in members) else 1
    scores = min(4 * len(members) * (epochs + 1) * n_scores, KEPT_SCORES_BYTES)
    return Estimate(len(members), len(batches), seconds, width * n_weights + 2 * scores)


def _batches(members: Sequence[Member], shape: Mapping[str, int]) -> list[list[Settings]]:
    """The runs of each batch, as a plan has them."""
    alike: dict[tuple, list[Settings]] = {}
    for member in members:
        alike.setdefault((batch_key(member.settings), rows_key(member.settings)), []).append(member.settings)
    return [[runs[i] for i in group] for runs in alike.values() for group in merged(runs, **shape)]


def _seconds(runs: Sequence[Settings], shape: Mapping[str, int]) -> float:
    """Of a batch."""
    net, n_rows, epochs = structure_of(runs).net, shape["n_rows"], max(run.epochs for run in runs)
    n_pieces = math.ceil(len(runs) / most_side_by_side(runs, **shape))
    n_drawn = math.ceil(n_rows / net.batch) if 0 < net.batch < n_rows else 0
    n_steps = n_rows if net.net == "rnn" else 1
    a_piece = PIECE_S + epochs * (n_steps * STEP_S[net.net] + n_drawn * DRAWN_STEP_S)
    a_run = RUN_S + epochs * (SCORE_S + n_rows * _n_weights(net, shape) * PRODUCT_S[net.net])
    return COMPILE_S[net.net] + n_pieces * a_piece + len(runs) * a_run


def _n_weights(settings: Settings, shape: Mapping[str, int]) -> int:
    weights = weights_of(settings, features=range(shape["n_features"]), classes=range(shape["n_classes"]))
    return sum(math.prod(weight.shape) for weight in weights)


def _shape_of(settings: Settings) -> tuple:
    """What the size of a run's weights and slots depends on."""
    return settings.net, settings.widths, settings.cell, settings.bias, settings.output, settings.optimiser


def check_memory(sweep: Sweep, estimate: Estimate, *, most: int) -> None:
    """Raises `SettingsError`, naming what to shorten, where a sweep would take more bytes than a visitor has left."""
    if estimate.n_bytes <= most:
        return
    longest = max(sweep.axes, key=lambda axis: len(axis.values), default=None)
    if longest is None or (sweep.n_seeds or 1) > len(longest.values):
        shorten = "take fewer seeds"
    else:
        shorten = f"shorten {title_of(longest)}, which has {len(longest.values):,} values"
    raise SettingsError(
        Code.TOO_BIG,
        f"The weights and scores of these {estimate.n_runs:,} runs would take about {estimate.n_bytes / 2**20:,.0f} "
        f"MB, and {most / 2**20:.0f} MB are left beside pinned runs: {shorten}.",
    )

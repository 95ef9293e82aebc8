"""About how long a sweep takes and how much memory, by a simple law, before it starts."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from nets.errors import Code, SettingsError
from nets.models.parameters import SLOTS, weights_of
from nets.settings import Settings
from nets.settings.compile_key import batch_key
from nets.sweep.names import title_of
from nets.sweep.sweep import Member, Sweep

# Fitted to the processor time of 17 sweeps on the samples, 1 to 1,536 runs each: 14 of them within a factor of two.
COMPILE_S = {"mlp": 1.1, "rnn": 1.8}  # of one structure
PRODUCT_S = {"mlp": 4e-10, "rnn": 1.5e-9}  # of a weight and a row: its share of the pass, the gradient, the update
STEP_S = {"mlp": 6e-6, "rnn": 5e-5}  # of a step of a batch of runs, or a time step, whatever it holds
DRAWN_STEP_S = 5e-4  # of a step on rows that are drawn for it
KEPT_SCORES_BYTES = 12 * 2**20  # of the scores of all runs at most: of more epochs every other one is kept


@dataclass(frozen=True)
class Estimate:
    """Of so many runs and structures, about how many seconds on a machine that does nothing else, and bytes."""

    n_runs: int
    n_structures: int
    seconds: float
    n_bytes: int


def estimate_of(members: Sequence[Member], *, n_rows: int, n_features: int, n_classes: int) -> Estimate:
    """The estimate of these runs on such a table: a compilation for each structure, then for each step of a structure's
    batch a constant, and for each run its weights times its rows.
    """
    epochs = max(member.settings.epochs for member in members)
    seconds, n_weights = 0.0, 0
    structures = {batch_key(member.settings) for member in members}
    for key in structures:
        n_drawn = math.ceil(n_rows / key.batch) if 0 < key.batch < n_rows else 0
        n_steps = n_rows if key.net == "rnn" else 1
        seconds += COMPILE_S[key.net] + epochs * (n_steps * STEP_S[key.net] + n_drawn * DRAWN_STEP_S)
    n_alike = Counter(_shape_of(member.settings) for member in members)
    for settings in {_shape_of(member.settings): member.settings for member in members}.values():
        weights = weights_of(settings, features=range(n_features), classes=range(n_classes))
        size = n_alike[_shape_of(settings)] * sum(math.prod(weight.shape) for weight in weights)
        seconds += epochs * n_rows * size * PRODUCT_S[settings.net]
        n_weights += size * (1 + len(SLOTS[settings.optimiser]))
    width = 8 if members[0].settings.precision == "float64" else 4
    n_scores = 3 if any(member.settings.validation_split for member in members) else 1
    scores = min(4 * len(members) * (epochs + 1) * n_scores, KEPT_SCORES_BYTES)
    return Estimate(len(members), len(structures), seconds, width * n_weights + 2 * scores)


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

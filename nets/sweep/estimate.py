"""About how long a sweep takes and how much memory, by a simple law, before it starts."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from nets.errors import Code, SettingsError
from nets.models.outputs import n_outputs
from nets.models.parameters import SLOTS, weights_of
from nets.settings import Settings
from nets.settings.compile_key import batch_key, forward_key
from nets.sweep.names import title_of
from nets.sweep.sweep import Member, Sweep

# Measured on two cores: the lecture's MLP and RNN, and Modern on the spiral, 1 to 256 runs each.
COMPILE_S = 1.0  # of one structure
STEP_S = 6e-6  # of one step of one batch of runs, whatever it holds
PRODUCT_S = 4e-10  # of one product of a weight and a row, its share of the gradient and of the update among it
TIME_STEP_S = 1.5e-6  # of one time step of an RNN, whatever it holds
KEPT_SCORES_BYTES = 12 * 2**20  # of the scores of all runs at most: of more epochs every other one is kept
MOST_BYTES = 64 * 2**20  # of one visitor's sweep


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
    n_structures = len({batch_key(member.settings) for member in members})
    nets = Counter(_work(member.settings) for member in members)
    seconds, n_weights = COMPILE_S * n_structures, 0
    for net, n_runs in nets.items():
        shapes = weights_of(net, features=range(n_features), classes=range(n_classes))
        weights = sum(math.prod(weight.shape) for weight in shapes)
        n_steps = math.ceil(n_rows / net.batch) if 0 < net.batch < n_rows else 1
        in_sequence = n_rows if net.net == "rnn" else 0
        seconds += net.epochs * (n_steps * STEP_S + TIME_STEP_S * in_sequence)
        seconds += net.epochs * n_runs * n_rows * weights * PRODUCT_S
        n_weights += n_runs * weights * (1 + len(SLOTS[net.optimiser]))
    width = 8 if members and members[0].settings.precision == "float64" else 4
    n_scores = 3 if any(member.settings.validation_split for member in members) else 1
    epochs = max((member.settings.epochs for member in members), default=0)
    scores = min(4 * len(members) * (epochs + 1) * n_scores, KEPT_SCORES_BYTES)
    n_answers = len(members) * max((n_outputs(net, n_classes) for net in nets), default=1)
    return Estimate(len(members), n_structures, seconds, width * n_weights + 2 * scores + 8 * n_answers)


def _work(settings: Settings) -> Settings:
    """What decides the work of a run: of two runs with the same it is the same."""
    kept = msgspec.structs.replace(forward_key(settings), optimiser=settings.optimiser)
    return msgspec.structs.replace(kept, batch=settings.batch, epochs=settings.epochs)


def check_memory(sweep: Sweep, estimate: Estimate) -> None:
    """Raises `SettingsError`, naming what to shorten, where a sweep would take more memory than a visitor has."""
    if estimate.n_bytes <= MOST_BYTES:
        return
    longest = max(sweep.axes, key=lambda axis: len(axis.values), default=None)
    if longest is None or (sweep.n_seeds or 1) > len(longest.values):
        shorten = "take fewer seeds"
    else:
        shorten = f"shorten {title_of(longest)}, which has {len(longest.values):,} values"
    raise SettingsError(
        Code.TOO_BIG,
        f"The weights and scores of these {estimate.n_runs:,} runs would take about {estimate.n_bytes / 2**20:,.0f} "
        f"MB, and {MOST_BYTES / 2**20:.0f} MB are allowed: {shorten}.",
    )

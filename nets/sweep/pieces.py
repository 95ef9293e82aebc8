"""The pieces of a plan: batches small enough to be done again, and to be kept as they are done."""

from collections.abc import Sequence

from nets.settings import Settings
from nets.settings.compile_key import forward_key
from nets.sweep.plan import Batch, Plan
from nets.training.memory import BLOCK, MOST_BYTES, bytes_wanted, n_products

MOST_SIDE_BY_SIDE = 256  # runs of a piece: twice as many are hardly faster, a run
MOST_VALUES = 2**19  # of an MLP's widest layer, of all runs of a piece: of four times as many a run takes half as long
# again, since they leave the cache
FEWEST = 16  # runs of a piece, if there are as many and memory for them
MOST_PRODUCTS = 250_000_000  # of one forward pass of a piece: of more, an epoch keeps others waiting over 0.1 s


def pieces_of(plan: Plan, *, rounded: bool = False) -> tuple[Batch, ...]:
    """The plan's batches, each cut into pieces of one size, so that they share their compiled functions; `rounded` up
    to a power of two, they share those of other plans too.

    A piece has every so many-th run of its batch, so that it has all its widths and activations. One that is short of a
    run is filled up with its last: it has more `runs` than `members`.
    """
    found: list[Batch] = []
    for batch in plan.batches:
        examples = plan.examples[batch.data]
        shape = {"n_rows": examples.n_rows, "n_features": len(examples.columns), "n_classes": examples.n_classes}
        found += _pieces(batch, most_side_by_side(batch.runs, **shape), rounded)
    return tuple(found)


def most_side_by_side(runs: Sequence[Settings], *, n_rows: int, n_features: int, n_classes: int) -> int:
    """How many runs of a batch a piece has at most, on a table of this shape."""
    shape = {"n_places": n_rows, "n_features": n_features, "n_classes": n_classes}
    nets = {forward_key(run): run for run in runs}
    wanted = max(bytes_wanted(run, **shape) for run in nets.values())
    widest = max((n for run in nets.values() if run.net == "mlp" for n in run.widths), default=1)
    cached = MOST_VALUES // (min(n_rows, BLOCK) * widest)
    work = max(n_products(run, **shape) for run in nets.values())
    return max(1, min(MOST_SIDE_BY_SIDE, max(cached, FEWEST), MOST_BYTES // wanted, MOST_PRODUCTS // work))


def _pieces(batch: Batch, most: int, rounded: bool) -> list[Batch]:
    n_runs = len(batch.runs)
    n_pieces = -(-n_runs // most)
    size = -(-n_runs // n_pieces)
    if rounded:
        size = min(1 << (size - 1).bit_length(), most)
    found = []
    for first in range(n_pieces):
        runs = batch.runs[first::n_pieces]
        filled = runs + runs[-1:] * (size - len(runs))
        found.append(Batch(batch.members[first::n_pieces], filled, batch.data))
    return found

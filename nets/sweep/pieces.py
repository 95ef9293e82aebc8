"""The pieces of a plan: batches small enough to be done again, and to be kept as they are done."""

from nets.sweep.plan import Batch, Plan
from nets.training.memory import MOST_BYTES, bytes_wanted

MOST_SIDE_BY_SIDE = 256  # runs of a piece: twice as many are hardly faster, a run


def pieces_of(plan: Plan) -> tuple[Batch, ...]:
    """The plan's batches, each cut into pieces of one size, so that they share their compiled functions.

    The last piece of a batch is filled up with its last run: a piece may have more `runs` than `members`.
    """
    return tuple(piece for batch in plan.batches for piece in _pieces(batch, _most(plan, batch)))


def _pieces(batch: Batch, most: int) -> list[Batch]:
    n_runs = len(batch.runs)
    n_pieces = -(-n_runs // most)
    size = -(-n_runs // n_pieces)
    found = []
    for begin in range(0, n_runs, size):
        runs = batch.runs[begin : begin + size]
        filled = runs + runs[-1:] * (size - len(runs))
        found.append(Batch(batch.members[begin : begin + size], filled, batch.data))
    return found


def _most(plan: Plan, batch: Batch) -> int:
    examples = plan.examples[batch.data]
    n_features = len(examples.columns)
    wanted = bytes_wanted(batch.runs[0], n_places=examples.n_rows, n_features=n_features, n_classes=examples.n_classes)
    return max(1, min(MOST_SIDE_BY_SIDE, MOST_BYTES // wanted))

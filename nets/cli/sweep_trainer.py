"""Who trains the pieces of a sweep: this process, or another that is called in the same way."""

from collections.abc import Callable, Iterator, Sequence

from nets.sweep.plan import Batch
from nets.sweep.trained import Trained
from nets.training.protocol.examples import Examples

Report = Callable[[float], None]  # is told how many runs are done, those in training by the share of their epochs
Trainer = Callable[[Sequence[Batch], Sequence[Examples], Report], Iterator[tuple[Batch, Trained]]]


def train_here(
    pieces: Sequence[Batch], examples: Sequence[Examples], report: Report
) -> Iterator[tuple[Batch, Trained]]:
    """Each piece and what came of its members, on all cores of this computer."""
    from nets.training.engine.all_cores import train_on_all_cores  # noqa: PLC0415 - TensorFlow takes seconds

    for piece, found in train_on_all_cores(pieces, examples, report):
        yield piece, found.first(len(piece.members))

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
    """Each piece and what came of its members, one piece after the other."""
    from nets.training.engine.side_by_side import train_side_by_side  # noqa: PLC0415 - TensorFlow takes seconds

    n_done = 0
    for piece in pieces:
        share = len(piece.members) / piece.runs[0].epochs
        found = train_side_by_side(
            piece.runs, examples[piece.data], report=lambda epoch, n=n_done, share=share: report(n + share * epoch)
        )
        n_done += len(piece.members)
        yield piece, found.first(len(piece.members))

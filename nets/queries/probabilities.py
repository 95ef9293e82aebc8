"""The probabilities of all rows, for downloads and ROC curves; a `Snapshot` on a page has those of some."""

from typing import TYPE_CHECKING

import msgspec
import numpy as np

from nets.queries.query import Query

if TYPE_CHECKING:
    from nets.autodiff.net import Net


class Probabilities(msgspec.Struct, frozen=True, tag=True):
    """The probabilities of each row, (B, K), in the table's order."""

    probs: np.ndarray


class ProbabilitiesQuery(Query[Probabilities], frozen=True):
    """Of every row of the run's table."""

    def answer(self, net: "Net") -> Probabilities:
        from nets.training.engine.run import Run
        from nets.training.protocol.snapshot import at_weights

        start = at_weights({name: value[None] for name, value in net.params.items()})
        return Probabilities(Run(net.settings, net.examples, start=start).evaluate().probs[0])

"""What a net predicts for rows that it was not trained on."""

from typing import TYPE_CHECKING

import msgspec
import numpy as np

from nets.data.columns.numeric import Values
from nets.queries.query import Query

if TYPE_CHECKING:
    from nets.autodiff.net import Net


class Predictions(msgspec.Struct, frozen=True, tag=True):
    """Of each row the predicted class (B,) and the probabilities (B, K).

    `loss`, in nats, by the class weights of the training, and `accuracy`, from 0 to 1, are those of the rows with a
    label; None where there are none.
    """

    predicted: np.ndarray
    probs: np.ndarray
    loss: float | None
    accuracy: float | None


class PredictionsQuery(Query[Predictions], frozen=True):
    """Of rows whose D inputs are `columns`, as they enter the net, without the constant 1.

    `targets` (B,) are their classes, -1 without a label; rows with the same number in `groups` (B,) are one sequence,
    None: all are one.
    """

    columns: tuple[Values, ...]
    targets: np.ndarray
    groups: np.ndarray | None = None

    def answer(self, net: "Net") -> Predictions:
        """Raises `Refusal` where the net and the rows together are too large."""
        from nets.training.engine.new_rows import predictions

        return predictions(net.settings, net.params, net.examples, self)

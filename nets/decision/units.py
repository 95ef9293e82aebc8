"""The outputs of an MLP's hidden units, from the model's own forward pass."""

from collections.abc import Mapping

import numpy as np
import tensorflow as tf

from nets.models import mlp
from nets.models.activations import ACTIVATIONS
from nets.queries.units import UnitOutputs
from nets.settings import Settings


def unit_outputs(
    settings: Settings, params: Mapping[str, np.ndarray], inputs: np.ndarray, *, most_units: int
) -> UnitOutputs:
    """What the first units of each layer answer to inputs (n, D+1), the last of them 1; weights (rows, columns).

    Without dropout, and in the precision of the run.
    """
    dtype, layers = tf.as_dtype(settings.precision), []

    def activate(_layer: int, sums: tf.Tensor) -> tf.Tensor:
        outputs = ACTIVATIONS[settings.activation](sums)
        layers.append(outputs[0, :most_units].numpy())
        return outputs

    weights = {name: tf.constant(value[None], dtype) for name, value in params.items()}
    mlp.columns(settings, weights, tf.constant(inputs.T, dtype), activate=activate)
    return UnitOutputs(tuple(layers))

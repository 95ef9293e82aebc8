"""Small maps: what some runs of a batch predict at given places."""

from collections.abc import Sequence

import numpy as np
import tensorflow as tf

from nets.models import mlp
from nets.models.heads import head_of
from nets.settings import Settings
from nets.training.protocol.snapshot import Snapshot


def predictions(
    settings: Settings, snapshot: Snapshot, runs: Sequence[int], *, inputs: np.ndarray | None
) -> tuple[np.ndarray, np.ndarray]:
    """The predicted class of m runs of a batch, (m, n), at these inputs (n, D) and its probability (m, n).

    Of an RNN, without inputs, the class of each row, (m, B), and of its probability nothing, (m, 0).
    """
    if inputs is None:
        return snapshot.predicted[list(runs)], np.zeros((len(runs), 0), np.float32)
    params = {name: tf.constant(value[list(runs)]) for name, value in snapshot.params.items()}
    kind = next(iter(params.values())).dtype
    lines = np.concatenate([inputs, np.ones((len(inputs), 1))], axis=1)
    _, logits = mlp.forward(settings, params, tf.constant(lines, kind))
    probs = head_of(settings).probabilities(logits, axis=2).numpy()
    predicted = probs.argmax(axis=2).astype(np.min_scalar_type(probs.shape[2]))
    return predicted, probs.max(axis=2).astype(np.float32)

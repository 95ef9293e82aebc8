"""The loss of some rows and its gradient."""

import tensorflow as tf

from nets.models import mlp, rnn
from nets.models.losses import cross_entropy, penalty
from nets.models.optimisers import StepParams
from nets.settings import Settings
from nets.training.engine.batching import Batch, Rows, summed

Gradients = dict[str, tf.Tensor]


def forward(net: Settings, params, batch: Batch) -> tuple[tf.Tensor, tf.Tensor]:
    """Hidden units and logits, the MLP's with rows as columns: (R, H, B) and (R, K, B), or in lanes."""
    if net.net == "mlp":
        return mlp.columns(net, params, batch.inputs, drop=batch.drop)
    return rnn.forward(net, params, batch.inputs)


def slope(net: Settings, params, rows: Rows, step: StepParams) -> tuple[tf.Tensor, tf.Tensor | None, Gradients]:
    """The mean cross-entropy (R,), the logits unless it was taken by blocks, and the gradient of it and the penalties.

    Runs share no weight, so the gradient of the sum of their costs is each run's own.
    """
    if rows.blocks is None:
        loss, logits, gradients = _of(net, params, rows.rest)
    else:
        logits = None
        loss, gradients = summed(lambda batch, share: _of(net, params, batch, share)[::2], rows)
    if net.l1 or net.l2:
        with tf.GradientTape() as tape:
            tape.watch(params)
            extra = penalty(params, l1=step.l1 if net.l1 else None, l2=step.l2 if net.l2 else None)
            total = tf.reduce_sum(extra)
        more = tape.gradient(total, params)
        gradients = {name: value + more[name] for name, value in gradients.items()}
    return loss, logits, gradients


def _of(net: Settings, params, batch: Batch, share: float = 1.0) -> tuple[tf.Tensor, tf.Tensor, Gradients]:
    """This share of the loss, the logits, and the share's gradient."""
    with tf.GradientTape() as tape:
        tape.watch(params)
        logits = forward(net, params, batch)[1]
        loss = cross_entropy(logits, batch.targets, batch.weights, columns=net.net == "mlp")
        loss = loss if share == 1 else share * loss
        total = tf.reduce_sum(loss)
    return loss, logits, tape.gradient(total, params)

"""The loss of some rows and its gradient."""

import tensorflow as tf

from nets.models import mlp, rnn
from nets.models.heads import head_of
from nets.models.losses import penalty
from nets.models.optimisers import StepParams
from nets.settings import Settings
from nets.training.engine.batching import Batch, Rows, summed

Gradients = dict[str, tf.Tensor]


def forward(net: Settings, params, batch: Batch) -> tuple[tf.Tensor, tf.Tensor]:
    """Hidden units and logits, the MLP's with rows as columns: (R, H, B) and (R, O, B), or in lanes."""
    if net.net == "mlp":
        return mlp.columns(net, params, batch.inputs, dropout=batch.dropout)
    return rnn.forward(net, params, batch.inputs)


def loss_of(net: Settings, params, rows: Rows) -> tuple[tf.Tensor, tf.Tensor | None]:
    """The mean loss (R,), without penalties, and the logits unless the rows are in blocks."""
    if rows.blocks is None:
        return _loss(net, params, rows.rest)
    return summed(lambda batch, share: share * _loss(net, params, batch)[0], rows), None


def gradient_of(net: Settings, params, rows: Rows, step: StepParams) -> tuple[tf.Tensor, tf.Tensor | None, Gradients]:
    """What `loss_of` returns, and the gradient of the loss and the penalties.

    Runs share no weight, so the gradient of the sum of their losses is each run's own.
    """
    if rows.blocks is None:
        loss, logits, gradients = _taped(net, params, rows.rest)
    else:
        logits = None
        loss, gradients = summed(lambda batch, share: _taped(net, params, batch, share)[::2], rows)
    if net.l1 or net.l2:
        with tf.GradientTape() as tape:
            tape.watch(params)
            extra = penalty(params, l1=step.l1 if net.l1 else None, l2=step.l2 if net.l2 else None)
            total = tf.reduce_sum(extra)
        more = tape.gradient(total, params)
        gradients = {name: value + more[name] for name, value in gradients.items()}
    return loss, logits, gradients


def _taped(net: Settings, params, batch: Batch, share: float = 1.0) -> tuple[tf.Tensor, tf.Tensor, Gradients]:
    """This share of the loss, the logits, and the share's gradient."""
    with tf.GradientTape() as tape:
        tape.watch(params)
        loss, logits = _loss(net, params, batch)
        loss = loss if share == 1 else share * loss
        total = tf.reduce_sum(loss)
    return loss, logits, tape.gradient(total, params)


def _loss(net: Settings, params, batch: Batch) -> tuple[tf.Tensor, tf.Tensor]:
    logits = forward(net, params, batch)[1]
    return head_of(net).loss(logits, batch.targets, batch.weights, columns=net.net == "mlp"), logits

"""The loss of some rows and its gradient."""

from typing import NamedTuple

import tensorflow as tf

from nets.models import mlp, rnn
from nets.models.heads import head_of
from nets.models.losses import penalty
from nets.models.mixture import Activate, Mixture, activate_of
from nets.models.optimisers import StepParams
from nets.settings import Settings
from nets.settings.compile_key import Structure
from nets.training.engine.batching import Batch, Rows, summed

Gradients = dict[str, tf.Tensor]


class Model(NamedTuple):
    """A net as the compiled functions see it: its settings, and what makes of sums the values of an MLP's hidden layer
    where its runs differ in that.
    """

    settings: Settings
    activate: Activate | None = None


def model_of(structure: Structure, mixture: Mixture) -> Model:
    """The net of this structure whose runs differ like this inside."""
    activate = activate_of(structure.activations, mixture) if structure.is_mixed else None
    return Model(structure.net, activate)


def forward(net: Model, params, batch: Batch) -> tuple[tf.Tensor, tf.Tensor]:
    """Hidden units and logits, the MLP's with rows as columns: (R, H, B) and (R, O, B), or in lanes."""
    settings = net.settings
    if settings.net == "mlp":
        return mlp.columns(settings, params, batch.inputs, dropout=batch.dropout, activate=net.activate)
    return rnn.forward(settings, params, batch.inputs)


def loss_of(net: Model, params, rows: Rows) -> tuple[tf.Tensor, tf.Tensor | None]:
    """The mean loss (R,), without penalties, and the logits unless the rows are in blocks."""
    if rows.blocks is None:
        return _loss(net, params, rows.rest)
    return summed(lambda batch, share: share * _loss(net, params, batch)[0], rows), None


def gradient_of(net: Model, params, rows: Rows, step: StepParams) -> tuple[tf.Tensor, tf.Tensor | None, Gradients]:
    """What `loss_of` returns, and the gradient of the loss and the penalties.

    Runs share no weight, so the gradient of the sum of their losses is each run's own.
    """
    if rows.blocks is None:
        loss, logits, gradients = _taped(net, params, rows.rest)
    else:
        logits = None
        loss, gradients = summed(lambda batch, share: _taped(net, params, batch, share)[::2], rows)
    has_l1, has_l2 = net.settings.l1 > 0, net.settings.l2 > 0
    if has_l1 or has_l2:
        with tf.GradientTape() as tape:
            tape.watch(params)
            extra = penalty(params, l1=step.l1 if has_l1 else None, l2=step.l2 if has_l2 else None)
            total = tf.reduce_sum(extra)
        more = tape.gradient(total, params)
        gradients = {name: value + more[name] for name, value in gradients.items()}
    return loss, logits, gradients


def _taped(net: Model, params, batch: Batch, share: float = 1.0) -> tuple[tf.Tensor, tf.Tensor, Gradients]:
    """This share of the loss, the logits, and the share's gradient."""
    with tf.GradientTape() as tape:
        tape.watch(params)
        loss, logits = _loss(net, params, batch)
        loss = loss if share == 1 else share * loss
        total = tf.reduce_sum(loss)
    return loss, logits, tape.gradient(total, params)


def _loss(net: Model, params, batch: Batch) -> tuple[tf.Tensor, tf.Tensor]:
    logits, settings = forward(net, params, batch)[1], net.settings
    return head_of(settings).loss(logits, batch.targets, batch.weights, columns=settings.net == "mlp"), logits

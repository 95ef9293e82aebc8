"""The loss of a batch of rows and its gradient; of many rows taken block by block, so that each stays in the cache."""

import msgspec
import tensorflow as tf

from nets.models import mlp, rnn
from nets.models.losses import cross_entropy, penalty
from nets.settings import Settings

MOST_AT_ONCE = 2**17  # values of the widest layer, of all runs together; of more, blocks are the faster
BLOCK = 2**15
FEWEST_ROWS = 256  # of a block

Gradients = dict[str, tf.Tensor]


class Batch(msgspec.Struct, frozen=True):
    """The rows of one step, of the MLP as columns, and what is random in it; all but the first two may be None.

    `blocks` are the same rows again, N blocks as (N, D+1, size) and (N, K, size), and `rest` those left over.
    """

    inputs: tf.Tensor
    targets: tf.Tensor
    weights: tf.Tensor | None = None
    drop: mlp.Drop | None = None
    blocks: tuple[tf.Tensor, tf.Tensor] | None = None
    rest: "Batch | None" = None


def in_blocks(net: Settings, batch: Batch, *, n_runs: int) -> Batch:
    """The batch, of an MLP's many rows also their blocks: cut once, outside all loops, since a cut costs a copy."""
    if net.net == "rnn":
        return batch
    (n_inputs, n_rows), n_classes = batch.inputs.shape, batch.targets.shape[0]
    widest = max(n_inputs, n_runs * n_classes, n_runs * net.hidden_units if net.hidden_layers else 0)
    if n_rows * widest <= MOST_AT_ONCE:
        return batch
    size = max(BLOCK // widest, FEWEST_ROWS)
    n_even = n_rows - n_rows % size
    inputs = tf.transpose(tf.reshape(batch.inputs[:, :n_even], (n_inputs, -1, size)), (1, 0, 2))
    targets = tf.transpose(tf.reshape(batch.targets[:, :n_even], (n_classes, -1, size)), (1, 0, 2))
    rest = Batch(batch.inputs[:, n_even:], batch.targets[:, n_even:]) if n_even < n_rows else None
    return msgspec.structs.replace(batch, blocks=(inputs, targets), rest=rest)


def forward(net: Settings, params, batch: Batch) -> tuple[tf.Tensor, tf.Tensor]:
    """Hidden units and logits, the MLP's with rows as columns: (R, H, B) and (R, K, B), or in lanes."""
    if net.net == "mlp":
        return mlp.columns(net, params, batch.inputs, drop=batch.drop)
    return rnn.forward(net, params, batch.inputs)


def slope(net: Settings, params, batch: Batch, hyper) -> tuple[tf.Tensor, tf.Tensor | None, Gradients]:
    """The mean cross-entropy (R,), the logits unless it was taken by blocks, and the gradient of it and the penalties.

    Runs share no weight, so the gradient of the sum of their costs is each run's own.
    """
    logits = None
    if batch.blocks:
        loss, gradients = _by_blocks(net, params, batch)
    else:
        loss, logits, gradients = _of(net, params, batch)
    if net.l1 or net.l2:
        with tf.GradientTape() as tape:
            tape.watch(params)
            extra = penalty(params, l1=hyper["l1"] if net.l1 else None, l2=hyper["l2"] if net.l2 else None)
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


def _by_blocks(net: Settings, params, batch: Batch) -> tuple[tf.Tensor, Gradients]:
    """The sum of the blocks' shares, and that of the rows left over."""
    inputs, targets = batch.blocks
    n_blocks, _, size = inputs.shape
    n_rows = batch.inputs.shape[1]

    def add(block, loss, gradients):
        more, _, slopes = _of(net, params, Batch(inputs[block], targets[block]), size / n_rows)
        return block + 1, loss + more, {name: value + slopes[name] for name, value in gradients.items()}

    if batch.rest:
        loss, _, gradients = _of(net, params, batch.rest, 1 - n_blocks * size / n_rows)
    else:
        loss = tf.zeros(params["W1"].shape[0], inputs.dtype)
        gradients = {name: tf.zeros_like(value) for name, value in params.items()}
    start = (0, loss, gradients)
    _, loss, gradients = tf.while_loop(lambda block, *_: block < n_blocks, add, start, maximum_iterations=n_blocks)
    return loss, gradients

"""The Jacobians of an RNN's time steps."""

import numpy as np
import tensorflow as tf

from nets.autodiff.net import Net
from nets.autodiff.unrolled import TimeStep
from nets.models.cells import CELLS


def is_cut(net: Net, step: int) -> bool:
    """Whether no gradient passes from this step (0 up) to the one before."""
    every = net.settings.tbptt_length if net.settings.tbptt_state == "carry" else 0
    return step == 0 or bool(every and step % every == 0)


def step_jacobians(net: Net, steps: list[TimeStep]) -> list[np.ndarray]:
    """Of each step's state after it, by U h, by the drive and by the state before, (T, N H, ...)."""
    cell = CELLS[net.settings.cell]
    sums, drive, before = (
        tf.stop_gradient(tf.concat([getattr(step, name) for step in steps], axis=0))
        for name in ("sums", "drive", "before")
    )
    with tf.GradientTape(persistent=True) as tape:
        tape.watch([sums, drive, before])
        after = cell.step(sums, drive, before)
        columns = tf.unstack(after, axis=1)
    zero = tf.UnconnectedGradients.ZERO
    each = [tape.gradient(column, [sums, drive, before], unconnected_gradients=zero) for column in columns]
    return [np.stack([part[n].numpy() for part in each], axis=1) for n in range(3)]

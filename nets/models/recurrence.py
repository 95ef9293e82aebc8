"""A cell run along the time steps, with a gradient that runs back along them in time and memory linear in T."""

import math

import tensorflow as tf

from nets.models.cells import Cell
from nets.models.kernels import own_kernels

LARGE = 16  # units


def states_of(cell: Cell, drive: tf.Tensor, recurrent: tf.Tensor, *, cut_every: int = 0) -> tf.Tensor:
    """The state after every step, (T, R, S, N H), from drive z (T, R, S, G H) and recurrent U (R, G H, H).

    s_t = step(U h_(t-1), z_t, s_(t-1)), s_0 = 0, h the first part of s. With `cut_every` the gradient does not
    pass from step n cut_every to the one before (truncated backpropagation, Williams and Peng 1990).

    The gradient is written as a loop of its own, because the tape's record of a loop copies all steps at each
    step, which makes an epoch grow with T squared. With g_t what reaches s_t from its own loss:

        r_t = g_t + (what step t+1 passes back)     (da_t, dz_t, ds_t) = step's own gradients at r_t
        passed back: ds_t + U' da_t                 dU = sum_t da_t h_(t-1)'
    """
    n_steps, n_runs, n_sequences, _ = drive.shape
    n_units = recurrent.shape[2]
    n_products = 0 if n_runs * n_sequences == 1 else math.prod(recurrent.shape) * n_sequences
    start = tf.zeros((n_runs, n_sequences, cell.n_parts * n_units), drive.dtype)

    def times(vectors, matrix, *, transpose_b=False):
        """Each run's vectors (R, S, n) by its matrix, (R, n, m), or the one run's without its axis."""
        if len(matrix.shape) == 3:
            return tf.matmul(vectors, matrix, transpose_b=transpose_b)
        return tf.matmul(vectors[0], matrix, transpose_b=transpose_b)[None]

    def sums(state, matrix):
        return times(state[..., :n_units], matrix, transpose_b=True)

    @tf.custom_gradient
    def run(drive, recurrent):
        # A vector by a matrix among several takes XLA long: of 64 units 6 times as long as by a matrix alone, of 512
        # units 50 times.
        if n_runs == 1 and n_units >= LARGE:
            recurrent = recurrent[0]

        def step_forward(t, state, states):
            t = own_kernels(t, n_products=n_products)
            state = cell.step(sums(state, recurrent), drive[t], state)
            return t + 1, state, tf.tensor_scatter_nd_update(states, [[t]], state[None])

        zeros = tf.zeros((n_steps, *start.shape), drive.dtype)
        _, _, states = tf.while_loop(
            lambda t, *_: t < n_steps, step_forward, (0, start, zeros), maximum_iterations=n_steps
        )

        def gradient(upstream):
            def passed(t, later):
                return later if not cut_every else tf.where((t + 1) % cut_every == 0, tf.zeros_like(later), later)

            def step_back(t, later, grad_drive):
                t = own_kernels(t, n_products=n_products)
                d = cell.gradient(states[t], upstream[t] + passed(t, later))
                return t - 1, times(d, recurrent), tf.tensor_scatter_nd_update(grad_drive, [[t]], d[None])

            def step_back_by_tape(t, later, grad_drive, grad_sums):
                t = own_kernels(t, n_products=n_products)
                before = tf.where(t > 0, states[tf.maximum(t - 1, 0)], start)
                a, z = sums(before, recurrent), drive[t]
                with tf.GradientTape() as tape:
                    tape.watch([a, z, before])
                    after = cell.step(a, z, before)
                da, dz, ds = tape.gradient(
                    after,
                    [a, z, before],
                    output_gradients=upstream[t] + passed(t, later),
                    unconnected_gradients=tf.UnconnectedGradients.ZERO,
                )
                dh = times(da, recurrent)
                parts = [dh] + [tf.zeros_like(dh)] * (cell.n_parts - 1)
                grad_drive = tf.tensor_scatter_nd_update(grad_drive, [[t]], dz[None])
                grad_sums = tf.tensor_scatter_nd_update(grad_sums, [[t]], da[None])
                return t - 1, ds + tf.concat(parts, axis=-1), grad_drive, grad_sums

            body = step_back if cell.gradient else step_back_by_tape
            buffers = (tf.zeros_like(drive),) * (1 if cell.gradient else 2)
            _, _, *grads = tf.while_loop(
                lambda t, *_: t >= 0, body, (n_steps - 1, start, *buffers), maximum_iterations=n_steps
            )
            before = tf.concat([start[None], states[:-1]], axis=0)[..., :n_units]
            return grads[0], tf.einsum("trsg,trsh->rgh", grads[-1], before)

        return states, gradient

    return run(drive, recurrent)

"""The recurrent net of the lecture: softmax units that read the row and their own values at the row before."""

from collections.abc import Mapping

import tensorflow as tf


def forward(params: Mapping[str, tf.Tensor], inputs: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
    """Hidden states (R, T, H) and logits (R, T, K) of inputs (T, D+1) whose last column is the constant 1.

    h_t = softmax(W_H [h_(t-1); x_t; 1]), p_t = softmax(W_Y h_t), h_0 = 0, the logits being W_Y h_t.
    Source: CSE 5523, Lecture Notes 18, 18.2.
    """
    n_units = params["W_H"].shape[1]
    recurrent, outside = params["W_H"][:, :, :n_units], params["W_H"][:, :, n_units:]
    drive = tf.einsum("td,rhd->trh", inputs, outside)
    hidden = tf.transpose(_states(drive, recurrent), [1, 0, 2])  # (R, T, H)
    return hidden, tf.matmul(hidden, params["W_Y"], transpose_b=True)  # (R, T, K)


@tf.custom_gradient
def _states(drive: tf.Tensor, recurrent: tf.Tensor):
    """h_t = softmax(U h_(t-1) + z_t) for every step, (T, R, H), from drive z (T, R, H) and recurrent U (R, H, H).

    The gradient runs back through the same steps. With g_t what reaches h_t from its own loss
    and d_t that of z_t:

        a_t = g_t + U' d_(t+1)        d_t = (diag(h_t) - h_t h_t') a_t        dU = sum_t d_t h_(t-1)'

    Written out, because the tape's own record of a loop copies all steps at each step,
    which makes an epoch grow with T squared.
    """
    n_steps, n_runs, n_units = drive.shape
    start = tf.zeros((n_runs, n_units), drive.dtype)

    def step_forward(t, h, states):
        h = tf.nn.softmax(tf.einsum("rij,rj->ri", recurrent, h) + drive[t])
        return t + 1, h, tf.tensor_scatter_nd_update(states, [[t]], h[None])

    _, _, states = tf.while_loop(
        lambda t, *_: t < n_steps, step_forward, (0, start, tf.zeros_like(drive)), maximum_iterations=n_steps
    )

    def gradient(upstream):
        def step_back(t, from_later, grad_drive):
            reaches = upstream[t] + from_later
            h = states[t]
            d = h * (reaches - tf.reduce_sum(reaches * h, -1, keepdims=True))
            back = tf.einsum("rij,ri->rj", recurrent, d)
            return t - 1, back, tf.tensor_scatter_nd_update(grad_drive, [[t]], d[None])

        _, _, grad_drive = tf.while_loop(
            lambda t, *_: t >= 0,
            step_back,
            (n_steps - 1, start, tf.zeros_like(drive)),
            maximum_iterations=n_steps,
        )
        before = tf.concat([start[None], states[:-1]], axis=0)
        return grad_drive, tf.einsum("tri,trj->rij", grad_drive, before)

    return states, gradient

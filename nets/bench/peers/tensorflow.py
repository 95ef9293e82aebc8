"""TensorFlow without compiled epochs: the eager tape, and one step in a `tf.function`."""

import numpy as np
import tensorflow as tf

from nets.bench.peer import CannotError
from nets.bench.problem import Problem

MAX_EAGER_STEPS = 1000


class _Step:
    """One update under a GradientTape."""

    exact = True

    def __init__(self, problem: Problem, recurrent_logits) -> None:
        self._logits = recurrent_logits if problem.is_recurrent else _mlp
        self._params = {name: tf.Variable(value) for name, value in problem.params.items()}
        self._inputs, self._targets = tf.constant(problem.inputs), tf.constant(problem.targets)
        self._learning_rate = problem.learning_rate

    def begin(self) -> None:
        """Nothing to come back to."""

    def epochs(self, n_epochs: int) -> np.ndarray:
        """Losses are read once, at the end."""
        return tf.stack([self._step() for _ in range(n_epochs)]).numpy()

    def _step(self) -> tf.Tensor:
        with tf.GradientTape() as tape:
            log_probs = tf.nn.log_softmax(self._logits(self._params, self._inputs))
            loss = -tf.reduce_mean(tf.reduce_sum(self._targets * log_probs, axis=-1))
        grads = tape.gradient(loss, self._params)
        for name, value in self._params.items():
            value.assign_sub(self._learning_rate * grads[name])
        return loss


class EagerTape(_Step):
    """Each operation is called from Python, and so is each time step."""

    def __init__(self, problem: Problem) -> None:
        if problem.is_recurrent and problem.workload.n_rows > MAX_EAGER_STEPS:
            raise CannotError(f"{problem.workload.n_rows:,} time steps called from Python take minutes")
        super().__init__(problem, _rnn_step_by_step)


class SingleFunction(_Step):
    """The step is one graph, with a loop for the time steps, and is called once an epoch."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem, _rnn_in_a_loop)
        self._step = tf.function(self._step)


def _mlp(params, inputs):
    return tf.matmul(tf.nn.softmax(tf.matmul(inputs, params["W1"], transpose_b=True)), params["W2"], transpose_b=True)


def _parts(params, inputs):
    """The recurrent weights, what the inputs add at each step, and the state before the first."""
    n_units = params["W_H"].shape[0]
    recurrent, outside = params["W_H"][:, :n_units], params["W_H"][:, n_units:]
    return recurrent, tf.matmul(inputs, outside, transpose_b=True), tf.zeros(n_units, inputs.dtype)


def _rnn_step_by_step(params, inputs):
    recurrent, drives, h = _parts(params, inputs)
    hidden = []
    for drive in tf.unstack(drives):
        h = tf.nn.softmax(tf.linalg.matvec(recurrent, h) + drive)
        hidden.append(h)
    return tf.matmul(tf.stack(hidden), params["W_Y"], transpose_b=True)


def _rnn_in_a_loop(params, inputs):
    recurrent, drives, start = _parts(params, inputs)
    hidden = tf.scan(lambda h, drive: tf.nn.softmax(tf.linalg.matvec(recurrent, h) + drive), drives, start)
    return tf.matmul(hidden, params["W_Y"], transpose_b=True)

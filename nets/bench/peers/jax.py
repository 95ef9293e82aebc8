"""JAX: `lax.scan` over epochs, jitted, and over the time steps of the RNN."""

import functools

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

from nets.bench.problem import Problem


class Jax:
    """All epochs of a call are one compiled program."""

    exact = True

    def __init__(self, problem: Problem) -> None:
        logits = _rnn if problem.is_recurrent else _mlp
        self._params = {name: jnp.asarray(value) for name, value in problem.params.items()}
        self._inputs, self._targets = jnp.asarray(problem.inputs), jnp.asarray(problem.targets)

        def loss_of(params, inputs, targets):
            return -jnp.mean(jnp.sum(targets * jax.nn.log_softmax(logits(params, inputs)), axis=-1))

        @functools.partial(jax.jit, static_argnames="n_epochs")
        def train(params, inputs, targets, learning_rate, n_epochs):
            def epoch(params, _):
                loss, grads = jax.value_and_grad(loss_of)(params, inputs, targets)
                return {name: params[name] - learning_rate * grads[name] for name in params}, loss

            return lax.scan(epoch, params, None, length=n_epochs)

        self._train = functools.partial(train, learning_rate=jnp.float32(problem.learning_rate))

    def begin(self) -> None:
        """Nothing to come back to."""

    def epochs(self, n_epochs: int) -> np.ndarray:
        """Another number of epochs than in the call before compiles anew."""
        self._params, losses = self._train(self._params, self._inputs, self._targets, n_epochs=n_epochs)
        return np.asarray(losses)


def _mlp(params, inputs):
    return jax.nn.softmax(inputs @ params["W1"].T) @ params["W2"].T  # (B, K)


def _rnn(params, inputs):
    n_units = params["W_H"].shape[0]
    recurrent, outside = params["W_H"][:, :n_units], params["W_H"][:, n_units:]

    def step(h, drive):
        h = jax.nn.softmax(recurrent @ h + drive)
        return h, h

    _, hidden = lax.scan(step, jnp.zeros(n_units, inputs.dtype), inputs @ outside.T)  # (T, H)
    return hidden @ params["W_Y"].T

"""JAX on a sweep: for each structure a jitted scan over epochs, under `vmap` over its runs."""

from collections.abc import Callable, Mapping

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

from nets.bench.sweeps import SweepWorkload
from nets.models.parameters import initialise, weights_of
from nets.settings import Settings
from nets.settings.compile_key import compile_key

Params = dict[str, jax.Array]

ACTIVATIONS: Mapping[str, Callable] = {
    "softmax": jax.nn.softmax,
    "tanh": jnp.tanh,
    "relu": jax.nn.relu,
    "gelu": lambda sums: jax.nn.gelu(sums, approximate=False),
}


def begin() -> None:
    """Wake the compiler."""
    jax.jit(lambda number: number + 1)(0.0).block_until_ready()


def one_by_one(workload: SweepWorkload) -> np.ndarray:
    """The last losses of all runs, one structure after the other."""
    examples, losses = workload.examples, np.empty(len(workload.runs))
    inputs = np.concatenate([examples.inputs, np.ones((examples.n_rows, 1))], axis=1).astype(np.float32)
    targets = np.eye(examples.n_classes, dtype=np.float32)[examples.targets]
    structures: dict = {}
    for place, run in enumerate(workload.runs):
        structures.setdefault(compile_key((run,)), []).append(place)
    for places in structures.values():
        runs = [workload.runs[place] for place in places]
        shapes = weights_of(runs[0], features=range(inputs.shape[1] - 1), classes=range(examples.n_classes))
        params = {name: jnp.asarray(value) for name, value in initialise(shapes, runs=runs).items()}
        rates = jnp.asarray([run.learning_rate for run in runs], jnp.float32)
        train = jax.jit(jax.vmap(_trainer(runs[0]), in_axes=(0, 0, None, None)))
        curve, last, accuracy = train(params, rates, jnp.asarray(inputs), jnp.asarray(targets))
        jax.block_until_ready((curve, accuracy))
        losses[places] = np.asarray(last)
    return losses


def _trainer(settings: Settings) -> Callable:
    """All epochs of one run: its losses, the loss and the accuracy at the end."""
    logits_of = _rnn if settings.net == "rnn" else lambda params, inputs: _mlp(settings, params, inputs)
    step = {"sgd": _sgd, "adam": _adam}[settings.optimiser]

    def loss_of(params, inputs, targets):
        return -jnp.mean(jnp.sum(targets * jax.nn.log_softmax(logits_of(params, inputs)), axis=-1))

    def train(params, rate, inputs, targets):
        def epoch(state, count):
            params, slots = state
            loss, grads = jax.value_and_grad(loss_of)(params, inputs, targets)
            grads = {name: grad + 2 * settings.l2 * params[name] for name, grad in grads.items()}
            return step(params, grads, slots, rate, count), loss

        zeros = {name: jnp.zeros_like(value) for name, value in params.items()}
        counts = jnp.arange(1, settings.epochs + 1, dtype=jnp.float32)
        (params, _), losses = lax.scan(epoch, (params, (zeros, zeros)), counts)
        right = logits_of(params, inputs).argmax(axis=-1) == targets.argmax(axis=-1)
        return losses, loss_of(params, inputs, targets), jnp.mean(right)

    return train


def _sgd(params: Params, grads: Params, slots, rate, count):
    return {name: value - rate * grads[name] for name, value in params.items()}, slots


def _adam(params: Params, grads: Params, slots, rate, count):
    m = {name: 0.9 * slots[0][name] + 0.1 * grad for name, grad in grads.items()}
    v = {name: 0.999 * slots[1][name] + 0.001 * grad**2 for name, grad in grads.items()}
    rate = rate * jnp.sqrt(1 - 0.999**count) / (1 - 0.9**count)
    return {name: value - rate * m[name] / (jnp.sqrt(v[name]) + 1e-7) for name, value in params.items()}, (m, v)


def _mlp(settings: Settings, params: Params, inputs: jax.Array) -> jax.Array:
    values = inputs
    for layer in range(1, len(params)):
        values = ACTIVATIONS[settings.activation](values @ params[f"W{layer}"].T)
        if settings.bias == "every":
            values = jnp.concatenate([values, jnp.ones((len(values), 1), values.dtype)], axis=1)
    return values @ params[f"W{len(params)}"].T


def _rnn(params: Params, inputs: jax.Array) -> jax.Array:
    n_units = params["W_H"].shape[0]
    recurrent, outside = params["W_H"][:, :n_units], params["W_H"][:, n_units:]

    def step(h, drive):
        h = jax.nn.softmax(recurrent @ h + drive)
        return h, h

    return lax.scan(step, jnp.zeros(n_units, inputs.dtype), inputs @ outside.T)[1] @ params["W_Y"].T

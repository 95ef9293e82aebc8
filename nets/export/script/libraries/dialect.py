"""How each library writes the operations of a net whose rows are columns, as in the lecture."""

from collections.abc import Mapping
from dataclasses import dataclass

from nets.settings.cases import cases_of


@dataclass(frozen=True, kw_only=True)
class Dialect:
    """Operations as texts with places to fill in. `activations` and `sigmoid`, `tanh` are of {z}, a matrix with a unit
    in each row; `stack` joins a list of steps; `with_one` appends the constant 1 to {h}; `join` puts {a} above {b};
    `split` cuts {z} into {n} blocks of rows. `row_losses` are of the logits Z and the targets Y, by output.
    """

    activations: Mapping[str, str]
    sigmoid: str
    tanh: str
    with_one: str
    join: str
    split: str
    stack: str
    zeros: str
    cut: str
    row_losses: Mapping[str, str]
    mean: str
    sum: str

    def __post_init__(self) -> None:
        """Raises `LookupError` where an activation or an output is forgotten."""
        cases_of("activation", self.activations)
        cases_of("output", self.row_losses)


TENSORFLOW = Dialect(
    activations={
        "softmax": "tf.nn.softmax({z}, axis=0)",
        "tanh": "tf.tanh({z})",
        "relu": "tf.nn.relu({z})",
        "leaky_relu": "tf.nn.leaky_relu({z}, alpha=0.01)",
        "sigmoid": "tf.sigmoid({z})",
        "gelu": "tf.nn.gelu({z})",
        "linear": "{z}",
        "sine": "tf.sin({z})",
    },
    sigmoid="tf.sigmoid({z})",
    tanh="tf.tanh({z})",
    with_one="tf.concat([{h}, tf.ones_like({h}[:1])], axis=0)",
    join="tf.concat([{a}, {b}], axis=0)",
    split="tf.split({z}, {n})",
    stack="tf.stack({z})",
    zeros="tf.zeros(({n}, X.shape[2]), X.dtype)",
    cut="tf.stop_gradient({h})",
    row_losses={
        "softmax": "-tf.reduce_sum(Y * tf.nn.log_softmax(Z, axis=-2), axis=-2)",
        "sigmoid": "tf.reduce_sum(tf.nn.softplus((1 - 2 * Y) * Z), axis=-2)",
    },
    mean="tf.reduce_mean({x})",
    sum="tf.reduce_sum({x})",
)
TORCH = Dialect(
    activations={
        "softmax": "torch.softmax({z}, dim=0)",
        "tanh": "torch.tanh({z})",
        "relu": "torch.relu({z})",
        "leaky_relu": "functional.leaky_relu({z}, 0.01)",
        "sigmoid": "torch.sigmoid({z})",
        "gelu": "functional.gelu({z})",
        "linear": "{z}",
        "sine": "torch.sin({z})",
    },
    sigmoid="torch.sigmoid({z})",
    tanh="torch.tanh({z})",
    with_one="torch.cat([{h}, torch.ones_like({h}[:1])])",
    join="torch.cat([{a}, {b}])",
    split="({z}).chunk({n})",
    stack="torch.stack({z})",
    zeros="X.new_zeros({n}, X.shape[2])",
    cut="{h}.detach()",
    row_losses={
        "softmax": "-(Y * torch.log_softmax(Z, dim=-2)).sum(dim=-2)",
        "sigmoid": "functional.softplus((1 - 2 * Y) * Z).sum(dim=-2)",
    },
    mean="({x}).mean()",
    sum="({x}).sum()",
)
JAX = Dialect(
    activations={
        "softmax": "jax.nn.softmax({z}, axis=0)",
        "tanh": "jnp.tanh({z})",
        "relu": "jax.nn.relu({z})",
        "leaky_relu": "jnp.where({z} > 0, {z}, 0.01 * ({z}))",
        "sigmoid": "jax.nn.sigmoid({z})",
        "gelu": "jax.nn.gelu({z}, approximate=False)",
        "linear": "{z}",
        "sine": "jnp.sin({z})",
    },
    sigmoid="jax.nn.sigmoid({z})",
    tanh="jnp.tanh({z})",
    with_one="jnp.concatenate([{h}, jnp.ones_like({h}[:1])])",
    join="jnp.concatenate([{a}, {b}])",
    split="jnp.split({z}, {n})",
    stack="jnp.stack({z})",
    zeros="jnp.zeros(({n}, X.shape[2]), X.dtype)",
    cut="jax.lax.stop_gradient({h})",
    row_losses={
        "softmax": "-(Y * jax.nn.log_softmax(Z, axis=-2)).sum(axis=-2)",
        "sigmoid": "jax.nn.softplus((1 - 2 * Y) * Z).sum(axis=-2)",
    },
    mean="({x}).mean()",
    sum="({x}).sum()",
)

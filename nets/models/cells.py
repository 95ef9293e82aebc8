"""How a recurrent net's state goes from one time step to the next."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import tensorflow as tf

from nets.settings.cases import cases_of

# Of a, the state's part of the sums, z, the inputs' part, both (..., G H), and the state (..., N H): the state after.
Step = Callable[[tf.Tensor, tf.Tensor, tf.Tensor], tf.Tensor]


@dataclass(frozen=True)
class Cell:
    """A cell's step; a state of `n_parts` vectors, the first of them h, what the output reads.

    `gradient` is for cells whose state is h = f(a + z): of h and g = dJ/dh it returns dJ/d(a + z). Where it is None
    the tape finds that from the step.
    """

    step: Step
    n_parts: int = 1
    gradient: Callable[[tf.Tensor, tf.Tensor], tf.Tensor] | None = None


def _softmax_gradient(h: tf.Tensor, g: tf.Tensor) -> tf.Tensor:
    """(diag(h) - h h') g."""
    return h * (g - tf.reduce_sum(g * h, -1, keepdims=True))


def _gru(a: tf.Tensor, z: tf.Tensor, h: tf.Tensor) -> tf.Tensor:
    """u = s(a_u + z_u), r = s(a_r + z_r), c = tanh(r a_c + z_c), h <- u h + (1 - u) c.

    Source: Cho et al. 2014, in the form of cuDNN, in which r multiplies the product and not the state.
    """
    a_u, a_r, a_c = tf.split(a, 3, axis=-1)
    z_u, z_r, z_c = tf.split(z, 3, axis=-1)
    update = tf.sigmoid(a_u + z_u)
    candidate = tf.tanh(tf.sigmoid(a_r + z_r) * a_c + z_c)
    return update * h + (1 - update) * candidate


def _lstm(a: tf.Tensor, z: tf.Tensor, state: tf.Tensor) -> tf.Tensor:
    """m <- s(f) m + s(i) tanh(c), h <- s(o) tanh(m), with i, f, c, o = a + z and the state [h, m].

    Source: Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000.
    """
    in_, forget, candidate, out = tf.split(a + z, 4, axis=-1)
    _, memory = tf.split(state, 2, axis=-1)
    memory = tf.sigmoid(forget) * memory + tf.sigmoid(in_) * tf.tanh(candidate)
    return tf.concat([tf.sigmoid(out) * tf.tanh(memory), memory], axis=-1)


CELLS: Mapping[str, Cell] = cases_of(
    "cell",
    {
        "softmax": Cell(lambda a, z, _: tf.nn.softmax(a + z), gradient=_softmax_gradient),
        "elman": Cell(lambda a, z, _: tf.tanh(a + z), gradient=lambda h, g: g * (1 - h * h)),
        "gru": Cell(_gru),
        "lstm": Cell(_lstm, n_parts=2),
    },
)

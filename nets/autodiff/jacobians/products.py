"""A product of factors beside the number that the tape gives."""

import numpy as np
import tensorflow as tf

from nets.autodiff.net import Net
from nets.autodiff.unrolled import unrolled
from nets.queries.chain import Product, Term


def product(weight: str, n_factors: int, *, terms: list[Term], added: list[np.ndarray], tape: np.ndarray) -> Product:
    """The matrix's product from its first `terms` and what each step `added`, both from the chosen row's step back."""
    whole = np.sum(added, axis=0)
    return Product(
        weight,
        n_factors,
        terms,
        at_once=added[len(terms) - 1],
        whole=whole,
        norms=np.array([np.linalg.norm(each) for each in reversed(added)]),
        difference=float(np.abs(whole - tape).max()),
    )


def row_gradients(net: Net, row: int) -> dict[str, np.ndarray]:
    """The tape's gradient of one row's -log p(label) for each weight matrix, (rows, columns)."""
    rows, weights = net.steps_to(row), net.weights()
    with tf.GradientTape() as tape:
        tape.watch(weights)
        inputs = net.inputs_of(rows)
        if net.settings.net == "mlp":
            logits = net.logits(weights, inputs)[0]
        else:
            logits = unrolled(net.settings, weights, inputs[None])[-1].logits
        loss = -tf.reduce_sum(net.targets_of(rows[-1:]) * tf.nn.log_softmax(logits))
    return {name: value[0].numpy() for name, value in tape.gradient(loss, weights).items()}

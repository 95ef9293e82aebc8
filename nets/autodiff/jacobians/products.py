"""A matrix's gradient as a product of factors, beside the tape's."""

import numpy as np
import tensorflow as tf

from nets.autodiff.losses import row_loss
from nets.autodiff.net import Net
from nets.queries.chain import Product, Term


def product(weight: str, n_factors: int, *, terms: list[Term], added: list[np.ndarray], tape: np.ndarray) -> Product:
    """The matrix's gradient from the chosen row's step back: its first `terms`, and what each step `added` to it."""
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
        loss = row_loss(net, weights, net.inputs_of(rows), net.targets_of(rows[-1:]))
    return {name: value[0].numpy() for name, value in tape.gradient(loss, weights).items()}

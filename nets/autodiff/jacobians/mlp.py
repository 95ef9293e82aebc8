"""The chain of an MLP: through its layers, from the last to the first."""

import numpy as np
import tensorflow as tf

from nets.autodiff.jacobians.backward import BackwardPass, LocalDerivative, product, row_gradients
from nets.autodiff.jacobians.output import through_output
from nets.autodiff.net import Net
from nets.autodiff.written import notation
from nets.models.activations import ACTIVATIONS
from nets.queries.autodiff.chain import Chain, ChainQuery, Term


def mlp_chain(net: Net, query: ChainQuery) -> Chain:
    """Through -log p, softmax or sigmoid, and each layer's product and units, to the inputs."""
    row, n_layers = query.row, len(net.settings.widths)
    with_ones = net.settings.bias == "every"
    read = [net.rows_of(np.array([row]))[0]]  # the input of each layer
    layers = []  # each hidden layer's h, and its Jacobian at z
    for layer in range(1, n_layers + 1):
        units, slope = _unit(net.settings.activation, net.params[f"W{layer}"].astype(float) @ read[-1])
        layers.append((units, slope))
        read.append(np.append(units, 1.0) if with_ones else units)
    sums = [net.params[f"W{n + 1}"].astype(float) @ values for n, values in enumerate(read)]
    back = BackwardPass()
    label = int(net.examples.targets[row])
    loss = through_output(back, net.settings, sums[-1], label=label, sums=str(n_layers + 1))
    found = {}
    for layer in range(n_layers, -1, -1):
        found[layer] = len(back.factors), Term(1, back.reaching, read[layer])
        _product(net, back, layer, sums[layer])
        if layer:
            _units(net, back, layer, *layers[layer - 1])
    by_tape = row_gradients(net, row)
    products = []
    for layer, (n_factors, term) in sorted(found.items()):
        name = f"W{layer + 1}"
        added = [np.outer(term.reaching, term.read)]
        products.append(product(name, n_factors, terms=[term], added=added, tape=by_tape[name]))
    return Chain(loss, 1, back.factors, products)


def _product(net: Net, back: BackwardPass, layer: int, sums: np.ndarray) -> None:
    """Through z = W v, v being this layer's h, or the inputs."""
    read = notation.layer(layer, len(net.settings.widths))
    if layer and net.settings.bias == "every":
        read = f"[{read}; 1]"
    back.through(
        LocalDerivative(
            f"z{layer + 1} = W{layer + 1} {notation.letters(read)}",
            rf"z_{{{layer + 1}}} = W_{{{layer + 1}}}\,{read}",
            of=f"z_{{{layer + 1}}}",
            by=read,
            output=sums,
            jacobian=net.params[f"W{layer + 1}"].astype(float),
            formula=f"W_{{{layer + 1}}}",
            unit="product",
        )
    )


def _units(net: Net, back: BackwardPass, layer: int, units: np.ndarray, slope: np.ndarray) -> None:
    """Through the 1 that is appended to h, and through h = f(z)."""
    h, z = notation.layer(layer, len(net.settings.widths)), f"z_{{{layer}}}"
    if net.settings.bias == "every":
        back.through(
            LocalDerivative(
                f"[{notation.letters(h)}; 1]",
                rf"[{h}; 1]",
                of=f"[{h}; 1]",
                by=h,
                output=np.append(units, 1.0),
                jacobian=np.eye(len(units) + 1, len(units)),
                formula=r"\begin{bmatrix} I \\ 0 \end{bmatrix}",
                unit="constant",
            )
        )
    unit = net.settings.activation
    back.through(
        LocalDerivative(
            f"{notation.letters(h)} = {unit.replace('_', ' ')}(z{layer})",
            f"{h} = {notation.function(unit)}({z})",
            of=h,
            by=z,
            output=units,
            jacobian=slope,
            formula=notation.activation_jacobian(unit, h, z),
            unit=unit,
        )
    )


def _unit(name: str, sums: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """h = f(z) (H,) and its Jacobian (H, H), by the tape."""
    z = tf.constant(sums[None, :, None])
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(z)
        units = ACTIVATIONS[name](z)
    jacobian = tape.jacobian(units, z, experimental_use_pfor=False)
    return units[0, :, 0].numpy(), jacobian[0, :, 0, 0, :, 0].numpy()

"""The chain rule by hand: every operation's own Jacobian, multiplied from one row's loss back to the weights."""

from collections.abc import Mapping

import numpy as np
import tensorflow as tf

from nets.autodiff.asked.chain import Chain, ChainOf, Factor, Product
from nets.autodiff.net import Net
from nets.autodiff.unrolled import Step, unrolled
from nets.errors import Refusal
from nets.models.cells import CELLS
from nets.models.units import UNITS

MOST_UNITS = 64  # of a layer, whose Jacobians have that squared


def chain(net: Net, question: ChainOf) -> Chain:
    """The factors of one row's -log p(label), and from them each weight matrix's gradient.

    d loss / dW = (d loss / dz)' v', where z = W v; d loss / dz is the product of the Jacobians behind it.
    Raises `Refusal` where the layers are too wide.
    """
    widest = max(max(value.shape) for value in net.params.values())
    if widest > 4 * MOST_UNITS or net.settings.hidden_units > MOST_UNITS:
        sentence = f"The chain is shown for layers of up to {MOST_UNITS} units: choose fewer hidden units."
        raise Refusal("too-wide", sentence)
    return _mlp(net, question.row) if net.settings.net == "mlp" else _rnn(net, question)


class _Way:
    """The way back: what has reached the last operation's input, and the factors it went through."""

    def __init__(self) -> None:
        self.reaching = np.ones(1)
        self.factors: list[Factor] = []

    def through(self, name: str, formula: str, unit: str, output: np.ndarray, jacobian: np.ndarray) -> None:
        self.reaching = self.reaching @ jacobian
        self.factors.append(Factor(name, formula, unit, output, jacobian, self.reaching))

    def out(self, net: Net, row: int, logits: np.ndarray, layer: str) -> float:
        """Through -log p(label) and the softmax of the logits."""
        powers = np.exp(logits - logits.max())
        p, k = powers / powers.sum(), int(net.examples.targets[row])
        of_label = np.zeros((1, len(p)))
        of_label[0, k] = -1 / p[k]
        loss = float(-np.log(p[k]))
        self.through("−log p(label)", r"-\frac{1}{p_{label}}\,e_{label}^\top", "loss", np.array([loss]), of_label)
        softmax = r"\mathrm{diag}(p) - p\,p^\top"
        self.through(f"p = softmax({layer})", softmax, "softmax", p, np.diag(p) - np.outer(p, p))
        return loss


def _mlp(net: Net, row: int) -> Chain:
    settings, n_layers = net.settings, net.settings.hidden_layers
    values = np.append(net.examples.inputs[row], 1.0)
    forward = []  # of each hidden layer: what its matrix reads, its sums, its units
    for layer in range(1, n_layers + 1):
        sums = net.params[f"W{layer}"].astype(float) @ values
        units, slope = _unit(settings.units, sums)
        forward.append((values, sums, units, slope))
        values = np.append(units, 1.0) if settings.biases == "every" else units
    last = n_layers + 1
    matrix = net.params[f"W{last}"].astype(float)
    way = _Way()
    loss = way.out(net, row, matrix @ values, f"z{last}")
    found = {f"W{last}": (way.reaching, values)}
    for layer in range(n_layers, -1, -1):
        fed = layer + 1
        read = f"h{layer}" if layer else "x"
        output = matrix @ values
        way.through(f"z{fed} = W{fed} {read}", f"W_{{{fed}}}", "product", output, matrix)
        if layer == 0:
            break
        before, sums, units, slope = forward[layer - 1]
        if settings.biases == "every":
            one = np.eye(len(units) + 1, len(units))
            way.through(f"[h{layer}; 1]", r"\begin{bmatrix} I \\ 0 \end{bmatrix}", "constant", values, one)
        name = f"h{layer} = {settings.units}(z{layer})"
        way.through(name, _slope_formula(settings.units, layer), settings.units, units, slope)
        found[f"W{layer}"] = (way.reaching, before)
        matrix, values = net.params[f"W{layer}"].astype(float), before
    whole = {name: np.outer(*pair) for name, pair in found.items()}
    return Chain(loss, 1, way.factors, _products(net, row, found, whole, {}))


def _rnn(net: Net, question: ChainOf) -> Chain:
    rows = net.steps_to(question.row)
    weights = net.weights()
    steps = unrolled(net.settings, weights, net.inputs_of(rows)[None])
    n_units, n_steps = net.settings.hidden_units, len(steps)
    inputs = net.inputs_of(rows).numpy()
    recurrent = net.params["W_H"][:, :n_units].astype(float)
    by_sums, by_drive, by_state = step_jacobians(net, steps)
    n_back = min(question.n_back, n_steps - 1)
    way = _Way()
    t = n_steps
    loss = way.out(net, question.row, steps[-1].logits[0].numpy(), f"z_{t}")
    seen = np.append(steps[-1].state[0, :n_units].numpy(), np.ones(int(net.settings.biases == "every")))
    found = {"W_Y": (way.reaching, seen)}
    to_state = np.zeros((len(way.reaching), steps[-1].state.shape[1]))
    to_state[:, :n_units] = net.params["W_Y"][:, :n_units]
    way.through(f"z_{t} = W_Y h_{t}", r"W_Y", "product", steps[-1].logits[0].numpy(), to_state)
    total = np.zeros(net.params["W_H"].shape)
    reaching = way.reaching
    for step in range(n_steps - 1, -1, -1):
        read = np.concatenate([steps[step].before[0, :n_units].numpy(), inputs[step]])
        to_sums, to_drive = reaching @ by_sums[step], reaching @ by_drive[step]
        term = np.concatenate([np.outer(to_sums, read[:n_units]), np.outer(to_drive, read[n_units:])], axis=1)
        total += term
        between = by_sums[step] @ np.pad(recurrent, ((0, 0), (0, by_state.shape[2] - n_units))) + by_state[step]
        if is_cut(net, step):
            between = np.zeros_like(between)
        if step == n_steps - 1 - n_back:
            at_once, ends = term, (to_drive, read)
            formula = r"\frac{\partial h_t}{\partial (W_H\,[h_{t-1}; x_t; 1])}"
            name = f"h_{step + 1} = {net.settings.cell}(z_{step + 1})"
            way.through(name, formula, "step", steps[step].state[0].numpy(), by_drive[step])
        elif step > n_steps - 1 - n_back:
            formula = r"\frac{\partial h_t}{\partial h_{t-1}}"
            way.through(f"h_{step + 1} from h_{step}", formula, "step", steps[step].state[0].numpy(), between)
        reaching = reaching @ between
    found["W_H"] = ends
    whole = {"W_H": total, "W_Y": np.outer(*found["W_Y"])}
    products = _products(net, question.row, found, whole, {"W_H": at_once})
    return Chain(loss, n_steps, way.factors, products)


def is_cut(net: Net, step: int) -> bool:
    every = net.settings.window if net.settings.at_cut == "carry" else 0
    return step == 0 or bool(every and step % every == 0)


def step_jacobians(net: Net, steps: list[Step]) -> list[np.ndarray]:
    """Of each step's state after it, by U h, by the drive and by the state before, (T, N H, ...)."""
    cell = CELLS[net.settings.cell]
    sums, drive, before = (
        tf.stop_gradient(tf.concat([getattr(step, name) for step in steps], axis=0))
        for name in ("sums", "drive", "before")
    )
    with tf.GradientTape(persistent=True) as tape:
        tape.watch([sums, drive, before])
        after = cell.step(sums, drive, before)
        columns = tf.unstack(after, axis=1)
    zero = tf.UnconnectedGradients.ZERO
    each = [tape.gradient(column, [sums, drive, before], unconnected_gradients=zero) for column in columns]
    return [np.stack([part[n].numpy() for part in each], axis=1) for n in range(3)]


def _unit(name: str, sums: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The units (H,) of these sums and their Jacobian (H, H), by the tape."""
    z = tf.constant(sums[None, :, None])
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(z)
        units = UNITS[name](z)
    jacobian = tape.jacobian(units, z, experimental_use_pfor=False)
    return units[0, :, 0].numpy(), jacobian[0, :, 0, 0, :, 0].numpy()


def _slope_formula(unit: str, layer: int) -> str:
    if unit == "softmax":
        return rf"\mathrm{{diag}}(h_{layer}) - h_{layer}\,h_{layer}^\top"
    if unit == "tanh":
        return rf"\mathrm{{diag}}(1 - h_{layer}^2)"
    return rf"\mathrm{{diag}}(f'(z_{layer}))"


def _products(
    net: Net, row: int, found: Mapping[str, tuple[np.ndarray, np.ndarray]], whole: Mapping, at_once: Mapping
) -> list[Product]:
    """Each matrix's product, beside the tape's gradient of the same row's loss."""
    rows = net.steps_to(row)
    weights = net.weights()
    with tf.GradientTape() as tape:
        tape.watch(weights)
        inputs = net.inputs_of(rows)
        if net.settings.net == "mlp":
            logits = net.logits(weights, inputs)[0]
        else:
            logits = unrolled(net.settings, weights, inputs[None])[-1].logits
        loss = -tf.reduce_sum(net.targets_of(rows[-1:]) * tf.nn.log_softmax(logits))
    tapes = tape.gradient(loss, weights)
    products = []
    for name in net.params:
        reaching, read = found[name]
        difference = float(np.abs(whole[name] - tapes[name][0].numpy()).max())
        products.append(
            Product(name, reaching, read, (at_once or whole).get(name, whole[name]), whole[name], difference)
        )
    return products

"""The lines of numpy's forward and backward pass: every derivative written out."""

from collections.abc import Mapping

from nets.export.recipe import Recipe
from nets.export.script.literal import function
from nets.export.script.table.layout import Layout
from nets.models.parameters import GATES
from nets.settings.cases import cases_of

SOFTMAX = function(
    "softmax(Z)",
    "exp(z_k) / sum_j exp(z_j), down the columns.",
    [
        "powers = np.exp(Z - Z.max(axis=-2, keepdims=True))",
        "return powers / powers.sum(axis=-2, keepdims=True)",
    ],
)
SIGMOID = function(
    "sigmoid(Z)", "1 / (1 + exp(-z)), by tanh, which never overflows.", ["return (1 + np.tanh(Z / 2)) / 2"]
)
NORMAL_CDF = function(
    "normal_cdf(Z)",
    "The share of a standard normal distribution below z.",
    ['return ((1 + np.vectorize(math.erf, otypes="d")(Z / 2**0.5)) / 2).astype(Z.dtype)'],
)

# What a layer makes of its sums {z}, by name the values of that layer {h}, and dJ/dz of dJ/dh, {d}.
FORWARD: Mapping[str, str] = cases_of(
    "activation",
    {
        "softmax": "softmax({z})",
        "tanh": "np.tanh({z})",
        "relu": "np.maximum({z}, 0)",
        "leaky_relu": "np.where({z} > 0, {z}, {z} * {cast}(0.01))",
        "sigmoid": "sigmoid({z})",
        "gelu": "{z} * normal_cdf({z})",
        "linear": "{z}",
        "sine": "np.sin({z})",
    },
)
# dJ/dz by h where that says it all, so that a layer's sums are kept only where they are needed.
BACKWARD: Mapping[str, str] = cases_of(
    "activation",
    {
        "softmax": "{h} * ({d} - ({d} * {h}).sum(axis=0))",
        "tanh": "{d} * (1 - {h}**2)",
        "relu": "{d} * ({h} > 0)",
        "leaky_relu": "{d} * np.where({h} > 0, {cast}(1), {cast}(0.01))",
        "sigmoid": "{d} * {h} * (1 - {h})",
        "gelu": "{d} * gelu_slope({z})",
        "linear": "{d}",
        "sine": "{d} * np.cos({z})",
    },
)
GELU_SLOPE = function(
    "gelu_slope(Z)",
    "The derivative of z times the share below z.",
    ["density = np.exp(-(Z**2) / 2) / (2 * np.pi) ** 0.5", "return normal_cdf(Z) + Z * density"],
)
NEEDS = {"softmax": [SOFTMAX], "sigmoid": [SIGMOID], "gelu": [NORMAL_CDF, GELU_SLOPE]}


def net_lines(recipe: Recipe, layout: Layout) -> list[str]:
    """The functions `loss` and `gradients`, and what they call."""
    settings = recipe.settings
    needed = [SOFTMAX if settings.output == "softmax" else SIGMOID]
    if recipe.is_rnn:
        needed += {"softmax": [SOFTMAX], "elman": []}.get(settings.cell, [SIGMOID])
    elif settings.activation in NEEDS and settings.widths:
        needed += NEEDS[settings.activation]
    lines: list[str] = []
    for each in needed:
        if each[2] not in lines:
            lines += each if not lines else each[2:]
    lines += (_rnn if recipe.is_rnn else _mlp)(recipe, layout)
    return lines


def _arguments(recipe: Recipe, layout: Layout, first: str = "X, Y") -> str:
    weighted = ["w"] if layout.weighted else []
    masks = ["masks"] if recipe.settings.dropout else []
    return ", ".join([first, *weighted, *masks])


def _loss(recipe: Recipe, layout: Layout) -> list[str]:
    if recipe.settings.output == "softmax":
        body = [
            "Z = Z - Z.max(axis=-2, keepdims=True)",
            "log_P = Z - np.log(np.exp(Z).sum(axis=-2, keepdims=True))",
        ]
        each = "(Y * log_P).sum(axis=-2)"
    else:
        body, each = ["log_P = -np.logaddexp(0, (1 - 2 * Y) * Z)"], "log_P.sum(axis=-2)"
    total = f"-(w * {each}).sum()" if layout.weighted else f"-{each}.mean()"
    about = "The weighted mean of -log p(label), in nats." if layout.weighted else "The mean of -log p(label), in nats."
    first = "Z = outputs(X)" if recipe.is_rnn else "*_, Z = forward(X)"
    names = "X, Y, w" if layout.weighted else "X, Y"
    return function(f"loss({names})", about, [first, *body, f"return {total}"])[2:]


def _delta(recipe: Recipe, layout: Layout, *, z: str, y: str, w: str, n: str) -> str:
    """dJ/dz of the outputs."""
    p = "softmax" if recipe.settings.output == "softmax" else "sigmoid"
    return f"{w} * ({p}({z}) - {y})" if layout.weighted else f"({p}({z}) - {y}) / {n}"


def _cast(recipe: Recipe) -> str:
    return f"np.{recipe.settings.precision}"


def _mlp(recipe: Recipe, layout: Layout) -> list[str]:
    settings, n_layers = recipe.settings, len(recipe.settings.widths)
    is_biased, cast = settings.bias == "every", _cast(recipe)
    form, slope = FORWARD[settings.activation], BACKWARD[settings.activation]
    forward, values, made = [], "X", []
    for layer in range(1, n_layers + 1):
        z, h, a = f"Z{layer}", f"H{layer}", f"A{layer}"
        sums = f"W{layer} @ {values}"
        if form.count("{z}") > 1 or "{z}" in slope:
            forward.append(f"{z} = {sums}")
            sums = z
        made += [z] if "{z}" in slope else []
        forward.append(f"{h} = {form.format(z=sums, cast=cast)}")
        values = h
        if settings.dropout:
            forward.append(f"{a} = {h} * masks[{layer - 1}] if masks else {h}")
            values = a
        if is_biased:
            forward.append(f"{a} = np.vstack([{values}, np.ones_like({h}[:1])])")
            values = a
        made += [h] if "{h}" in slope or values == h else []
        made += [a] if values == a else []
    forward.append(f"return {', '.join([*made, f'W{n_layers + 1} @ {values}'])}" if made else "return (W1 @ X,)")
    given = ", masks=None" if settings.dropout else ""
    about = "What each layer makes of the rows, which are columns; last the logits (K, B)."
    lines = function(f"forward(X{given})", about, forward)[2:]
    lines += _loss(recipe, layout)
    n = n_layers + 1
    body = [
        f"{', '.join([*made, f'Z{n}'])} = forward(X{', masks' if settings.dropout else ''})"
        if made
        else "(Z1,) = forward(X)"
    ]
    body.append(f"dZ{n} = {_delta(recipe, layout, z=f'Z{n}', y='Y', w='w', n='Y.shape[1]')}")
    body.append(f"grad_W{n} = dZ{n} @ {values}.T")
    for layer in range(n_layers, 0, -1):
        z, h = f"Z{layer}", f"H{layer}"
        kept = "[:, :-1]" if is_biased else ""
        dh = f"W{layer + 1}{kept}.T @ dZ{layer + 1}"
        body.append(f"dH{layer} = ({dh}) * masks[{layer - 1}]" if settings.dropout else f"dH{layer} = {dh}")
        body.append(f"dZ{layer} = {BACKWARD[settings.activation].format(z=z, h=h, d=f'dH{layer}', cast=cast)}")
        before = "X" if layer == 1 else f"A{layer - 1}" if settings.dropout or is_biased else f"H{layer - 1}"
        body.append(f"grad_W{layer} = dZ{layer} @ {before}.T")
    body.append(f"return [{', '.join(f'grad_W{layer}' for layer in range(1, n + 1))}]")
    return [
        *lines,
        *function(f"gradients({_arguments(recipe, layout)})", "dJ/dW of every weight, by the chain rule.", body)[2:],
    ]


def _rnn(recipe: Recipe, layout: Layout) -> list[str]:
    settings, n = recipe.settings, recipe.settings.hidden_units
    is_biased = settings.bias == "every"
    states = CELLS[settings.cell]
    h = "np.vstack([h, np.ones_like(h[:1])])" if is_biased else "h"
    start = f"np.zeros(({n}, X.shape[2]), X.dtype)"
    record = states.record
    body = [f"{' = '.join(states.state)} = {start}"]
    body += ["steps = []", "for x in X:", *(f"    {line.format(n=n)}" for line in states.forward)]
    body += [f"    steps.append(({record}))", "return steps"]
    lines = function("states(X)", f"Of each time step {states.about}.", body)[2:]
    outputs = [f"return np.stack([W_Y @ {h} for {states.of_h} in states(X)])"]
    lines += function("outputs(X)", "The outputs after each time step, (T, K, S), of inputs (T, D+1, S).", outputs)[2:]
    lines += _loss(recipe, layout)
    head = f"gradients({_arguments(recipe, layout)})"
    return [*lines, *function(head, "dJ/dW by backpropagation through time.", _through_time(recipe, layout))[2:]]


def _through_time(recipe: Recipe, layout: Layout) -> list[str]:
    settings, n = recipe.settings, recipe.settings.hidden_units
    cell, is_biased = CELLS[settings.cell], settings.bias == "every"
    h = "np.vstack([h, np.ones_like(h[:1])])" if is_biased else "h"
    kept = "[:, :-1]" if is_biased else ""
    delta = _delta(recipe, layout, z="W_Y @ h_1", y="Y[t]", w="w[t]", n="Y[:, 0].size")
    step = [f"{cell.unpacked} = steps[t]"]
    step += [f"h_1 = {h}", f"dZ = {delta}", "grad_W_Y += dZ @ h_1.T"]
    step += [f"dh = dh + W_Y{kept}.T @ dZ", *(line.format(n=n) for line in cell.backward)]
    if settings.tbptt_length and settings.tbptt_state == "carry":
        names = ", ".join(f"d{name}" for name in cell.state)
        zeros = ", ".join(f"0 * d{name}" for name in cell.state)
        step += [f"if t % {settings.tbptt_length} == 0:  # the gradient goes no further back", f"    {names} = {zeros}"]
    zero = f"np.zeros(({n}, X.shape[2]), X.dtype)"
    return [
        "steps = states(X)",
        "grad_W_H, grad_W_Y = np.zeros_like(W_H), np.zeros_like(W_Y)",
        f"{' = '.join(f'd{name}' for name in cell.state)} = {zero}",
        "for t in reversed(range(len(X))):",
        *(f"    {line}" for line in step),
        "return [grad_W_H, grad_W_Y]",
    ]


class _Cell:
    """A cell's lines: from x and the state to the state after; what is kept of a step; and the way back, from dJ/dh to
    the gradient of W_H and dJ/dh of the step before.
    """

    def __init__(self, state: list[str], forward: list[str], record: str, of_h: str, about: str, backward: list[str]):
        self.state, self.forward, self.record, self.of_h = state, forward, record, of_h
        self.about, self.backward = about, backward

    @property
    def unpacked(self) -> str:
        """The names of what is kept of a step."""
        return self.record


def _plain(formula: str, slope: str) -> _Cell:
    return _Cell(
        ["h"],
        ["x_h = np.vstack([h, x])", f"h = {formula}"],
        "x_h, h",
        "_, h",
        "what it reads and the state after it",
        [f"dz = {slope}", "grad_W_H += dz @ x_h.T", "dh = W_H[:, :{n}].T @ dz"],
    )


CELLS: Mapping[str, _Cell] = cases_of(
    "cell",
    {
        "softmax": _plain("softmax(W_H @ x_h)", "h * (dh - (dh * h).sum(axis=0))"),
        "elman": _plain("np.tanh(W_H @ x_h)", "dh * (1 - h**2)"),
        "gru": _Cell(
            ["h"],
            [
                "before = h",
                "a_u, a_r, a_c = np.split(W_H[:, :{n}] @ h, " + f"{len(GATES['gru'])})",
                "z_u, z_r, z_c = np.split(W_H[:, {n}:] @ x, " + f"{len(GATES['gru'])})",
                "u, r = sigmoid(a_u + z_u), sigmoid(a_r + z_r)",
                "c = np.tanh(r * a_c + z_c)",
                "h = u * h + (1 - u) * c",
            ],
            "before, x, u, r, c, a_c, h",
            "*_, h",
            "the state before, the inputs, the gates, and the state after it",
            [
                "dz_u = dh * (before - c) * u * (1 - u)",
                "dz_c = dh * (1 - u) * (1 - c**2)",
                "dz_r = dz_c * a_c * r * (1 - r)",
                "da = np.vstack([dz_u, dz_r, dz_c * r])",
                "dz = np.vstack([dz_u, dz_r, dz_c])",
                "grad_W_H += np.hstack([da @ before.T, dz @ x.T])",
                "dh = u * dh + W_H[:, :{n}].T @ da",
            ],
        ),
        "lstm": _Cell(
            ["h", "m"],
            [
                "x_h, before = np.vstack([h, x]), m",
                "z_i, z_f, z_c, z_o = np.split(W_H @ x_h, " + f"{len(GATES['lstm'])})",
                "i, f, o, c = sigmoid(z_i), sigmoid(z_f), sigmoid(z_o), np.tanh(z_c)",
                "m = f * m + i * c",
                "h = o * np.tanh(m)",
            ],
            "x_h, before, i, f, o, c, m, h",
            "*_, h",
            "what it reads, the memory before, the gates, and the memory and state after it",
            [
                "dm = dm + dh * o * (1 - np.tanh(m) ** 2)",
                "dz_i, dz_f = dm * c * i * (1 - i), dm * before * f * (1 - f)",
                "dz_c, dz_o = dm * i * (1 - c**2), dh * np.tanh(m) * o * (1 - o)",
                "dz = np.vstack([dz_i, dz_f, dz_c, dz_o])",
                "grad_W_H += dz @ x_h.T",
                "dh, dm = W_H[:, :{n}].T @ dz, dm * f",
            ],
        ),
    },
)

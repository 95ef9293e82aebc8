"""The lecture's notation, in LaTeX; `letters` makes plain text of it."""

from nets.models.parameters import CELL_ACTIVATION
from nets.settings import Settings
from nets.settings.cases import cases_of

# log p(label) of row b; y is 1 where the label is the second class, else 0.
LOG_P = cases_of(
    "output",
    {
        "softmax": r"\log p_b(\mathrm{label}_b)",
        "sigmoid": r"\big(y_b \log p_b + (1 - y_b) \log(1 - p_b)\big)",
    },
)

# dh/dz of units h and their sums z.
JACOBIANS = cases_of(
    "activation",
    {
        "softmax": r"\mathrm{{diag}}({h}) - {h}\,{h}^\top",
        "tanh": r"\mathrm{{diag}}(1 - {h}^2)",
        "relu": r"\mathrm{{diag}}([{z} > 0])",
        "leaky_relu": r"\mathrm{{diag}}(f'({z}))",
        "sigmoid": r"\mathrm{{diag}}({h}\,(1 - {h}))",
        "gelu": r"\mathrm{{diag}}(f'({z}))",
        "linear": "I",
        "sine": r"\mathrm{{diag}}(\cos {z})",
    },
)


def d_by_d(above: str, below: str) -> str:
    """The derivative of one by the other."""
    return rf"\frac{{\partial {above}}}{{\partial {below}}}"


def layer(number: int, n_layers: int) -> str:
    """The units of a hidden layer, which is h where there is only one; the inputs are layer 0."""
    if number == 0:
        return "x"
    return "h" if n_layers == 1 else f"h_{{{number}}}"


def function(unit: str) -> str:
    """The name of what a unit computes."""
    return rf"\mathrm{{{unit.replace('_', '~')}}}"


def activation_jacobian(activation: str, h: str, z: str) -> str:
    """The Jacobian of units h by their sums z."""
    return JACOBIANS[activation].format(h=h, z=z)


def letters(latex: str) -> str:
    """A symbol of these, such as h_{12} or [h; 1], without LaTeX."""
    return latex.replace("_{", "").replace("}", "").replace("_", "")


def of_net(settings: Settings) -> str:
    """The net's forward pass and its loss, as the lecture writes them."""
    return rf"{forward_of_net(settings)}, \qquad {loss_of_net(settings)}"


def loss_of_net(settings: Settings) -> str:
    """The mean loss of N rows."""
    return rf"J = -\tfrac{{1}}{{N}}\textstyle\sum_b {LOG_P[settings.output]}"


def forward_of_net(settings: Settings) -> str:
    """The net's forward pass."""
    output, with_ones = function(settings.output), settings.bias == "every"
    if settings.net == "rnn":
        seen = "[h_t; 1]" if with_ones else "h_t"
        cell = CELL_ACTIVATION[settings.cell]
        step = rf"\mathrm{{{cell}}}(W_H\,[h_{{t-1}}; x_t; 1])" if cell else _gated(settings.cell)
        return rf"h_t = {step}, \qquad p_t = {output}(W_Y\,{seen})"
    parts, read = [], "X"
    n_layers = len(settings.widths)
    for number in range(1, n_layers + 1):
        h = "H" if n_layers == 1 else f"H_{{{number}}}"
        parts.append(rf"{h} = {function(settings.activation)}(W_{{{number}}}\,{read})")
        read = f"[{h}; 1]" if with_ones else h
    parts.append(rf"P = {output}(W_{{{n_layers + 1}}}\,{read})")
    return r", \qquad ".join(parts)


def _gated(cell: str) -> str:
    return rf"\mathrm{{{cell.upper()}}}(W_H,\, h_{{t-1}},\, [x_t; 1])"

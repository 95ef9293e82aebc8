"""How the lecture writes things, in LaTeX; `letters` is the same in plain ones."""

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


def slope(unit: str, h: str, z: str) -> str:
    """The Jacobian of units h by their sums z."""
    if unit == "softmax":
        return rf"\mathrm{{diag}}({h}) - {h}\,{h}^\top"
    if unit == "tanh":
        return rf"\mathrm{{diag}}(1 - {h}^2)"
    if unit == "sigmoid":
        return rf"\mathrm{{diag}}({h}\,(1 - {h}))"
    if unit == "relu":
        return rf"\mathrm{{diag}}([{z} > 0])"
    if unit == "linear":
        return "I"
    if unit == "sine":
        return rf"\mathrm{{diag}}(\cos {z})"
    return rf"\mathrm{{diag}}(f'({z}))"


def letters(latex: str) -> str:
    """A symbol of these, such as h_{12} or [h; 1], without LaTeX."""
    return latex.replace("_{", "").replace("}", "").replace("_", "")


def of_net(settings: Settings) -> str:
    """The net's forward pass and its loss, as the lecture writes them."""
    loss, output = rf"J = -\tfrac{{1}}{{N}}\textstyle\sum_b {LOG_P[settings.output]}", function(settings.output)
    with_ones = settings.bias == "every"
    if settings.net == "rnn":
        seen = "[h_t; 1]" if with_ones else "h_t"
        cell = {"softmax": "softmax", "elman": "tanh"}.get(settings.cell)
        step = rf"\mathrm{{{cell}}}(W_H\,[h_{{t-1}}; x_t; 1])" if cell else _gated(settings.cell)
        return rf"h_t = {step}, \qquad p_t = {output}(W_Y\,{seen}), \qquad {loss}"
    parts, read = [], "X"
    for number in range(1, settings.hidden_layers + 1):
        h = "H" if settings.hidden_layers == 1 else f"H_{{{number}}}"
        parts.append(rf"{h} = {function(settings.activation)}(W_{{{number}}}\,{read})")
        read = f"[{h}; 1]" if with_ones else h
    parts.append(rf"P = {output}(W_{{{settings.hidden_layers + 1}}}\,{read})")
    return r", \qquad ".join([*parts, loss])


def _gated(cell: str) -> str:
    return rf"\mathrm{{{cell.upper()}}}(W_H,\, h_{{t-1}},\, [x_t; 1])"

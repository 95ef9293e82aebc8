"""The lines of the forward pass and the loss, of a net whose derivatives a library finds."""

from nets.export.recipe import Recipe
from nets.export.script.libraries.dialect import Dialect
from nets.export.script.literal import function
from nets.export.script.table.layout import Layout
from nets.models.parameters import GATES


def forward_lines(recipe: Recipe, layout: Layout, dialect: Dialect, *, given: bool = False) -> list[str]:
    """The functions `logits` and `loss`; the weights are `given` to them, or are variables that they look up."""
    first = ["weights"] if given else []
    last = ["masks=None"] if recipe.settings.dropout else []
    weighted = ["w"] if layout.weighted else []
    lines = _rnn(recipe, dialect, given) if recipe.is_rnn else _mlp(recipe, dialect, first, last)
    arguments = ", ".join([*first, "X", "Y", *weighted, *last])
    passed = ", ".join([*first, "X", *(["masks"] if last else [])])
    each = dialect.row_losses[recipe.settings.output]
    mean = dialect.sum.format(x="w * each") if layout.weighted else dialect.mean.format(x="each")
    about = "The weighted mean of -log p(label), in nats." if layout.weighted else "The mean of -log p(label), in nats."
    body = [
        f"Z = logits({passed})",
        f"each = {each}",
        f"return {mean.replace('(each)', 'each') if mean.startswith('(each)') else mean}",
    ]
    return [*lines, *function(f"loss({arguments})", about, body)[2:]]


def unpacked(recipe: Recipe) -> str:
    """The weights by name, from a list of them."""
    names = ", ".join(weight.name for weight in recipe.weights)
    return f"{names if len(recipe.weights) > 1 else f'({names},)'} = weights"


def _mlp(recipe: Recipe, dialect: Dialect, first: list[str], last: list[str]) -> list[str]:
    settings, n_layers = recipe.settings, len(recipe.settings.widths)
    body, values = [unpacked(recipe)] if first else [], "X"
    for layer in range(1, n_layers + 1):
        form = dialect.activations[settings.activation]
        z = f"W{layer} @ {values}"
        if form.count("{z}") > 1:
            body.append(f"Z = {z}")
            z = "Z"
        body.append(f"H = {form.format(z=z)}")
        if settings.dropout:
            body.append(f"H = H * masks[{layer - 1}] if masks else H")
        if settings.bias == "every":
            body.append(f"H = {dialect.with_one.format(h='H')}")
        values = "H"
    body.append(f"return W{n_layers + 1} @ {values}")
    arguments = ", ".join([*first, "X", *last])
    return function(
        f"logits({arguments})",
        "The outputs before softmax, (K, B), of inputs (D+1, B)."
        if settings.output == "softmax"
        else "The output before the sigmoid, (1, B), of inputs (D+1, B).",
        body,
    )


def _rnn(recipe: Recipe, dialect: Dialect, given: bool) -> list[str]:
    settings, n = recipe.settings, recipe.settings.hidden_units
    is_lstm = settings.cell == "lstm"
    body = [unpacked(recipe)] if given else []
    if settings.cell == "gru":
        body.append(f"U, V = W_H[:, :{n}], W_H[:, {n}:]")
    state = ["h", "m"] if is_lstm else ["h"]
    body.append(f"{' = '.join(state)} = {dialect.zeros.format(n=n)}")
    body += ["outputs = []", "for t in range(X.shape[0]):"]
    step = []
    if settings.tbptt_length and settings.tbptt_state == "carry":
        cut = ", ".join(dialect.cut.format(h=name) for name in state)
        step += [
            f"if t % {settings.tbptt_length} == 0:  # the gradient goes no further back",
            f"    {', '.join(state)} = {cut}",
        ]
    step += cell_lines(settings.cell, dialect, x="X[t]")
    h = "h"
    if settings.bias == "every":
        h = dialect.with_one.format(h="h")
    step.append(f"outputs.append(W_Y @ {h})")
    body += [f"    {line}" for line in step]
    body.append(f"return {dialect.stack.format(z='outputs')}")
    arguments = "weights, X" if given else "X"
    return function(f"logits({arguments})", "The outputs after each time step, (T, K, S), of inputs (T, D+1, S).", body)


def cell_lines(cell: str, dialect: Dialect, *, x: str) -> list[str]:
    """From the state h (and m) and the inputs of a step to the state after it."""
    joined = f"W_H @ {dialect.join.format(a='h', b=x)}"
    sigmoid, tanh = dialect.sigmoid, dialect.tanh
    if cell == "softmax":
        return [f"h = {dialect.activations['softmax'].format(z=joined)}"]
    if cell == "elman":
        return [f"h = {tanh.format(z=joined)}"]
    if cell == "gru":
        return [
            f"a_u, a_r, a_c = {dialect.split.format(z='U @ h', n=len(GATES[cell]))}",
            f"z_u, z_r, z_c = {dialect.split.format(z=f'V @ {x}', n=len(GATES[cell]))}",
            f"u, r = {sigmoid.format(z='a_u + z_u')}, {sigmoid.format(z='a_r + z_r')}",
            f"h = u * h + (1 - u) * {tanh.format(z='r * a_c + z_c')}",
        ]
    return [
        f"i, f, c, o = {dialect.split.format(z=joined, n=len(GATES[cell]))}",
        f"m = {sigmoid.format(z='f')} * m + {sigmoid.format(z='i')} * {tanh.format(z='c')}",
        f"h = {sigmoid.format(z='o')} * {tanh.format(z='m')}",
    ]

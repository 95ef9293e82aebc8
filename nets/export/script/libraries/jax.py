"""The script in JAX, with Optax for the steps."""

from collections.abc import Mapping, Sequence

from nets.export.recipe import Recipe
from nets.export.script.libraries.dialect import JAX as DIALECT
from nets.export.script.libraries.forward import cell_lines, forward_lines, unpacked
from nets.export.script.libraries.framework import Framework, Step
from nets.export.script.libraries.updates import is_adam, matrix_of
from nets.export.script.literal import Code, call, codes, function, indented, laid, number
from nets.export.script.table.layout import Layout
from nets.settings.cases import cases_of
from nets.training.protocol.events import WeightsChange

RATE = "optax.scale_by_learning_rate(learning_rate)"

# What a step is chained of, after the clipping: the rate stands before a velocity, which is to hold it.
CHAINS: Mapping[str, Sequence[str]] = cases_of(
    "optimiser",
    {
        "sgd": [RATE],
        "momentum": [RATE, "optax.trace(decay=0.9)"],
        "nesterov": [RATE, "optax.trace(decay=0.9, nesterov=True)"],
        "rmsprop": ["optax.scale_by_rms(decay=0.9, eps=1e-7)", RATE],
        "adam": ["optax.scale_by_adam(eps=eps)", RATE],
        "adamw": ["optax.scale_by_adam(eps=eps)", "optax.add_decayed_weights({decay})", RATE],
    },
)


def _imports(recipe: Recipe) -> list[str]:
    lines = ["import jax", "import jax.numpy as jnp", "import numpy as np", "import optax", "import pandas as pd"]
    if recipe.settings.precision == "float64":
        lines += ["", 'jax.config.update("jax_enable_x64", True)']
    return lines


def _weights(recipe: Recipe, layout: Layout) -> list[str]:
    cast = ".astype(np.float64)" if recipe.settings.precision == "float64" else ""
    names = ", ".join(f"{weight.name}{cast}" for weight in recipe.weights)
    return laid("weights = ", codes(f"jnp.asarray({name})" for name in names.split(", ")))


def _net(recipe: Recipe, layout: Layout) -> list[str]:
    settings = recipe.settings
    lines = forward_lines(recipe, layout, DIALECT, given=True)
    place = lines.index(next(line for line in lines if line.startswith("def loss")))
    lines = [*lines[:place], "@jax.jit", *lines[place:]]
    if recipe.is_rnn:
        lines = [*_scan(recipe), *lines[lines.index("@jax.jit") :]]
    data = ["X", "Y", *(["w"] if layout.weighted else []), *(["masks"] if settings.dropout else [])]
    arguments = ", ".join(["weights", *data])
    if settings.l1 or settings.l2:
        body = [f"J = loss({arguments})"]
        if settings.l1:
            body += [
                "# JAX's |w| has the slope 1 at 0, and the app's the slope 0",
                f"J += {number(settings.l1)} * sum((W * jnp.sign(W)).sum() for W in weights)",
            ]
        if settings.l2:
            body.append(f"J += {number(settings.l2)} * sum((W**2).sum() for W in weights)")
        lines += function(f"objective({arguments})", "The loss and the penalties.", [*body, "return J"])[2:]
    chain = [f"optax.clip_by_global_norm({number(settings.clip)})"] if settings.clip else []
    chain += [each.format(decay=number(settings.weight_decay)) for each in CHAINS[settings.optimiser]]
    rule = "rule(learning_rate, eps)" if is_adam(recipe) else "rule(learning_rate)"
    about = "What is made of a gradient; its arguments may change from step to step."
    body = call("return optax.chain(", *codes(chain), depth=1)
    lines += ["@optax.inject_hyperparams", *function(rule, about, body)[2:]]
    eps = ", eps=1e-7" if is_adam(recipe) else ""
    lines += [f"optimiser = rule(learning_rate=1.0{eps})"]
    of = "objective" if settings.l1 or settings.l2 else "loss"
    body = [
        f"grads = jax.grad({of})({arguments})",
        "updates, state = optimiser.update(grads, state, weights)",
        "return optax.apply_updates(weights, updates), state",
    ]
    return [*lines, "", "", "@jax.jit", *function(f"step(weights, state, {', '.join(data)})", "One update.", body)[2:]]


def _scan(recipe: Recipe) -> list[str]:
    """The recurrent net as a scan over the time steps."""
    settings, n = recipe.settings, recipe.settings.hidden_units
    is_lstm, is_cut = settings.cell == "lstm", bool(settings.tbptt_length and settings.tbptt_state == "carry")
    state = "h, m" if is_lstm else "h"
    step = [f"{state} = state"] if is_lstm else []
    if settings.cell == "gru":
        step.append(f"U, V = W_H[:, :{n}], W_H[:, {n}:]")
    head = "step(state, x)" if is_lstm else "step(h, x)"
    body = [unpacked(recipe), ""]
    over = "X"
    if is_cut:
        head = head.replace("x)", "t_x)")
        step += ["t, x = t_x", f"is_cut = t % {settings.tbptt_length} == 0  # the gradient goes no further back"]
        step += [f"{name} = jnp.where(is_cut, jax.lax.stop_gradient({name}), {name})" for name in state.split(", ")]
        over = "(jnp.arange(len(X)), X)"
    step += cell_lines(settings.cell, DIALECT, x="x")
    h = DIALECT.with_one.format(h="h") if settings.bias == "every" else "h"
    step.append(f"return {'(h, m)' if is_lstm else 'h'}, W_Y @ {h}")
    body += [f"def {head}:", *indented(step), ""]
    body.append(f"start = {DIALECT.zeros.format(n=n)}")
    begin = "(start, start)" if is_lstm else "start"
    body += [f"_, Z = jax.lax.scan(step, {begin}, {over})", "return Z"]
    return function("logits(weights, X)", "The outputs after each time step, (T, K, S), of inputs (T, D+1, S).", body)


def _begin(recipe: Recipe) -> list[str]:
    return ["state = optimiser.init(weights)"]


def _step(recipe: Recipe, layout: Layout, step: Step) -> list[str]:
    cast = f"np.{recipe.settings.precision}"
    lines = [f'state.hyperparams["learning_rate"] = {cast}({step.rate})']
    if is_adam(recipe):
        lines += [
            "# the app's epsilon comes before the bias correction",
            f'state.hyperparams["eps"] = {cast}(1e-7 / (1 - 0.999**t) ** 0.5)',
        ]
    update = call("weights, state = step(", *codes(["weights", "state", *step.arguments]), depth=2)
    if len(update) > 1:
        update = [f"batch = {', '.join(step.arguments)}", "weights, state = step(weights, state, *batch)"]
    return [*lines, *update]


def _set_weight(recipe: Recipe, change: WeightsChange) -> list[str]:
    place = [weight.name for weight in recipe.weights].index(change.matrix)
    if change.cell is not None:
        row, column = change.cell
        return [f"weights[{place}] = weights[{place}].at[{row}, {column}].set({number(change.values[0])})"]
    dtype = Code(f"weights[{place}].dtype")
    return call(f"weights[{place}] = jnp.array(", matrix_of(recipe, change), dtype, depth=2)


FRAMEWORK = Framework(
    title="JAX",
    imports=_imports,
    weights=_weights,
    net=_net,
    begin=_begin,
    step=_step,
    loss=lambda arguments: f"float(loss(weights, {arguments}))",
    set_weight=_set_weight,
    kept="list(weights)",
    restored=["weights = best"],
)

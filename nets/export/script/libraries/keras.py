"""The script in Keras: layers, its own optimisers, and `fit`."""

import functools
from collections.abc import Mapping

from nets.export.recipe import Recipe
from nets.export.script.draws import is_batched
from nets.export.script.libraries.keras_model import laid_dense
from nets.export.script.libraries.updates import matrix_of
from nets.export.script.literal import call, codes, function, indented, number
from nets.export.script.rate import begin_lines, event_lines, last_epoch, rate_of
from nets.export.script.table.layout import Layout
from nets.models.parameters import Weight
from nets.settings.cases import cases_of
from nets.training.protocol.events import WeightsChange

TITLE = "Keras"

OPTIMISERS: Mapping[str, str] = cases_of(
    "optimiser",
    {
        "sgd": "SGD(learning_rate{clip})",
        "momentum": "SGD(learning_rate, momentum=0.9{clip})",
        "nesterov": "SGD(learning_rate, momentum=0.9, nesterov=True{clip})",
        "rmsprop": "RMSprop(learning_rate, rho=0.9, epsilon=1e-7{clip})",
        "adam": "Adam(learning_rate, epsilon=1e-7{clip})",
        "adamw": "AdamW(learning_rate, weight_decay={decay}, epsilon=1e-7{clip})",
    },
)


def imports(recipe: Recipe) -> list[str]:
    """The libraries, and the precision."""
    lines = ["import keras", "import numpy as np", "import pandas as pd"]
    if recipe.settings.precision == "float64":
        lines += ["", 'keras.config.set_floatx("float64")', 'keras.config.set_dtype_policy("float64")']
    return lines


def loss_lines(recipe: Recipe, layout: Layout) -> list[str]:
    """The loss, and the model compiled with it."""
    settings = recipe.settings
    kind = "BinaryCrossentropy" if settings.output == "sigmoid" else "CategoricalCrossentropy"
    reduction = ', reduction="sum"' if layout.weighted else ""
    clip = f", global_clipnorm={number(settings.clip)}" if settings.clip else ""
    made = OPTIMISERS[settings.optimiser].format(clip=clip, decay=number(settings.weight_decay))
    lines = [
        f"cross_entropy = keras.losses.{kind}(from_logits=True{reduction})",
        *begin_lines(recipe),
        *laid_dense("optimiser", f"keras.optimizers.{made}"),
        "model.compile(optimizer=optimiser, loss=cross_entropy)",
    ]
    return lines


def training_lines(recipe: Recipe, layout: Layout) -> list[str]:
    """What is done between epochs, and `fit`."""
    settings, batched, early = recipe.settings, is_batched(recipe, layout), recipe.stops_early
    epochs, rate = last_epoch(recipe), rate_of(recipe)
    dropout = bool(settings.dropout)
    lines: list[str] = []
    names = ["X", "Y", *(["w"] if layout.weighted else [])]
    lines += _loss_function(recipe, layout)
    at = _at(recipe, layout, rate)
    begin = ['least, best_epoch, best = float("inf"), 0, model.get_weights()'] if early else []
    head = "def at(epoch):"
    changed = _changed(recipe)
    outer = [f"global {', '.join(changed)}"] if changed else []
    lines += [*begin, *function("at(epoch)", "What is done before this epoch.", [*outer, *at])]
    del head
    if batched or dropout:
        lines += _batches(recipe, layout)
    told = [
        "between = keras.callbacks.LambdaCallback(",
        "    on_train_begin=lambda logs: at(0),",
        "    on_epoch_end=lambda epoch, logs: at(epoch + 1),",
        ")",
    ]
    lines += told
    common = [f"epochs={epochs}", "verbose=0", "callbacks=[between]"]
    if batched or dropout:
        lines += call(
            "model.fit(",
            *codes(["batches()", f"steps_per_epoch={_n_batches(recipe, layout)}", "shuffle=False", *common]),
        )
    else:
        weights = ["sample_weight=w"] if layout.weighted else []
        lines += call("model.fit(", *codes(["X", "Y", *weights, "batch_size=len(X)", "shuffle=False", *common]))
    if early:
        lines.append("model.set_weights(best)")
    return [*lines, f'print("loss", loss({", ".join(names)}))']


def _loss_function(recipe: Recipe, layout: Layout) -> list[str]:
    dropout = recipe.settings.dropout
    given = "model(X, training=False)"
    body = []
    if dropout:
        body = ["ones = [np.ones((len(X), n), X.dtype) for n in " + f"{[*recipe.settings.widths]}]"]
        given = "model([X, *ones], training=False)"
    arguments = "X, Y, w" if layout.weighted else "X, Y"
    weights = ", sample_weight=w" if layout.weighted else ""
    about = "The weighted mean of -log p(label), in nats." if layout.weighted else "The mean of -log p(label), in nats."
    return function(f"loss({arguments})", about, [*body, f"return float(cross_entropy(Y, {given}{weights}))"])


def _changed(recipe: Recipe) -> list[str]:
    """The variables that are changed on the way."""
    lines = event_lines(recipe, functools.partial(_set_weight, recipe))
    lines += event_lines(recipe, functools.partial(_set_weight, recipe), at_end=True)
    names = [
        name for name in ("learning_rate", "n_epochs") if any(line.strip().startswith(f"{name} =") for line in lines)
    ]
    return names + (["least", "best_epoch", "best"] if recipe.stops_early else [])


def _at(recipe: Recipe, layout: Layout, rate: str) -> list[str]:
    set_weight = functools.partial(_set_weight, recipe)
    lines = event_lines(recipe, set_weight)
    if late := event_lines(recipe, set_weight, at_end=True):
        lines += [f"if epoch == {recipe.n_epochs}:", *indented(late)]
    names = ["X", "Y", *(["w"] if layout.weighted else [])]
    lines.append(f"print(loss({', '.join(names)}))")
    changes = any(line.strip().startswith("learning_rate =") for line in lines)
    if rate != "learning_rate" or changes:
        lines.append(f"optimiser.learning_rate = {rate}")
    if recipe.stops_early:
        w = ", w_validation" if layout.weighted else ""
        held = f"X, Y{w}" if recipe.is_rnn else f"X_validation, Y_validation{w}"
        lines += [
            f"validation = loss({held})",
            "if validation < least:",
            "    least, best_epoch = validation, epoch",
            "    best = model.get_weights()",
            f"elif epoch - best_epoch >= {recipe.settings.early_stopping}:",
            "    model.stop_training = True",
        ]
    return lines


def _n_batches(recipe: Recipe, layout: Layout) -> int:
    if not is_batched(recipe, layout):
        return 1
    n = layout.n_batched - (layout.n_silent if layout.silent else 0)
    return -(-n // recipe.settings.batch)


def _batches(recipe: Recipe, layout: Layout) -> list[str]:
    """A generator of the batches of all epochs."""
    settings = recipe.settings
    if is_batched(recipe, layout):
        x, y = "X[rows]", "Y[rows]"
        w = ", w[rows] / w[rows].sum()" if layout.weighted else ""
        n = "len(rows)"
    else:
        x, y, w, n = "X", "Y", ", w" if layout.weighted else "", "len(X)"
    counts = settings.dropout and is_batched(recipe, layout)
    if settings.dropout:
        count = "t" if counts else "epoch"
        inner = [f"yield ({x}, *masks({count}, {n})), {y}{w}", *(["t += 1"] if counts else [])]
    else:
        inner = [f"yield {x}, {y}{w}"]
    if is_batched(recipe, layout):
        inner = [
            f"order = {layout.order}",
            f"for start in range(0, len(order), {settings.batch}):",
            f"    rows = order[start : start + {settings.batch}]",
            *indented(inner),
        ]
    begin = ["t = 0  # steps taken"] if counts else []
    body = [*begin, f"for epoch in range({recipe.n_epochs}):", *indented(inner)]
    return function("batches()", "The batches of one epoch after the other.", body)


def _set_weight(recipe: Recipe, change: WeightsChange) -> list[str]:
    (weight,) = (each for each in recipe.weights if each.name == change.matrix)
    layer, arrays = _place(recipe, weight)
    lines = [
        f"{', '.join(arrays)} = {layer}.get_weights()" if len(arrays) > 1 else f"({arrays[0]},) = {layer}.get_weights()"
    ]
    n = weight.n_recurrent
    if change.cell is not None:
        row, column = change.cell
        value = number(change.values[0])
        if n:
            where = f"recurrent[{column}, {row}]" if column < n else f"kernel[{column - n}, {row}]"
        elif weight.has_bias and column == len(weight.columns) - 1:
            where = f"bias[{row}]"
        else:
            where = f"kernel[{column}, {row}]"
        return [*lines, f"{where} = {value}", f"{layer}.set_weights([{', '.join(arrays)}])"]
    lines = call("W = np.array(", matrix_of(recipe, change), depth=2)
    if n:
        return [*lines, f"{layer}.set_weights([W[:, {n}:].T, W[:, :{n}].T])"]
    value = "[W[:, :-1].T, W[:, -1]]" if weight.has_bias else "[W.T]"
    return [*lines, f"{layer}.set_weights({value})"]


def _place(recipe: Recipe, weight: Weight) -> tuple[str, list[str]]:
    """The layer of a weight, and the names of its arrays as `get_weights` gives them."""
    if weight.n_recurrent:
        return "cell", ["kernel", "recurrent"]
    layer = "output" if recipe.is_rnn else weight.name.lower().replace("w", "layer_")
    return layer, ["kernel", "bias"] if weight.has_bias else ["kernel"]

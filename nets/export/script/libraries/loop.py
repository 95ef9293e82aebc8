"""The loop over epochs and batches, around the steps that a library writes."""

import functools
import re

from nets.export.recipe import Recipe
from nets.export.script.draws import is_batched
from nets.export.script.libraries.framework import Framework, Step
from nets.export.script.libraries.updates import is_adam
from nets.export.script.literal import indented
from nets.export.script.rate import begin_lines, event_lines, last_epoch, rate_of
from nets.export.script.table.layout import Layout

EPOCH = re.compile(r"\bepoch\b")


def loop_lines(recipe: Recipe, layout: Layout, framework: Framework) -> list[str]:
    """From the learning rate to the last loss."""
    epochs, rate = last_epoch(recipe), rate_of(recipe)
    batched, dropout, early = is_batched(recipe, layout), recipe.settings.dropout, recipe.stops_early
    set_weight = functools.partial(framework.set_weight, recipe)
    every = ["X", "Y", *(["w"] if layout.weighted else [])]
    loss = framework.loss(", ".join(every))
    lines = [*begin_lines(recipe), *framework.begin(recipe)]
    counted = batched or bool(dropout)
    if batched and (dropout or is_adam(recipe)):
        lines.append("t = 0  # steps taken")
    if early:
        lines.append('least, best_epoch = float("inf"), 0')
    body = event_lines(recipe, set_weight)
    is_free = framework.loss_of_step and not (counted or early or recipe.settings.l1 or recipe.settings.l2)
    if early:
        body += _early(recipe, layout, framework, loss, epochs, set_weight)
    elif not is_free:
        body.append(f"print({loss})")
    if rate != "learning_rate":
        body.append(f"rate = {rate}")
        rate = "rate"
    step = functools.partial(framework.step, recipe, layout)
    if batched:
        body += _batches(recipe, layout, step, rate)
    elif is_adam(recipe):
        body.append("t = epoch + 1")
    if counted and not batched:
        body += step(Step((*every, f"masks(epoch, {layout.n_rows})"), rate))
    elif not batched:
        body += step(Step(tuple(every), rate))
        if is_free:
            body.append(f"print({framework.loss_of_step})")
    name = "epoch" if any(EPOCH.search(line) for line in body) else "_"
    lines += [f"for {name} in range({epochs}{' + 1' if early else ''}):", *indented(body)]
    if early:
        return [*lines, *framework.restored, f'print("loss", {loss})']
    lines += event_lines(recipe, set_weight, at_end=True)
    return [*lines, f"last = {loss}", "print(last)", 'print("loss", last)']


def _early(recipe: Recipe, layout: Layout, framework: Framework, loss: str, epochs: str, set_weight) -> list[str]:
    """The loss, that of the validation rows, and the end of the loop where that has been no better for long."""
    w = ", w_validation" if layout.weighted else ""
    held = f"X, Y{w}" if recipe.is_rnn else f"X_validation, Y_validation{w}"
    lines = event_lines(recipe, set_weight, at_end=True)
    if lines:
        lines = [f"if epoch == {recipe.n_epochs}:", *indented(lines)]
    return [
        *lines,
        f"print({loss})",
        f"validation = {framework.loss(held)}",
        "if validation < least:",
        "    least, best_epoch = validation, epoch",
        f"    best = {framework.kept}",
        f"elif epoch - best_epoch >= {recipe.settings.early_stopping}:",
        "    break",
        f"if epoch == {epochs}:",
        "    break",
    ]


def _batches(recipe: Recipe, layout: Layout, step, rate: str) -> list[str]:
    size = recipe.settings.batch
    at = ":, :, rows" if recipe.is_rnn else ":, rows"
    arguments = [f"X[{at}]", f"Y[{at}]"]
    lines = []
    if layout.weighted:
        w = "w[:, rows]" if recipe.is_rnn else "w[rows]"
        arguments.append(f"{w} / {w}.sum()")
    if recipe.settings.dropout:
        arguments.append("masks(t - 1, len(rows))")
    lines += step(Step(tuple(arguments), rate))
    return [
        f"order = {layout.order}",
        f"for start in range(0, len(order), {size}):",
        f"    rows = order[start : start + {size}]",
        *(["    t += 1"] if recipe.settings.dropout or is_adam(recipe) else []),
        *indented(lines),
    ]

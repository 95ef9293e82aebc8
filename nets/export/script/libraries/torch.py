"""The script in PyTorch: autograd, and its optimisers where they make the app's steps."""

from collections.abc import Callable, Mapping

from nets.export.recipe import Recipe
from nets.export.script.libraries.dialect import TORCH as DIALECT
from nets.export.script.libraries.forward import forward_lines, unpacked
from nets.export.script.libraries.framework import Framework, Step
from nets.export.script.libraries.updates import betas, corrected_rate, matrix_of
from nets.export.script.literal import Code, call, codes, indented, number
from nets.export.script.table.layout import Layout
from nets.settings.cases import cases_of
from nets.training.protocol.events import WeightsChange

# What makes the steps; RMSprop's epsilon stands outside the root there, so its step is written out.
OPTIMISERS: Mapping[str, str] = cases_of(
    "optimiser",
    {
        "sgd": "torch.optim.SGD(weights, lr=learning_rate)",
        "momentum": "torch.optim.SGD(weights, lr=1.0, momentum=0.9)",
        "nesterov": "torch.optim.SGD(weights, lr=1.0, momentum=0.9, nesterov=True)",
        "rmsprop": "[torch.zeros_like(W) for W in weights]",
        "adam": "torch.optim.Adam(weights, lr=learning_rate)",
        "adamw": "torch.optim.AdamW(weights, lr=learning_rate, weight_decay={decay})",
    },
)


def _sgd(recipe: Recipe, step: Step) -> list[str]:
    return [*_rate(step), "optimiser.step()"]


def _momentum(recipe: Recipe, step: Step) -> list[str]:
    return [
        "# the velocity is to hold the rate, which PyTorch leaves outside",
        "for W in weights:",
        f"    W.grad *= {step.rate}",
        "optimiser.step()",
    ]


def _rmsprop(recipe: Recipe, step: Step) -> list[str]:
    return [
        "with torch.no_grad():  # PyTorch's has its epsilon outside the root",
        "    for W, v in zip(weights, vs, strict=True):",
        "        v.mul_(0.9).add_(0.1 * W.grad**2)",
        f"        W.sub_({step.rate} * W.grad / torch.sqrt(v + 1e-7))",
    ]


def _adam(recipe: Recipe, step: Step) -> list[str]:
    return [
        "# the app's epsilon comes before the bias correction, which it rounds as its weights",
        *corrected_rate(recipe, step),
        "correction = (1 - 0.999**t) ** 0.5",
        'optimiser.param_groups[0]["lr"] = float(e) * (1 - 0.9**t) / correction',
        'optimiser.param_groups[0]["eps"] = 1e-7 / correction',
        "optimiser.step()",
    ]


def _rate(step: Step) -> list[str]:
    return [f'optimiser.param_groups[0]["lr"] = {step.rate}']


STEPS: Mapping[str, Callable[[Recipe, Step], list[str]]] = cases_of(
    "optimiser",
    {
        "sgd": _sgd,
        "momentum": _momentum,
        "nesterov": _momentum,
        "rmsprop": _rmsprop,
        "adam": _adam,
        "adamw": _adam,
    },
)


def _imports(recipe: Recipe) -> list[str]:
    settings = recipe.settings
    has_function = settings.output == "sigmoid" or (
        settings.net == "mlp" and settings.widths and settings.activation in ("gelu", "leaky_relu")
    )
    own = ["from torch.nn import functional"] if has_function else []
    return ["import numpy as np", "import pandas as pd", "import torch", *own]


def _weights(recipe: Recipe, layout: Layout) -> list[str]:
    cast = ".astype(np.float64)" if recipe.settings.precision == "float64" else ""
    names = [weight.name for weight in recipe.weights]
    tuple_of = f"({', '.join(names)}{',' if len(names) == 1 else ''})"
    made = [f"weights = [torch.tensor(W{cast}, requires_grad=True) for W in {tuple_of}]", unpacked(recipe)]
    arrays = ["X", "Y", *(["w"] if layout.weighted else [])]
    held = [] if recipe.is_rnn else ["X_validation", "Y_validation"]
    arrays += [*held, *(["w_validation"] if layout.weighted else [])] if recipe.stops_early else []
    arrays = [each for each in arrays if each]
    return [*made, *(f"{each} = torch.from_numpy({each})" for each in arrays)]


def _net(recipe: Recipe, layout: Layout) -> list[str]:
    return forward_lines(recipe, layout, DIALECT)


def _begin(recipe: Recipe) -> list[str]:
    optimiser = recipe.settings.optimiser
    made = OPTIMISERS[optimiser].format(decay=number(recipe.settings.weight_decay))
    return [*betas(recipe), f"{'vs' if optimiser == 'rmsprop' else 'optimiser'} = {made}"]


def _step(recipe: Recipe, layout: Layout, step: Step) -> list[str]:
    settings = recipe.settings
    arguments = [
        f"[torch.from_numpy(mask) for mask in {each}]" if each.startswith("masks(") else each for each in step.arguments
    ]
    lines = call("J = loss(", *codes(arguments), depth=2)
    if settings.l1:
        lines.append(f"J = J + {number(settings.l1)} * sum(W.abs().sum() for W in weights)")
    if settings.l2:
        lines.append(f"J = J + {number(settings.l2)} * sum((W**2).sum() for W in weights)")
    lines += ["for W in weights:", "    W.grad = None", "J.backward()"]
    if settings.clip:
        clip = number(settings.clip)
        lines += [
            "norm = sum((W.grad**2).sum() for W in weights) ** 0.5",
            f"if norm > {clip}:",
            "    for W in weights:",
            f"        W.grad *= {clip} / norm",
        ]
    return [*lines, *STEPS[settings.optimiser](recipe, step)]


def _set_weight(recipe: Recipe, change: WeightsChange) -> list[str]:
    if change.cell is not None:
        row, column = change.cell
        return [f"{change.matrix}.data[{row}, {column}] = {number(change.values[0])}"]
    dtype = {"dtype": Code("torch.float64")} if recipe.settings.precision == "float64" else {}
    return call(f"{change.matrix}.data[:] = torch.tensor(", matrix_of(recipe, change), **dtype, depth=2)


FRAMEWORK = Framework(
    title="PyTorch",
    imports=_imports,
    weights=_weights,
    net=_net,
    begin=_begin,
    step=_step,
    loss=lambda arguments: f"loss({arguments}).item()",
    set_weight=_set_weight,
    kept="[W.detach().clone() for W in weights]",
    restored=["for W, value in zip(weights, best, strict=True):", *indented(["W.data = value"])],
    loss_of_step="J.item()",
)

"""What each part of a step does, in a formula and sentences."""

from dataclasses import dataclass

import numpy as np

from nets.autodiff.written.notation import forward_of_net, loss_of_net
from nets.queries.next_step import NextStep
from nets.settings import Settings
from nets.settings.cases import cases_of
from nets.workspace.step.shown import short
from nets.workspace.step.step_through import PARTS, Part, StepThrough

MOST_LISTED = 8  # rows of a batch
WAITS = "The trainer is working this step out. Press again in a moment."

# The update of a weight w by its gradient g, with the averages m and v that the optimiser keeps (Keras's defaults).
UPDATES = cases_of(
    "optimiser",
    {
        "sgd": r"w \leftarrow w - \eta\,g",
        "momentum": r"m \leftarrow 0.9\,m - \eta\,g, \quad w \leftarrow w + m",
        "nesterov": r"m \leftarrow 0.9\,m - \eta\,g, \quad w \leftarrow w + 0.9\,m - \eta\,g",
        "rmsprop": r"v \leftarrow 0.9\,v + 0.1\,g^2, \quad w \leftarrow w - \eta\,g / \sqrt{v}",
        "adam": r"m \leftarrow 0.9\,m + 0.1\,g, \quad v \leftarrow 0.999\,v + 0.001\,g^2, \quad "
        r"w \leftarrow w - \eta\,\hat m / \sqrt{\hat v}",
        "adamw": r"w \leftarrow w - \eta\,\lambda\,w, \quad \text{then as Adam:} \quad "
        r"w \leftarrow w - \eta\,\hat m / \sqrt{\hat v}",
    },
)


@dataclass(frozen=True)
class StepText:
    """What stands on the screen at a part of a step: which step it is, the formula of the part (LaTeX), what is shown
    now, and what the next press does.
    """

    which: str
    formula: str
    now: str
    following: str


def step_text(step: StepThrough, settings: Settings, *, n_rows: int) -> StepText:
    """What is said of this part, by the settings the step is taken by; `n_rows` has the table."""
    tell = {"forward": _forward, "loss": _loss, "backward": _backward, "update": _update}[step.part]
    formula, now = tell(step.found, settings) if step.found else (forward_of_net(settings), step.problem or WAITS)
    return StepText(_which(step, settings, n_rows), formula, now, _following(step, settings))


def _which(step: StepThrough, settings: Settings, n_rows: int) -> str:
    parts = [f"epoch {step.epoch + 1:,}"]
    if step.found:
        rows, n_batches = step.found.rows, step.found.n_batches
        if n_batches > 1:
            parts.append(f"batch {step.batch + 1:,} of {n_batches:,}")
        parts.append(_rows(rows, n_rows))
    return ", ".join(parts)


def _rows(rows: np.ndarray, n_rows: int) -> str:
    """Which rows a step is taken on, counted from 1."""
    if len(rows) == n_rows:
        return f"all {n_rows:,} rows"
    numbers = ", ".join(f"{row + 1:,}" for row in rows[:MOST_LISTED])
    more = " and more" if len(rows) > MOST_LISTED else ""
    return f"{len(rows):,} of {n_rows:,} rows: {numbers}{more}"


def _forward(found: NextStep, settings: Settings) -> tuple[str, str]:
    dropped = ""
    if settings.dropout:
        dropped = f" Dropout leaves out {settings.dropout:g} of the hidden units in this step; the panels show all."
    return forward_of_net(settings), (
        f"Units and probabilities of every row, by the weights before: see The net, Predictions.{dropped}"
    )


def _loss(found: NextStep, settings: Settings) -> tuple[str, str]:
    formula = rf"{loss_of_net(settings)} = {found.loss:.6g}"
    penalties = r" + ".join(
        rf"{rate:g}\,\textstyle\sum {term}" for rate, term in ((settings.l1, "|w|"), (settings.l2, "w^2")) if rate
    )
    if penalties:
        formula += rf", \qquad {penalties} = {found.penalty:.6g}"
    weighted = "" if settings.class_weights == "none" else ", each weighted by its class"
    dropped = ", without the units that dropout leaves out" if settings.dropout else ""
    return formula, f"The mean of {len(found.rows):,} rows{weighted}, in nats{dropped}."


def _backward(found: NextStep, settings: Settings) -> tuple[str, str]:
    names = r", \quad ".join(rf"\frac{{\partial J}}{{\partial {_symbol(name)}}}" for name in found.gradients)
    now = f"The gradient of each weight: see Weights and the lines of The net. Its length is {found.length:.4g}."
    if 0 < settings.clip < found.length:
        now += f" It is clipped to {settings.clip:g}."
    return names, now


def _update(found: NextStep, settings: Settings) -> tuple[str, str]:
    now = f"The new weights, by η = {found.learning_rate:.6g}. Their update over the weights, ‖ΔW‖/‖W‖: "
    ratios = (f"{name} {'–' if ratio is None else short(ratio)}" for name, ratio in found.ratios.items())
    return UPDATES[settings.optimiser], f"{now}{', '.join(ratios)}."


def _symbol(name: str) -> str:
    return f"{name[0]}_{{{name[1:].removeprefix('_')}}}"


def _following(step: StepThrough, settings: Settings) -> str:
    if step.part != "update":
        following: Part = PARTS[PARTS.index(step.part) + 1]
        return f"Next press: {following}."
    if step.is_last_batch and step.epoch + 1 >= settings.epochs:
        return "This was the last epoch."
    if step.is_last_batch:
        return f"Next press: forward, in epoch {step.epoch + 2:,}."
    return f"Next press: forward, in batch {step.batch + 2:,}."

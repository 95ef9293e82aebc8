"""The lines that draw shuffles and dropout masks: counters hashed, as the app does in its compiled loop."""

from collections.abc import Mapping

import numpy as np

from nets.export.recipe import Recipe
from nets.export.script.literal import function
from nets.export.script.table.layout import Layout
from nets.export.script.table.validation import BESIDE
from nets.settings import Settings

MOST_BYTES = 4_000_000  # of draws that lie beside a script instead


def is_batched(recipe: Recipe, layout: Layout) -> bool:
    """Whether an epoch has more than one step."""
    return 0 < recipe.settings.batch < layout.n_batched


def given_draws(recipe: Recipe, layout: Layout) -> dict[str, np.ndarray]:
    """What training draws, as arrays: `orders` of the rows in each epoch, and of each hidden layer which units dropout
    keeps in each step. Empty where that is too much.
    """
    settings, batched = recipe.settings, is_batched(recipe, layout)
    n_steps = recipe.n_epochs * (-(-layout.n_batched // settings.batch) if batched else 1)
    n_columns = settings.batch if batched else layout.n_rows
    widths = settings.widths if settings.dropout else ()
    many = 4 * recipe.n_epochs * layout.n_batched * batched + n_steps * n_columns * sum(widths)
    if many > MOST_BYTES or layout.silent:
        return {}
    found = {}
    if batched:
        orders = [_order(settings.seed, epoch, layout.n_batched) for epoch in range(recipe.n_epochs)]
        found["orders"] = np.array(orders, np.int32).reshape(-1, layout.n_batched)
    for layer, units in enumerate(widths, start=1):
        kept = [_kept(settings, step * 8 + layer, units * n_columns) for step in range(n_steps)]
        found[f"kept_{layer}"] = np.array(kept, bool).reshape(n_steps, units, n_columns)
    return found


def draw_lines(recipe: Recipe, layout: Layout, given: Mapping[str, np.ndarray]) -> list[str]:
    """The functions `shuffle` and `masks`, as far as they are needed; or the lines that take what is given."""
    if given:
        return _given_lines(recipe, layout, given)
    batched, dropout = is_batched(recipe, layout), recipe.settings.dropout
    if not batched and not dropout:
        return []
    lines = function(
        "noise(moment, n)",
        "Uniform uint32, (n,): seed, moment and place hashed by lowbias32 (C. Wellons).",
        [
            "x = np.arange(n, dtype=np.uint32) * np.uint32(0x9E3779B9)",
            f"for added in ({recipe.settings.seed}, moment * 0x85EBCA6B % 2**32):",
            "    x = x + np.uint32(added)",
            "    for shift, factor in ((16, 0x7FEB352D), (15, 0x846CA68B)):",
            "        x = (x ^ (x >> np.uint32(shift))) * np.uint32(factor)",
            "    x = x ^ (x >> np.uint32(16))",
            "return x",
        ],
    )
    if batched:
        lines += _shuffle(recipe, layout)[2:]
    if dropout:
        lines += _masks(recipe, layout)[2:]
    return lines


def _given_lines(recipe: Recipe, layout: Layout, given: Mapping[str, np.ndarray]) -> list[str]:
    settings, masks = recipe.settings, [name for name in given if name != "orders"]
    lines = [f'orders = {BESIDE}["orders"]  # an epoch a row'] if "orders" in given else []
    if masks:
        turn = "" if layout.columns else ".T"
        left = f"(each[count, :, :n] / (1 - {settings.dropout})).astype(np.{settings.precision}){turn}"
        each = ", ".join(f'{BESIDE}["{name}"]' for name in masks)
        lines += [f"kept = [{each}]", *_masks_of([f"return [{left} for each in kept]"])]
    return lines


def _shuffle(recipe: Recipe, layout: Layout) -> list[str]:
    n, what = layout.n_batched, "sequences" if recipe.is_rnn else "rows"
    body = [f"keys = (noise(epoch, {n}) >> np.uint32(1)).astype(np.int64)"]
    if layout.silent:
        some = "w.any(axis=0)" if layout.columns else "w.any(axis=1)"
        body += [
            'order = np.argsort(-keys, kind="stable")',
            f"return order[{some}[order]]  # sequences without a loss are in no batch",
        ]
    else:
        body.append('return np.argsort(-keys, kind="stable")')
    return function("shuffle(epoch)", f"The order of the {what} in this epoch, (n,).", body)


def _noise(seed: int, moment: int, n: int) -> np.ndarray:
    """What the script's `noise` gives."""
    x = np.arange(n, dtype=np.uint32) * np.uint32(0x9E3779B9)
    for added in (seed, moment * 0x85EBCA6B % 2**32):
        x = x + np.uint32(added)
        for shift, factor in ((16, 0x7FEB352D), (15, 0x846CA68B)):
            x = (x ^ (x >> np.uint32(shift))) * np.uint32(factor)
        x = x ^ (x >> np.uint32(16))
    return x


def _order(seed: int, epoch: int, n: int) -> np.ndarray:
    keys = (_noise(seed, epoch, n) >> np.uint32(1)).astype(np.int64)
    return np.argsort(-keys, kind="stable")


def _kept(settings: Settings, moment: int, n: int) -> np.ndarray:
    draws = (_noise(settings.seed, moment, n) >> np.uint32(8)) / 2**24
    return draws >= np.dtype(settings.precision).type(settings.dropout)


def _masks(recipe: Recipe, layout: Layout) -> list[str]:
    """One mask a hidden layer: 0 for the units left out, 1 / (1 - rate) for the others."""
    rate, dtype = recipe.settings.dropout, f"np.{recipe.settings.precision}"
    n_columns = recipe.settings.batch if is_batched(recipe, layout) else layout.n_rows
    turn = "" if layout.columns else ".T"
    return _masks_of(
        [
            "found = []",
            f"for layer, units in enumerate({[*recipe.settings.widths]}, start=1):",
            f"    draws = (noise(count * 8 + layer, units * {n_columns}) >> np.uint32(8)) / 2**24",
            f"    left = draws.reshape(units, {n_columns})[:, :n] >= {dtype}({rate})",
            f"    found.append((left / (1 - {rate})).astype({dtype}){turn})",
            "return found",
        ]
    )


def _masks_of(body: list[str]) -> list[str]:
    return function("masks(count, n)", "What the step after `count` others multiplies the units of n rows by.", body)

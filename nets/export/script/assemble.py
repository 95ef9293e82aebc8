"""A script from its parts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from nets.export.recipe import Recipe
from nets.export.script.draws import draw_lines, given_draws
from nets.export.script.initial import given_lines, initial_lines
from nets.export.script.libraries import jax, keras, tensorflow, torch
from nets.export.script.libraries import numpy as plain_numpy
from nets.export.script.libraries.framework import Framework
from nets.export.script.libraries.keras_model import model_lines
from nets.export.script.libraries.loop import loop_lines
from nets.export.script.libraries.updates import large_changes
from nets.export.script.literal import text
from nets.export.script.table.arrays import array_lines
from nets.export.script.table.layout import layout_of
from nets.export.script.table.rows import sequence_lines, table_lines
from nets.export.script.table.source import Source, Sources
from nets.export.script.table.validation import BESIDE
from nets.settings import taking_part

FRAMEWORKS: Mapping[str, Framework] = {
    "tensorflow": tensorflow.FRAMEWORK,
    "torch": torch.FRAMEWORK,
    "jax": jax.FRAMEWORK,
    "numpy": plain_numpy.FRAMEWORK,
}
KERAS = "keras"
MOST_LINES = 120  # of a script; a longer one takes first its initial weights, then all draws, from beside it
NAMES = ("tensorflow", KERAS, "torch", "jax", "numpy")


def title_of(framework: str) -> str:
    """What a library calls itself."""
    return keras.TITLE if framework == KERAS else FRAMEWORKS[framework].title


@dataclass(frozen=True, eq=False)
class Script:
    """`parts` are lines that belong together, the first of them the docstring and the imports. `arrays` lie in the .npz
    beside it, and `source` is the CSV it reads.
    """

    parts: tuple[tuple[str, ...], ...]
    arrays: Mapping[str, np.ndarray]
    source: Source

    @property
    def text(self) -> str:
        """The whole script."""
        return "\n".join(spaced([line for part in self.parts for line in (*part, "")])) + "\n"


@dataclass(frozen=True)
class Place:
    """Where a script stands, and its table: see `script_of`."""

    stem: str
    in_notebook: bool
    path: str | None


def script_of(
    recipe: Recipe, framework: str, *, stem: str, in_notebook: bool = False, path: str | None = None
) -> Script:
    """The script of a recipe in this library; `stem` is its own name without the ending. It reads the table at `path`;
    None: beside it.
    """
    place = Place(stem, in_notebook, path)
    for given in ((), ("weights",), ("weights", "draws")):
        script = _made(recipe, framework, place, given)
        if script.text.count("\n") <= MOST_LINES:
            break
    return script


def _made(recipe: Recipe, framework: str, place: Place, given: Sequence[str]) -> Script:
    """`given` is what lies beside the script of its initial "weights" and its "draws"."""
    stem, in_notebook, path = place.stem, place.in_notebook, place.path
    is_keras = framework == KERAS
    pieces = None if is_keras else FRAMEWORKS[framework]
    source, arrays = Sources(recipe).source, {}
    layout = layout_of(recipe, columns=not is_keras)
    draws = given_draws(recipe, layout) if "draws" in given else {}
    if "orders" in draws:
        layout = replace(layout, order="orders[epoch]")
    csv = _path(source.file, in_notebook) if path is None else text(path)
    table = table_lines(recipe, source, csv, arrays)
    arrays |= draws | {name: values for name, (_, values) in large_changes(recipe).items()}
    initial = given_lines(recipe, arrays) if "weights" in given else initial_lines(recipe)
    arrays_made = [*sequence_lines(recipe, source), *array_lines(recipe, layout)]
    parts = [
        ["# The table: its inputs x, and the class y of each row", *table],
        ["# The arrays of training", *arrays_made],
        ["# The initial weights", *initial, *(pieces.weights(recipe, layout) if pieces else ())],
        draw_lines(recipe, layout, draws),
    ]
    if pieces:
        parts += [pieces.net(recipe, layout), ["# Training", *loop_lines(recipe, layout, pieces)]]
    else:
        parts += [
            ["# The net", *model_lines(recipe)],
            ["# Training", *keras.loss_lines(recipe, layout), *keras.training_lines(recipe, layout)],
        ]
    imports = (pieces or keras).imports(recipe)
    if not in_notebook and (path is None or arrays):
        imports = [*_with_path(imports), "", "folder = Path(__file__).parent"]
    if arrays:
        apart = [""] if in_notebook else []  # no line of folder stands between
        imports += [*apart, f"{BESIDE} = np.load({_path(f'{stem}.npz', in_notebook)})"]
    head = [*_docstring(recipe, pieces.title if pieces else keras.TITLE, source), "", *imports]
    return Script(tuple(tuple(part) for part in [head, *parts] if part), arrays, source)


def _path(file: str, in_notebook: bool) -> str:
    """Where a file beside the script is; a notebook is run in its own folder."""
    return text(file) if in_notebook else f"folder / {text(file)}"


def _with_path(imports: list[str]) -> list[str]:
    line = "from pathlib import Path"
    if imports[0] == "import math":
        return [imports[0], line, *imports[1:]]
    return [line, "", *imports]


def _docstring(recipe: Recipe, title: str, source: Source) -> list[str]:
    settings = recipe.settings
    named = ", ".join(
        f"{field.name} {getattr(settings, field.name)}"
        for field in taking_part(settings)
        if getattr(settings, field.name) != field.default
    )
    begins = " where it begins; each change on the way stands below" if recipe.events.of_steps().later else ""
    told = (
        f"Settings that are not the lecture's{begins}: {named}."
        if named
        else f"The settings are the lecture's{begins}."
    )
    lines = _wrapped(told)
    held = (
        []
        if source.is_own
        else _wrapped("The table beside it is the app's: as it was repaired, edited or chosen from there.")
    )
    return [
        f'"""The net of Tape Deck, trained in {title}: prints the loss before each epoch and the last.',
        "",
        *held,
        *lines,
        '"""',
    ]


def _wrapped(sentence: str, width: int = 84) -> list[str]:
    lines, line = [], ""
    for word in sentence.split():
        if line and len(line) + 1 + len(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return [*lines, line]


def spaced(lines: Sequence[str]) -> list[str]:
    """The lines with at most two empty ones in a row, and none at the end."""
    found: list[str] = []
    for line in lines:
        if line or found[-2:] != ["", ""]:
            found.append(line)
    while found and not found[-1]:
        found.pop()
    return found

"""What a run can be taken elsewhere as, by the names of the command line, and what cannot be carried over."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from nets.export.bundle import Bundle, npz_of
from nets.export.net.files import NET_KINDS, check_kind, light_file, with_names
from nets.export.net.parts import Parts, parts_of
from nets.export.notebook import notebook_of
from nets.export.recipe import Recipe
from nets.export.script.assemble import NAMES as SCRIPTS
from nets.export.script.assemble import script_of, title_of
from nets.export.script.table.source import plain_name

KINDS = (*SCRIPTS, *NET_KINDS)
TITLES = {name: title_of(name) for name in SCRIPTS}


@dataclass(frozen=True, eq=False)
class Trained:
    """A recipe and what came of it: the losses from epoch 0 on, (n,), the `last` loss, which is that of `params` (rows,
    columns) by name, at this epoch; and the epoch at which it diverged or was stopped, if it was.
    """

    recipe: Recipe
    losses: np.ndarray
    last: float
    params: Mapping[str, np.ndarray]
    epoch: int
    diverged_at: int | None = None
    stopped_at: int | None = None

    @property
    def parts(self) -> Parts:
        """The net with its weights."""
        return parts_of(self.recipe.dataset, self.recipe.settings, self.params)

    @property
    def n_steps(self) -> int:
        """The steps of an RNN's longest sequence."""
        groups = self.recipe.dataset.groups
        return self.recipe.dataset.n_rows if groups is None else int(np.bincount(groups).max())

    @property
    def is_whole(self) -> bool:
        """Whether the losses are all that there will be, and are known."""
        has_ended = self.stopped_at is not None or len(self.losses) == self.recipe.n_epochs + 1
        return has_ended and bool(np.isfinite(self.losses).all())


def exported(
    trained: Trained, kind: str, *, is_notebook: bool = False, stem: str | None = None, path: str | None = None
) -> Bundle:
    """The files of a run as this kind; `stem` is the name of the first without its ending. A script reads the table at
    `path`; None: beside it.

    Raises `SettingsError`, naming what cannot be carried over.
    """
    recipe = trained.recipe
    stem = stem or stem_of(recipe, kind)
    script = script_of(recipe, kind, stem=stem, in_notebook=is_notebook, path=path)
    if is_notebook:
        whole = trained.is_whole
        files = {f"{stem}.ipynb": notebook_of(script, trained.losses, trained.last, is_whole=whole)}
    else:
        files = {f"{stem}.py": script.text.encode()}
    files[script.source.file] = script.source.content
    if script.arrays:
        files[f"{stem}.npz"] = npz_of(script.arrays)
    return Bundle(files)


def net_bundle(trained: Trained, kind: str, *, content: bytes | None = None, stem: str | None = None) -> Bundle:
    """The files of the net as this kind; `content` is what Keras made of it where that makes it.

    Raises `SettingsError`, naming what cannot be carried over.
    """
    parts = trained.parts
    check_kind(kind, parts)
    content = light_file(kind, parts) if content is None else content
    return Bundle(with_names(kind, content, parts, stem=stem or stem_of(trained.recipe, "net")))


def stem_of(recipe: Recipe, last: str) -> str:
    """The table's name, and this, without an ending."""
    return f"{plain_name(recipe.file).rpartition('.')[0] or 'table'}_{last}"

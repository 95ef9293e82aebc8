"""How the rows of a recipe are laid out as arrays: what is a batch, and which rows count how much."""

from dataclasses import dataclass

import numpy as np

from nets.export.recipe import Recipe


@dataclass(frozen=True, eq=False)
class Layout:
    """What the arrays of a script are: `weighted` where the loss is no plain mean and w are the weights of the rows,
    `columns` where rows are columns as in the lecture, else they are rows.

    RNN: `lengths` are the steps of each sequence. `order` is the code that gives the order of an epoch's batches.
    """

    weighted: bool
    columns: bool
    n_rows: int
    lengths: tuple[int, ...] = ()
    n_silent: int = 0
    order: str = "shuffle(epoch)"

    @property
    def silent(self) -> bool:
        """Whether some sequences have no loss in training."""
        return self.n_silent > 0

    @property
    def n_batched(self) -> int:
        """How many rows, or sequences, batches are made of."""
        return len(self.lengths) or self.n_rows


def layout_of(recipe: Recipe, *, columns: bool) -> Layout:
    """How the rows of this recipe are laid out."""
    counts, held = recipe.counts, recipe.is_validation
    if not recipe.is_rnn:
        return Layout(recipe.examples.class_weights is not None, columns, int((~held).sum()))
    lengths = _lengths(recipe)
    weighted = len(lengths) > 1 or held.any() or not (counts == 1).all()
    ends = np.cumsum(lengths)
    silent = sum(not counts[end - n : end].any() for end, n in zip(ends, lengths, strict=True))
    return Layout(bool(weighted), columns, recipe.dataset.n_rows, lengths, silent)


def _lengths(recipe: Recipe) -> tuple[int, ...]:
    """The steps of each sequence, cut where truncated BPTT resets the state."""
    dataset, cut = recipe.dataset, cut_length(recipe)
    groups = np.zeros(dataset.n_rows, int) if dataset.groups is None else dataset.groups
    _, counts = np.unique(groups, return_counts=True)
    if not cut:
        return tuple(counts.tolist())
    return tuple(min(cut, n - begin) for n in counts.tolist() for begin in range(0, n, cut))


def cut_length(recipe: Recipe) -> int:
    settings = recipe.settings
    return settings.tbptt_length if settings.tbptt_state == "reset" else 0

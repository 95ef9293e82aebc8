"""The validation split: which rows a net is not trained on, and the dataset prepared on the others."""

from dataclasses import dataclass, replace

import numpy as np

from nets.data.columns.infer import RawColumn
from nets.data.prepare.dataset import Dataset, dataset_from
from nets.data.prepare.options import LECTURE, PreprocessingOptions
from nets.data.prepare.sequences import sequences_of
from nets.data.table import Table
from nets.settings import Settings


@dataclass(frozen=True, eq=False)
class Prepared:
    """A dataset and its validation rows: `is_validation` (B,) is True for those."""

    dataset: Dataset
    is_validation: np.ndarray


def prepared(
    table: Table,
    settings: Settings,
    *,
    options: PreprocessingOptions = LECTURE,
    made: Dataset | None = None,
    known: dict[str, RawColumn] | None = None,
) -> Prepared:
    """The dataset of a table by these options and the setting `scale`, and its validation rows.

    Means, categories and cuts are learnt from the training rows alone. `made` is a dataset of the whole table, which is
    not made again if it has the same options. `known` is for `columns_of`. Raises `DataError` as `dataset_from` does.
    """
    options = replace(options, standardise=settings.scale == "standard")
    whole = made if made and made.options == options else dataset_from(table, options=options, known=known)
    is_validation = validation_rows(settings, whole.targets, groups=whole.groups)
    if not is_validation.any():
        return Prepared(whole, is_validation)
    training = np.ones(table.n_rows, bool)
    training[whole.rows[is_validation]] = False
    return Prepared(dataset_from(table, options=options, training=training, known=known), is_validation)


def validation_rows(settings: Settings, targets: np.ndarray, *, groups: np.ndarray | None = None) -> np.ndarray:
    """True for each validation row, (B,).

    `targets` (B,) are the rows' classes and `groups` (B,) their sequences. The share of validation rows is the setting
    `validation_split`, rounded, but of two rows or more there is at least one on either side. `validation_by` says
    which: random: any rows, by the seed of the split. stratified: that share of each class with two rows or more; if
    there is no such class, any rows. last: the last rows of the table. sequences: whole sequences, picked at random,
    but of a single sequence its last steps; for the RNN it is always so, but by "last", which are the last steps of
    each sequence with two or more, or if there is none the last sequences.
    """
    n_rows = len(targets)
    if settings.validation_split == 0:
        return np.zeros(n_rows, bool)
    generator = np.random.default_rng([settings.rows_seed, 1])  # another stream than the weights'
    if settings.net == "rnn" or settings.validation_by == "sequences":
        return _steps(settings, groups if groups is not None else np.zeros(n_rows, int), generator)
    if settings.validation_by == "last":
        return _last(n_rows, settings.validation_split)
    if settings.validation_by == "random":
        return _picked(n_rows, settings.validation_split, generator)
    chosen = np.zeros(n_rows, bool)
    for k in np.unique(targets):
        rows = np.flatnonzero(targets == k)
        if len(rows) > 1:
            chosen[rows] = _picked(len(rows), settings.validation_split, generator)
    return chosen if chosen.any() else _picked(n_rows, settings.validation_split, generator)


def _steps(settings: Settings, groups: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    steps = sequences_of(groups)
    n_sequences, _ = steps.shape
    chosen = np.zeros(len(groups), bool)
    if n_sequences > 1 and settings.validation_by != "last":
        chosen[steps.rows] = _picked(n_sequences, settings.validation_split, generator)[steps.sequence]
        return chosen
    chosen[steps.rows] = steps.step >= steps.length - _share(steps.length, settings.validation_split)
    return chosen if chosen.any() else _last(len(groups), settings.validation_split)


def _share(n: int | np.ndarray, share: float) -> np.ndarray:
    """That share of n, at least 1 and at most n - 1; of 1 it is 0."""
    return np.minimum(np.maximum(np.rint(np.multiply(n, share)).astype(int), 1), np.subtract(n, 1))


def _last(n: int, share: float) -> np.ndarray:
    return np.arange(n) >= n - _share(n, share)


def _picked(n: int, share: float, generator: np.random.Generator) -> np.ndarray:
    picked = np.zeros(n, bool)
    picked[generator.permutation(n)[: _share(n, share)]] = True
    return picked

"""The validation split: which rows a net is not trained on, and the dataset prepared on the others."""

from dataclasses import dataclass, replace

import numpy as np

from nets.data.columns.infer import RawColumn
from nets.data.prepare.dataset import Dataset, dataset_from
from nets.data.prepare.options import LECTURE, PreprocessingOptions
from nets.data.prepare.time_steps.sequences import sequences_of
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
    in_sequences = settings.net == "rnn"
    is_made = made is not None and made.options == options and (in_sequences or made.has_loss.all())
    whole = made if is_made else dataset_from(table, options=options, in_sequences=in_sequences, known=known)
    is_validation = validation_rows(settings, whole.targets, groups=whole.whole_groups)
    if not is_validation.any():
        return Prepared(whole, is_validation)
    training = np.ones(table.n_rows, bool)
    training[whole.rows[is_validation]] = False
    dataset = dataset_from(table, options=options, training=training, in_sequences=in_sequences, known=known)
    return Prepared(dataset, is_validation)


def validation_rows(settings: Settings, targets: np.ndarray, *, groups: np.ndarray | None = None) -> np.ndarray:
    """True for each validation row, (B,).

    `targets` (B,) are the rows' classes, -1 without a loss, and `groups` (B,) their sequences. The share of validation
    rows is the setting `validation_split`, rounded, but of two rows or more there is at least one on either side.
    `validation_by` says which: random: any rows, by the seed of the split. stratified: that share of each class with
    two rows or more; if there is no such class, any rows. last: the last rows of the table. sequences: whole sequences,
    picked at random, but of a single sequence its last steps; for the RNN it is always so, but by "last", which are the
    last steps of each sequence with two or more, or if there is none, or some steps have no loss, the last sequences.
    """
    n_rows = len(targets)
    if settings.validation_split == 0:
        return np.zeros(n_rows, bool)
    generator = np.random.default_rng([settings.rows_seed, 1])  # another stream than the weights'
    if settings.net == "rnn" or settings.validation_by == "sequences":
        return _steps(settings, groups if groups is not None else np.zeros(n_rows, int), targets >= 0, generator)
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


def _steps(settings: Settings, groups: np.ndarray, has_loss: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    """Of the sequences, or their steps, that have a loss: the others are neither trained on nor scored."""
    steps = sequences_of(groups)
    chosen, with_loss = np.zeros(len(groups), bool), has_loss[steps.rows]
    has_any = np.bincount(steps.sequence, with_loss) > 0
    n_sequences, of_all = int(has_any.sum()), bool(with_loss.all())
    if n_sequences > 1 and (settings.validation_by != "last" or not of_all):
        share, picked = settings.validation_split, np.zeros(len(has_any), bool)
        is_last = settings.validation_by == "last"
        picked[has_any] = _last(n_sequences, share) if is_last else _picked(n_sequences, share, generator)
        chosen[steps.rows] = picked[steps.sequence]
        return chosen
    if not of_all:  # one sequence with a loss here and there
        places = np.flatnonzero(with_loss)
        held = places[_last(len(places), settings.validation_split)]
        if len(held):
            is_after = np.arange(len(groups)) >= held[0]
            chosen[steps.rows] = is_after & (steps.sequence == steps.sequence[held[0]])
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

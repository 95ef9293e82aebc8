"""A table made ready for a run: which rows are held out, and a dataset whose rules were learnt from the others."""

from dataclasses import dataclass, replace

import numpy as np

from nets.data.choices import LECTURE, Choices
from nets.data.columns import Plain
from nets.data.dataset import Dataset, dataset_from
from nets.data.split import held_out_rows
from nets.data.table import Table
from nets.settings import Settings


@dataclass(frozen=True, eq=False)
class Prepared:
    """`held_out` (B,) is True for the dataset's rows that are tested on only."""

    dataset: Dataset
    held_out: np.ndarray

    @property
    def groups(self) -> np.ndarray | None:
        """The number of each row's sequence, (B,); None where all rows are one."""
        starts = self.dataset.sequence_starts
        return None if starts is None else np.cumsum(starts)


def prepared(
    table: Table,
    settings: Settings,
    *,
    choices: Choices = LECTURE,
    made: Dataset | None = None,
    known: dict[str, Plain] | None = None,
) -> Prepared:
    """The dataset of this table by these choices, scaled as the settings say, and its held-out rows.

    Means, categories and cuts are learnt from the rows that are not held out. `made` is a dataset of the whole table
    that stands already: by the same choices no second is made. `known` is for `columns_of`. Raises `DataError` as
    `dataset_from` does.
    """
    choices = replace(choices, standardise=settings.scale == "standard")
    dataset = made if made and made.choices == choices else dataset_from(table, choices=choices, known=known)
    whole = Prepared(dataset, np.zeros(0, bool))
    held_out = held_out_rows(settings, whole.dataset.targets, groups=whole.groups)
    if not held_out.any():
        return replace(whole, held_out=held_out)
    training = np.ones(table.n_rows, bool)
    training[whole.dataset.rows[held_out]] = False
    return Prepared(dataset_from(table, choices=choices, training=training, known=known), held_out)

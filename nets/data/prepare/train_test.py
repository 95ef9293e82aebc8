"""A table made ready for a run: which rows are held out, and a dataset whose rules were learnt from the others."""

from dataclasses import dataclass, replace

import numpy as np

from nets.data.columns.infer import Plain
from nets.data.prepare.dataset import Dataset, dataset_from
from nets.data.prepare.options import LECTURE, PreprocessingOptions
from nets.data.prepare.split import validation_rows
from nets.data.table import Table
from nets.settings import Settings


@dataclass(frozen=True, eq=False)
class Prepared:
    """`is_validation` (B,) is True for the dataset's rows that are tested on only."""

    dataset: Dataset
    is_validation: np.ndarray

    @property
    def groups(self) -> np.ndarray | None:
        """The number of each row's sequence, (B,); None where all rows are one."""
        starts = self.dataset.sequence_starts
        return None if starts is None else np.cumsum(starts)


def prepared(
    table: Table,
    settings: Settings,
    *,
    choices: PreprocessingOptions = LECTURE,
    made: Dataset | None = None,
    known: dict[str, Plain] | None = None,
) -> Prepared:
    """The dataset of this table by these choices, scaled as the settings say, and its validation rows.

    Means, categories and cuts are learnt from the rows that are no validation rows. `made` is a dataset of the whole
    table that stands already: by the same choices no second is made. `known` is for `columns_of`. Raises `DataError` as
    `dataset_from` does.
    """
    choices = replace(choices, standardise=settings.scale == "standard")
    dataset = made if made and made.choices == choices else dataset_from(table, choices=choices, known=known)
    whole = Prepared(dataset, np.zeros(0, bool))
    is_validation = validation_rows(settings, whole.dataset.targets, groups=whole.groups)
    if not is_validation.any():
        return replace(whole, is_validation=is_validation)
    training = np.ones(table.n_rows, bool)
    training[whole.dataset.rows[is_validation]] = False
    return Prepared(dataset_from(table, choices=choices, training=training, known=known), is_validation)

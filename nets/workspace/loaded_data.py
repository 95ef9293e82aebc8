"""The data a run is trained on."""

from dataclasses import dataclass

import numpy as np

from nets.data.prepare.dataset import Dataset
from nets.data.table import Table
from nets.models.parameters import Weight, weights_of
from nets.settings import Settings


@dataclass(frozen=True, eq=False)
class LoadedData:
    """A table, the dataset made of it, and its validation rows: `is_validation` (B,) is True for those."""

    table: Table
    dataset: Dataset
    is_validation: np.ndarray

    @property
    def n_training(self) -> int:
        """The number of training rows that count in the loss."""
        return int((~self.is_validation & self.dataset.has_loss).sum())

    @property
    def n_validation(self) -> int:
        """The number of validation rows that count in their loss."""
        return int((self.is_validation & self.dataset.has_loss).sum())

    def weights(self, settings: Settings) -> tuple[Weight, ...]:
        """The weight matrices of a net of these settings on it, from the inputs to the outputs."""
        return weights_of(settings, features=self.dataset.features, classes=self.dataset.classes)

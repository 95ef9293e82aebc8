"""What is taken elsewhere: a table as it is read, the net, and everything that is done to it."""

from dataclasses import dataclass, field
from functools import cached_property

import msgspec
import numpy as np

from nets.data.prepare.dataset import Dataset
from nets.data.table import Table
from nets.models.parameters import Weight, weights_of
from nets.settings import Settings, without_idle
from nets.training.protocol.events import Events, SettingsChange, WeightsChange
from nets.training.protocol.examples import Examples


@dataclass(frozen=True, eq=False)
class Recipe:
    """A run: the table, the dataset made of it with its validation rows, and the events of its tape.

    `raw` are the bytes of the file that the table was read from, None where it is of no file; `file` is the file's
    name. `diverged_at` is the epoch at which the run is known to diverge.
    """

    table: Table
    dataset: Dataset
    examples: Examples
    events: Events
    raw: bytes | None = None
    file: str = "table.csv"
    diverged_at: int | None = None
    memo: dict = field(default_factory=dict, repr=False)

    @cached_property
    def settings(self) -> Settings:
        """The settings it begins with, and the number of epochs it comes to have; those without a part are defaults."""
        return msgspec.structs.replace(without_idle(self.events.first), epochs=self.n_epochs)

    @cached_property
    def n_epochs(self) -> int:
        """How many epochs it is trained: to the last that was asked for, or to the one before it diverges."""
        last = max([self.events.last.epochs, *(event.epoch for event in self.events.later)])
        return last if self.diverged_at is None else min(last, max(self.diverged_at - 1, 0))

    @cached_property
    def weights(self) -> tuple[Weight, ...]:
        """The weight matrices, from the inputs to the outputs."""
        return weights_of(self.settings, features=self.dataset.features, classes=self.dataset.classes)

    @property
    def is_validation(self) -> np.ndarray:
        """True for each validation row, (B,)."""
        return self.examples.validation_rows

    @property
    def is_rnn(self) -> bool:
        """Whether rows are time steps."""
        return self.settings.net == "rnn"

    @property
    def counts(self) -> np.ndarray:
        """How much each row counts in the training loss, (B,): 0 for validation rows and those without a loss."""
        counts = (self.examples.has_loss & ~self.is_validation).astype(float)
        if self.examples.class_weights is not None:
            counts *= np.array(self.examples.class_weights)[np.maximum(self.examples.targets, 0)]
        return counts

    @property
    def stops_early(self) -> bool:
        """Whether early stopping may end it."""
        return self.settings.early_stopping > 0 and bool(self.is_validation.any())

    @property
    def changes(self) -> tuple[SettingsChange | WeightsChange, ...]:
        """What is done to it after it has begun, in the order it is done."""
        return tuple(event for event in self.events.later if event.epoch <= self.n_epochs)

"""A run with its data and the state of its table: all that is needed to bring it back whole."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from nets.settings import Settings
from nets.training.client.tape import Tape
from nets.training.protocol.events import Events
from nets.workspace.difference import Facts
from nets.workspace.loaded_data import LoadedData
from nets.workspace.undo import TableState


@dataclass(frozen=True, eq=False)
class Run:
    """A tape, its data, and the state of the table they came from.

    `data` is the SHA-256 of the dataset before it was split and scaled. `shown` are the settings that the page shows
    (or showed last) with it: those that may change in mid-run can be others than it was trained by.
    """

    tape: Tape
    shown: Settings
    loaded: LoadedData
    state: TableState
    data: str

    @property
    def settings(self) -> Settings:
        """The settings it was asked to be trained by last."""
        return self.tape.settings

    @property
    def facts(self) -> Facts:
        """What it was made by, as far as it was trained."""
        return self._facts(self.settings, self.tape.events)

    @property
    def facts_on_deck(self) -> Facts:
        """What it is made by if it goes on by the settings that are shown."""
        return self._facts(self.shown, self.events_to_be)

    @property
    def events_to_be(self) -> Events:
        """What was done to it, and what will be if it goes on by the settings that are shown."""
        return self.tape.events_by(self.shown)

    def sizes(self) -> dict[int, int]:
        """The bytes of all that it holds, by the identity of each part: what two runs share stands in both."""
        tables = {id(table): table for table in (self.loaded.table, self.state.table, self.state.start)}
        sizes = {key: int(table.cells.memory_usage(index=False).sum()) for key, table in tables.items()}
        lines = [table.lines for table in tables.values() if isinstance(table.lines, np.ndarray)]
        for array in (*self.tape.held(), *_arrays(self.loaded), *lines):
            owner = _owner(array)
            sizes[id(owner)] = owner.nbytes if isinstance(owner, np.ndarray) else len(owner)
        if self.state.file:
            sizes[id(self.state.file.raw)] = len(self.state.file.raw)
        return sizes

    def _facts(self, settings: Settings, events: Events) -> Facts:
        return Facts(settings, events.of_steps(), self.loaded.table.name, self.state.options, self.data)


def _arrays(loaded: LoadedData) -> Iterator[np.ndarray]:
    dataset = loaded.dataset
    yield from (array for column in dataset.columns for array in column.arrays())
    for array in (dataset.targets, dataset.rows, dataset.sequence_starts, dataset.cuts, loaded.is_validation):
        if array is not None:
            yield array


def _owner(part: np.ndarray | bytes) -> np.ndarray | bytes:
    """What holds the memory that this may be only a view of."""
    while isinstance(part, np.ndarray) and isinstance(part.base, np.ndarray | bytes):
        part = part.base
    return part

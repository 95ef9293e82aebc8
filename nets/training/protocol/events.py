"""The events of a tape: what was done to it, and after which epoch."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec
import numpy as np

from nets.settings import Settings, same_steps

UNTRAINED = -1  # before anything was done, weights set by hand at epoch 0 included


class SettingsChange(msgspec.Struct, frozen=True, tag=True):
    """From this epoch on it is trained by these settings."""

    epoch: int
    settings: Settings


class WeightsChange(msgspec.Struct, frozen=True, tag=True):
    """At this epoch weights of this matrix are set by hand, before it is trained on; what the optimiser keeps stays.

    `cell` is row and column, from 0, of the one that is set; None: all are, row by row.
    """

    epoch: int
    matrix: str
    values: tuple[float, ...]
    cell: tuple[int, int] | None = None

    @property
    def name(self) -> str:
        """What is set, counted from 1: W1[3,2], or W1."""
        return self.matrix if self.cell is None else f"{self.matrix}[{self.cell[0] + 1},{self.cell[1] + 1}]"

    def put_into(self, params: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
        """These params (R, rows, columns) with the weights set; the arrays themselves stay as they are."""
        value = np.array(params[self.matrix])
        if self.cell is None:
            value[:] = np.reshape(self.values, value.shape[1:])
        else:
            value[:, *self.cell] = self.values[0]
        return {**params, self.matrix: value}

    def is_undone_by(self, later: "WeightsChange") -> bool:
        """Whether nothing is left of it after the later one of the same epoch."""
        is_same_place = later.matrix == self.matrix and later.cell in (None, self.cell)
        return later.epoch == self.epoch and is_same_place


Event = SettingsChange | WeightsChange


@dataclass(frozen=True)
class Events:
    """The settings a tape began with, and what was done `later`, in rising order of the epochs; of one epoch the
    weights that were set stand before the settings.

    Weights that are set are a part of their epoch: its loss is theirs. Settings count from their epoch on.
    Events ahead of where the tape has come to are a plan: what is still to be done to it.
    """

    first: Settings
    later: tuple[Event, ...] = ()

    @property
    def last(self) -> Settings:
        """The settings by which it goes on once everything is done."""
        settings = [event.settings for event in self.later if isinstance(event, SettingsChange)]
        return settings[-1] if settings else self.first

    @property
    def by_hand(self) -> tuple[WeightsChange, ...]:
        """The weights that are set by hand."""
        return tuple(event for event in self.later if isinstance(event, WeightsChange))

    def settings_at(self, epoch: int) -> Settings:
        """The settings by which it is trained from this epoch to the next."""
        return Events(self.first, tuple(event for event in self.later if event.epoch <= epoch)).last

    def weights_at(self, epoch: int) -> tuple[WeightsChange, ...]:
        """The weights that are set at this epoch."""
        return tuple(change for change in self.by_hand if change.epoch == epoch)

    def before(self, epoch: int) -> "Events":
        """What the weights of this epoch come from."""
        return Events(
            self.first,
            tuple(event for event in self.later if event.epoch < epoch + isinstance(event, WeightsChange)),
        )

    def after(self, epoch: int) -> tuple[Event, ...]:
        """What is done after this epoch; after `UNTRAINED` all that there is."""
        return tuple(event for event in self.later if event.epoch > epoch)

    def then(self, epoch: int, settings: Settings, ahead: Sequence[Event] = ()) -> "Events":
        """The events up to this epoch, from there on these settings, and later what is `ahead`."""
        done = self.before(epoch)
        if epoch == 0:
            return Events(settings, (*done.later, *ahead))
        change = () if done.last == settings else (SettingsChange(epoch, settings),)
        return Events(self.first, (*done.later, *change, *ahead))

    def with_weights(self, change: WeightsChange) -> "Events":
        """The events with these weights set after all others of their epoch; what lies ahead stays."""
        epoch = change.epoch
        done = Events(self.first, (*self.before(epoch).later, change))
        return done.then(epoch, self.settings_at(epoch), self.after(epoch))

    def without(self, change: WeightsChange) -> "Events":
        """The events up to the epoch of this change, but for the change itself."""
        return Events(self.first, tuple(event for event in self.before(change.epoch).later if event is not change))

    def is_ahead_of(self, epoch: int) -> bool:
        """Whether something is still to be done after this epoch."""
        return bool(self.later) and self.later[-1].epoch > epoch

    def n_epochs_from(self, epoch: int) -> float:
        """How many epochs from this one on are trained alike, until something is done; infinite where nothing is."""
        return min((event.epoch - epoch for event in self.after(epoch)), default=math.inf)

    def lasting(self, n_epochs: int) -> "Events":
        """The same with so many epochs, wherever that changes no step."""

        def longer(settings: Settings) -> Settings:
            has_same_steps = settings.schedule == "constant"
            return msgspec.structs.replace(settings, epochs=n_epochs) if has_same_steps else settings

        def lasting(event: Event) -> Event:
            is_of_settings = isinstance(event, SettingsChange)
            return SettingsChange(event.epoch, longer(event.settings)) if is_of_settings else event

        return Events(longer(self.first), tuple(map(lasting, self.later)))

    def of_steps(self) -> "Events":
        """Only what changes a step or a weight: two tapes of the same table for which this is the same have the same
        curve.
        """
        by_hand = self.by_hand
        kept = [
            change
            for n, change in enumerate(by_hand)
            if not any(change.is_undone_by(later) for later in by_hand[n + 1 :])
        ]
        found = Events(same_steps(self.first), tuple(kept))
        for event in self.later:
            if isinstance(event, SettingsChange):
                found = found.then(event.epoch, same_steps(event.settings), found.after(event.epoch))
        return found

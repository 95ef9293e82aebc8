"""The events of a tape: what was done to it, and after which epoch."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from nets.settings import Settings, same_steps


class SettingsChange(msgspec.Struct, frozen=True, tag=True):
    """From this epoch on it is trained by these settings."""

    epoch: int
    settings: Settings


Event = SettingsChange  # a second kind, such as a weight set by hand, becomes a union with this one


@dataclass(frozen=True)
class Events:
    """The settings a tape began with, and what was done `later`, in rising order of the epochs.

    Events ahead of where the tape has come to are a plan: what is still to be done to it.
    """

    first: Settings
    later: tuple[Event, ...] = ()

    @property
    def last(self) -> Settings:
        """The settings by which it goes on once everything is done."""
        return self.later[-1].settings if self.later else self.first

    def settings_at(self, epoch: int) -> Settings:
        """The settings by which it is trained from this epoch to the next."""
        return Events(self.first, tuple(event for event in self.later if event.epoch <= epoch)).last

    def before(self, epoch: int) -> "Events":
        """What the weights of this epoch come from."""
        return Events(self.first, tuple(event for event in self.later if event.epoch < epoch))

    def after(self, epoch: int) -> tuple[Event, ...]:
        """What is done after this epoch."""
        return tuple(event for event in self.later if event.epoch > epoch)

    def then(self, epoch: int, settings: Settings, ahead: Sequence[Event] = ()) -> "Events":
        """The events up to this epoch, from there on these settings, and later what is `ahead`."""
        if epoch == 0:
            return Events(settings, tuple(ahead))
        done = self.before(epoch)
        change = () if done.last == settings else (SettingsChange(epoch, settings),)
        return Events(self.first, (*done.later, *change, *ahead))

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

        return Events(
            longer(self.first), tuple(SettingsChange(each.epoch, longer(each.settings)) for each in self.later)
        )

    def of_steps(self) -> "Events":
        """Only what changes a step: two tapes of the same table for which this is the same have the same curve."""
        found = Events(same_steps(self.first))
        for event in self.later:
            found = found.then(event.epoch, same_steps(event.settings))
        return found

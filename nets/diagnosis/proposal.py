"""What to try: settings that a click puts in place of the run's."""

import math
from dataclasses import dataclass
from typing import Any

from nets.settings import PRESETS, Settings

# What makes Modern learn where others do not; its other settings follow.
MODERN = ("optimiser", "init", "scale")


@dataclass(frozen=True)
class Proposal:
    """Settings to try, by `title`: those of a preset, or else the values of `changes` by the settings' names."""

    title: str
    changes: tuple[tuple[str, Any], ...] = ()
    preset: str | None = None

    def is_made(self, settings: Settings) -> bool:
        """Whether these settings have the values already; of a preset, those that matter most."""
        changes = self.changes
        if self.preset:
            changes = tuple((name, getattr(PRESETS[self.preset], name)) for name in MODERN)
        return all(getattr(settings, name) == value for name, value in changes)


def change(settings: Settings, title: str, **values: Any) -> Proposal | None:
    """These values in place of the settings' own, None where they are the same."""
    proposal = Proposal(title, tuple(values.items()))
    return None if proposal.is_made(settings) else proposal


def learning_rate(rate: float) -> Proposal:
    """This learning rate."""
    return Proposal(f"learning rate {rate:g}", (("learning_rate", rate),))


def modern(settings: Settings) -> Proposal | None:
    """The preset Modern, None where the settings are much like it."""
    proposal = Proposal("the preset Modern", preset="Modern")
    return None if proposal.is_made(settings) else proposal


def rounded_down(number: float) -> float:
    """A number above 0 down to its first digit: 0.37 to 0.3."""
    digits = math.floor(math.log10(number))
    return float(f"{math.floor(number * (1 + 1e-9) / 10.0**digits):d}e{digits}")

"""How two runs differ in data and settings, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from nets.data.prepare.options import PreprocessingOptions
from nets.data.table import shortened
from nets.settings import PRESETS, Field, Settings, fields
from nets.training.protocol.events import Events, WeightsChange
from nets.workspace.events.text import weights_set

MOST_NAMED = 3
SAME = "the same as on the deck"  # the name of a run that does not differ from that


@dataclass(frozen=True)
class Facts:
    """What decides a run: settings and data.

    `events` are what was done to it, `Events.of_steps`; `table` is the table's name, `options` what was made of the
    table, and `data` the SHA-256 of that.
    """

    settings: Settings
    events: Events
    table: str
    options: PreprocessingOptions
    data: str

    def is_same_curve(self, other: "Facts") -> bool:
        """Whether both runs have the same losses, as far as both have come."""
        return (self.data, self.events) == (other.data, other.events)


class Difference(NamedTuple):
    """`what` differs: here it is `this`, there `instead`; both are "" where it is said by `what` alone. `field` is the
    setting's name, if it is one.
    """

    what: str
    this: str = ""
    instead: str = ""
    field: str = ""

    @property
    def name(self) -> str:
        """As in "learning rate 0.1"."""
        return f"{self.what} {self.this}".rstrip()

    @property
    def sentence_part(self) -> str:
        """As in "learning rate 0.1 instead of 1"."""
        return f"{self.name} instead of {self.instead}" if self.instead else self.name


def names_of(runs: Sequence[Facts], other: Facts) -> list[str]:
    """A name for each run beside the other: "activation tanh, hidden units 32". Of more than three differences the
    rest are counted; those that tell the runs from each other stand first.

    It is "" where a run draws the same curve as the other.
    """
    found = [differences(run, other) for run in runs]
    common = set(found[0]).intersection(*found) if len(found) > 1 else set()
    return [_listed([each.name for each in sorted(own, key=lambda each: each in common)]) for own in found]


def what_differs(run: Facts, other: Facts) -> str:
    """In a part of a sentence: "learning rate 0.1 instead of 1"; "" where both draw the same curve."""
    return _listed([difference.sentence_part for difference in differences(run, other)])


def news_of(run: Facts, before: Facts) -> str:
    """What is new of a run after the one before it, in few words: "inputs standardised", or by its name a preset."""
    preset = _preset_of(run.settings)
    if preset is None or preset == _preset_of(before.settings):
        return names_of([run], before)[0]
    others = [each.name for each in differences(run, before) if each.field not in _of_presets()]
    return _listed([f"preset {preset}", *others])


def differences(run: Facts, other: Facts) -> list[Difference]:
    """All that differs, the data first; none where both draw the same curve."""
    if run.is_same_curve(other):
        return []
    of_settings = [_of_field(field, run.settings, other.settings) for field in fields() if _differs(field, run, other)]
    found = [*_of_data(run, other), *_of_weights(run, other), *of_settings]
    return found or [Difference("settings changed on the way")]


def _of_data(run: Facts, other: Facts) -> list[Difference]:
    if run.data == other.data:
        return []
    if run.table != other.table:
        return [Difference("table", shortened(run.table), shortened(other.table))]
    label, instead = run.options.label, other.options.label
    if label != instead:
        return [Difference("label", shortened(label or ""), shortened(instead or ""))]
    what = "another version of the table" if run.options == other.options else "other options of the data"
    return [Difference(what)]


def _of_weights(run: Facts, other: Facts) -> list[Difference]:
    """The weights that were set by hand in one of them alone; the epoch is told where that is the difference."""
    own, others = (facts.events.by_hand for facts in (run, other))
    names = [{weights_set(change) for change in changes} for changes in (others, own)]

    def told(change: WeightsChange, known: set[str]) -> str:
        name = weights_set(change)
        return f"{name} at epoch {change.epoch:,}" if name in known else name

    return [
        *(Difference(told(change, names[0])) for change in own if change not in others),
        *(Difference(f"without {told(change, names[1])}") for change in others if change not in own),
    ]


def _differs(field: Field, run: Facts, other: Facts) -> bool:
    """Whether it is a difference: what only one of two nets has is said by the net."""
    one, two = run.settings, other.settings
    if field.name == "epochs" and "constant" in (one.schedule, two.schedule):
        return False
    both_have_it = field.net is None or field.net == one.net == two.net
    return both_have_it and getattr(one, field.name) != getattr(two, field.name)


def _of_field(field: Field, settings: Settings, others: Settings) -> Difference:
    this, instead = (field.in_words(getattr(each, field.name)) for each in (settings, others))
    return Difference(_in_mid_sentence(field.title), this, instead, field.name)


def _preset_of(settings: Settings) -> str | None:
    """The preset that these settings are, by all that presets tell from each other."""
    own = _of_presets()
    matching = (n for n, preset in PRESETS.items() if all(getattr(settings, f) == getattr(preset, f) for f in own))
    return next(matching, None)


def _of_presets() -> set[str]:
    """The settings in which presets differ."""
    return {each.name for each in fields() if len({getattr(preset, each.name) for preset in PRESETS.values()}) > 1}


def _in_mid_sentence(title: str) -> str:
    """L1 and L2 stay as they are."""
    return title[0].lower() + title[1:] if title[1:2].islower() else title


def _listed(parts: list[str]) -> str:
    more = [f"and {len(parts) - MOST_NAMED} more"] if len(parts) > MOST_NAMED else []
    return " ".join([", ".join(parts[:MOST_NAMED]), *more])

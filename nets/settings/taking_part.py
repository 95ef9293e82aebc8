"""Which settings have a part in a run: not those of the other net, nor those that another setting leaves without."""

from collections.abc import Callable, Mapping

import msgspec

from nets.settings.declaration import Field
from nets.settings.parse import fields
from nets.settings.settings import Settings


def _has_hidden(settings: Settings) -> bool:
    return bool(settings.widths)


def _has_validation(settings: Settings) -> bool:
    return settings.validation_split > 0


# When a setting has a part; one that does not stand here always has.
CONDITIONS: Mapping[str, Callable[[Settings], bool]] = {
    "hidden_units": _has_hidden,
    "activation": _has_hidden,
    "dropout": _has_hidden,
    "weight_decay": lambda settings: settings.optimiser == "adamw",
    "tbptt_state": lambda settings: settings.tbptt_length > 0,
    "validation_by": _has_validation,
    "split_seed": _has_validation,
    "early_stopping": _has_validation,
}


def taking_part(settings: Settings) -> tuple[Field, ...]:
    """The settings that have a part in a run of these, in the order a form shows them: with any other value of the
    others its losses are the same.
    """
    own = [field for field in fields() if field.net in (None, settings.net)]
    return tuple(field for field in own if CONDITIONS.get(field.name, lambda _: True)(settings))


def without_idle(settings: Settings) -> Settings:
    """The settings, those that have no part at their defaults."""
    own = {field.name for field in taking_part(settings)}
    idle = {field.name: field.default for field in fields() if field.name not in own}
    return msgspec.structs.replace(settings, **idle)


def told(settings: Settings) -> tuple[tuple[str, str], ...]:
    """The title and the value of each setting that has a part, in words."""
    return tuple((field.title, field.in_words(getattr(settings, field.name))) for field in taking_part(settings))

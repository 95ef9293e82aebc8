"""Settings from texts and back to what declares them: the fields of a form, an address or a command line."""

import difflib
from collections.abc import Mapping
from typing import Any, get_type_hints

import msgspec

from nets.errors import Code, SettingsError
from nets.settings.declaration import Field, declared, no_such_setting
from nets.settings.settings import Settings
from nets.settings.widths import Widths, as_widths, conflict, with_layers

_HINTS = get_type_hints(Settings, include_extras=True)
_DEFAULTS = {field.name: field.default for field in msgspec.structs.fields(Settings)}
NEAR = 0.75  # how alike a name and a setting's are, of 1, where the setting may be meant; fbclid and clip are 0.6
_FIELDS = tuple(declared(name, hint, _DEFAULTS[name]) for name, hint in _HINTS.items())


def fields() -> tuple[Field, ...]:
    """Every setting, in the order a form shows them."""
    return _FIELDS


def settings_from(values: Mapping[str, Any]) -> Settings:
    """Settings from whatever a form, a URL or a command line gave, texts and former names included; what is left
    out is the default, but that the number of hidden layers follows from their widths.

    Raises `SettingsError`, naming the first setting that is unknown, outside its range or at odds with the others.
    """
    known = {field.name: field for field in fields()}
    checked = {}
    for name, value in by_current_names(values)[0].items():
        if name not in known:
            raise SettingsError(Code.UNKNOWN_SETTING, no_such_setting(name, list(known)))
        field = known[name]
        try:
            checked[name] = _converted(field, value)
        except msgspec.ValidationError:
            found = "nothing" if value in (None, "") else repr(value)
            raise SettingsError(
                Code.SETTING_OUT_OF_RANGE, f"{field.title} must be {field.allowed}; found {found}."
            ) from None
    return changed(Settings(), checked)


def changed(settings: Settings, values: Mapping[str, Any]) -> Settings:
    """The settings with these values, which are within their ranges, in place of theirs; if they are widths of the
    hidden layers, the number of layers follows.

    Raises `SettingsError` where no net has them together.
    """
    found = msgspec.structs.replace(settings, **with_layers(values))
    if at_odds := conflict(msgspec.structs.asdict(found)):
        raise SettingsError(Code.SETTINGS_CONFLICT, at_odds[1])
    return found


def without_others(settings: Settings) -> Settings:
    """The settings, those that only the other net has at their defaults, as a form of this net gives them."""
    others = {field.name: field.default for field in fields() if field.net not in (None, settings.net)}
    return msgspec.structs.replace(settings, **others)


def _converted(field: Field, value: Any) -> Any:
    """Raises `msgspec.ValidationError` where it is no value of this setting."""
    if field.unset and value is None:
        return None
    if field.has_widths and isinstance(value, str) and "x" in as_widths(value):
        return msgspec.convert(as_widths(value), Widths)
    if field.otherwise and isinstance(value, str):
        value = value.replace(" ", "")
    return msgspec.convert(value, field.hint, strict=False)


def by_current_names(values: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The values by the names that settings have now, and a sentence on each that was given by a former one."""
    formerly = {field.formerly: field for field in fields() if field.formerly}
    current, told = {}, []
    for name, value in values.items():
        field = formerly.get(name)
        if field is None:
            current.setdefault(name, value)
            continue
        current[field.name] = field.formerly_values.get(value, value)
        told.append(f"The setting {name} is called {field.name} now.")
    return current, tuple(told)


def value_named(field: Field, text: str) -> str:
    """The value of the choice that a form shows, or has shown, as `text`; any other text as it is."""
    shown = {name: value for value, name in field.choices.items()} | dict(field.formerly_values)
    known = {_alike(name): value for name, value in shown.items()} | {_alike(value): value for value in field.choices}
    return known.get(_alike(text), text)


def near_setting(name: str) -> str | None:
    """The setting, by its present or former name, that is spelt nearly like this; None if none is."""
    known = [field.name for field in fields()] + [field.formerly for field in fields() if field.formerly]
    return next(iter(difflib.get_close_matches(name.lower(), known, n=1, cutoff=NEAR)), None)


def _alike(text: str) -> str:
    return text.casefold().replace("_", " ").strip()


def another_net(before: Settings, after: Settings) -> Field | None:
    """The first setting whose change makes it another net, whose tape starts anew; None if the same goes on."""
    for field in fields():
        if not field.live and getattr(before, field.name) != getattr(after, field.name):
            return field
    return None


def same_steps(settings: Settings) -> Settings:
    """The settings without the number of epochs, which under a constant learning rate changes no step."""
    return msgspec.structs.replace(settings, epochs=1) if settings.schedule == "constant" else settings

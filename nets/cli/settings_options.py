"""The settings as options of the command line."""

import argparse
from typing import Any

from nets.errors import Code, SettingsError
from nets.settings import PRESETS, by_current_names, fields
from nets.settings.widths import n_layers_of


def add_settings_options(parser: argparse.ArgumentParser) -> None:
    """Add one option for each setting, one for the name it had before, and one for the preset to begin with."""
    presets = ", ".join(name.lower() for name in PRESETS)
    parser.add_argument(
        "--preset", metavar="NAME", help=f"the settings to begin with: one of {presets}; lecture if not given"
    )
    for field in fields():
        default = field.unset or field.default
        text = f"{field.help} {field.allowed[0].upper()}{field.allowed[1:]}; {default} if not given."
        parser.add_argument(_option(field.name), dest=field.name, help=text.replace("%", "%%"))
        if field.formerly:
            parser.add_argument(_option(field.formerly), dest=field.formerly, help=argparse.SUPPRESS)


def settings_given(arguments: argparse.Namespace) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Those of the preset with those that were given in their place, by the names they have now, and a sentence on each
    given by a former one. Raises `SettingsError` where there is no such preset.
    """
    names = [name for field in fields() for name in (field.name, field.formerly) if name]
    given, told = by_current_names({name: value for name in names if (value := getattr(arguments, name)) is not None})
    return {**_of_preset(arguments.preset, given), **given}, told


def _of_preset(name: str | None, given: dict[str, Any]) -> dict[str, Any]:
    """What the preset has other than the defaults, of the net that is given."""
    if name is None:
        return {}
    preset = {title.lower(): settings for title, settings in PRESETS.items()}.get(name.lower())
    if preset is None:
        allowed = ", ".join(title.lower() for title in PRESETS)
        raise SettingsError(Code.UNKNOWN_CHOICE, f"--preset must be one of {allowed}; found {name[:60]!r}.")
    net = given.get("net", preset.net)
    values = {
        field.name: value
        for field in fields()
        if (value := getattr(preset, field.name)) != field.default and field.net in (None, net)
    }
    if n_layers_of(given.get("hidden_units", "")) is not None:
        values.pop("hidden_layers", None)  # it follows from the widths
    return values


def _option(name: str) -> str:
    return "--" + name.replace("_", "-")

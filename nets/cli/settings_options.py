"""The settings as options of the command line."""

import argparse

from nets.settings import by_current_names, fields


def add_settings_options(parser: argparse.ArgumentParser) -> None:
    """Add one option for each setting, and one for the name it had before."""
    for field in fields():
        default = field.unset or field.default
        text = f"{field.help} {field.allowed[0].upper()}{field.allowed[1:]}; {default} if not given."
        parser.add_argument(_option(field.name), dest=field.name, help=text.replace("%", "%%"))
        if field.formerly:
            parser.add_argument(_option(field.formerly), dest=field.formerly, help=argparse.SUPPRESS)


def settings_given(arguments: argparse.Namespace) -> tuple[dict[str, str], tuple[str, ...]]:
    """The settings that were given, by the names they have now, and a sentence on each given by a former one."""
    names = [name for field in fields() for name in (field.name, field.formerly) if name]
    return by_current_names({name: value for name in names if (value := getattr(arguments, name)) is not None})


def _option(name: str) -> str:
    return "--" + name.replace("_", "-")

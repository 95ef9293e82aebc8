"""The settings of a run, each declared once."""

from nets.settings.declaration import Field, no_such_setting
from nets.settings.parse import (
    another_net,
    by_current_names,
    changed,
    fields,
    near_setting,
    same_steps,
    settings_from,
    value_named,
    without_others,
)
from nets.settings.presets import PRESETS
from nets.settings.settings import Settings
from nets.settings.taking_part import taking_part, without_idle

__all__ = [
    "PRESETS",
    "Field",
    "Settings",
    "another_net",
    "by_current_names",
    "changed",
    "fields",
    "near_setting",
    "no_such_setting",
    "same_steps",
    "settings_from",
    "taking_part",
    "value_named",
    "without_idle",
    "without_others",
]

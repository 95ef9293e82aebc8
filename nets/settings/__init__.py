"""The settings of a run, each declared once."""

from nets.settings.declaration import Field
from nets.settings.parse import another_net, by_current_names, fields, settings_from
from nets.settings.presets import PRESETS
from nets.settings.settings import Settings

__all__ = ["PRESETS", "Field", "Settings", "another_net", "by_current_names", "fields", "settings_from"]

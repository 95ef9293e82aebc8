"""Settings to begin with."""

import types
from collections.abc import Mapping

from nets.settings.settings import Settings

PRESETS: Mapping[str, Settings] = types.MappingProxyType(
    {
        "Lecture": Settings(),
        "Modern": Settings(
            epochs=500,
            learning_rate=0.01,
            hidden_layers=2,
            hidden_units=32,
            activation="gelu",
            cell="gru",
            bias="every",
            init="he",
            optimiser="adam",
            l2=0.0003,
            scale="standard",
            validation_split=0.2,
            validation_by="stratified",
        ),
    }
)

"""A net as it is taken elsewhere: weights by name, what is done to its inputs, and the names of its classes."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

import msgspec
import numpy as np

from nets.data.prepare.dataset import Dataset
from nets.models.parameters import Weight, weights_of
from nets.settings import Settings, fields


@dataclass(frozen=True)
class Scaled:
    """One input: the net reads (x - mean) / scale of a number x of `column`, `fill` standing for one that is missing
    (None: none is). Dates are days since 1970-01-01; of a text x is 1 where it is this category, else 0.
    """

    name: str
    column: str
    kind: str
    mean: float = 0.0
    scale: float = 1.0
    fill: float | None = None


@dataclass(frozen=True, eq=False)
class Parts:
    """A net of these settings: `params` (rows, columns) by name, the D `inputs`, and the K `classes`."""

    settings: Settings
    label: str
    classes: tuple[str, ...]
    inputs: tuple[Scaled, ...]
    weights: tuple[Weight, ...]
    params: Mapping[str, np.ndarray]

    @property
    def mean(self) -> np.ndarray:
        """What is subtracted from each input, (D,) float32."""
        return np.array([each.mean for each in self.inputs], np.float32)

    @property
    def scale(self) -> np.ndarray:
        """What each input is divided by, (D,) float32."""
        return np.array([each.scale for each in self.inputs], np.float32)

    @property
    def is_scaled(self) -> bool:
        """Whether any input is changed."""
        return bool(self.mean.any() or (self.scale != 1).any())

    @property
    def fill(self) -> np.ndarray | None:
        """What stands for a missing number, (D,) float32; None where none is filled in."""
        if all(each.fill is None for each in self.inputs):
            return None
        return np.array([each.fill or 0 for each in self.inputs], np.float32)

    def kernel_and_bias(self, weight: Weight) -> tuple[np.ndarray, np.ndarray | None]:
        """A weight (rows, columns) without its bias column, and that, (rows,), None where it has none; float32."""
        value = np.asarray(self.params[weight.name], np.float32)
        return (value[:, :-1], value[:, -1]) if weight.has_bias else (value, None)


def parts_of(dataset: Dataset, settings: Settings, params: Mapping[str, np.ndarray]) -> Parts:
    """The net with these params (rows, columns) that was trained on this dataset."""
    inputs = []
    for encoder in dataset.encoders:
        if encoder.kind == "text":
            inputs += [Scaled(name, encoder.column, "text") for name in encoder.features]
            continue
        fill = None if encoder.fill is None else encoder.fill + encoder.origin
        inputs.append(
            Scaled(encoder.column, encoder.column, encoder.kind, encoder.origin + encoder.mean, encoder.scale, fill)
        )
    weights = weights_of(settings, features=dataset.features, classes=dataset.classes)
    return Parts(settings, dataset.label, dataset.classes, tuple(inputs), weights, params)


def about(parts: Parts) -> str:
    """The net in words for a program: JSON with its classes, inputs and settings."""
    settings = msgspec.structs.asdict(parts.settings)
    used = {field.name: settings[field.name] for field in fields() if field.net in (None, parts.settings.net)}
    found = {
        "label": parts.label,
        "classes": [*parts.classes],
        "inputs": [asdict(each) for each in parts.inputs],
        "settings": used,
        "weights": {weight.name: {"rows": [*weight.rows], "columns": [*weight.columns]} for weight in parts.weights},
    }
    return json.dumps(found, indent=1)

"""The outputs of a net: which classes have one. What they mean is in nets.models.heads, which needs TensorFlow."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from nets.settings import Settings
from nets.settings.cases import cases_of

Class = TypeVar("Class")

# Of all classes, in sorted order, those that have an output. A sigmoid's is the probability of the second class.
OUTPUTS: Mapping[str, Callable[[Sequence[Class]], Sequence[Class]]] = cases_of(
    "output", {"softmax": lambda classes: classes, "sigmoid": lambda classes: classes[1:]}
)


def outputs_of(settings: Settings, classes: Sequence[Class]) -> tuple[Class, ...]:
    """The class that each output of such a net is named by."""
    return tuple(OUTPUTS[settings.output](classes))


def n_outputs(settings: Settings, n_classes: int) -> int:
    """How many outputs such a net has for so many classes."""
    return len(outputs_of(settings, range(n_classes)))

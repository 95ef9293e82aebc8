"""The rows a net is trained and tested on, as numbers."""

import msgspec
import numpy as np

from nets.data.columns.numeric import Values, matrix_of
from nets.data.prepare.split import Prepared
from nets.data.table import shortened
from nets.errors import Code, SettingsError
from nets.settings import Settings
from nets.settings.class_weights import class_weights_of
from nets.training.memory import check_size


class Examples(msgspec.Struct, frozen=True):
    """columns are the D inputs, without the constant 1; targets (B,), the index of each row's class among `n_classes`,
    -1 for a time step of an RNN that has no loss.

    `groups` (B,): rows with the same number are one sequence, in their order; None: all rows are one. `is_validation`
    (B,): True for the validation rows; None: there are none. `class_weights` (K,) are the weights of the classes in the
    loss; None: all count alike.
    """

    columns: tuple[Values, ...]
    targets: np.ndarray
    n_classes: int
    groups: np.ndarray | None = None
    is_validation: np.ndarray | None = None
    class_weights: tuple[float, ...] | None = None

    @property
    def n_rows(self) -> int:
        """How many rows there are (B)."""
        return len(self.targets)

    @property
    def validation_rows(self) -> np.ndarray:
        """True for each validation row, (B,), also where there are none."""
        return np.zeros(self.n_rows, bool) if self.is_validation is None else self.is_validation

    @property
    def has_loss(self) -> np.ndarray:
        """True for each row that counts in losses and scores, (B,)."""
        return self.targets >= 0

    def arrays(self) -> list[np.ndarray]:
        """Every array of it."""
        columns = [array for column in self.columns for array in column.arrays()]
        others = (self.targets, self.groups, self.is_validation)
        return columns + [array for array in others if array is not None]

    @property
    def inputs(self) -> np.ndarray:
        """The inputs (B, D), float64, made anew at each call."""
        return matrix_of(self.columns)


def examples_of(prepared: Prepared, settings: Settings) -> Examples:
    """The rows of a prepared table.

    Raises `SettingsError` where the net's output or the class weights are for another number of classes, or net and
    table are too big together.
    """
    dataset = prepared.dataset
    n_classes, n_features = len(dataset.classes), len(dataset.features)
    _check_classes(settings, label=dataset.label, n_classes=n_classes)
    groups = dataset.groups
    check_size(settings, n_rows=dataset.n_rows, n_features=n_features, n_classes=n_classes, groups=groups)
    counts = np.bincount(dataset.targets[~prepared.is_validation & dataset.has_loss], minlength=n_classes)
    return Examples(
        dataset.columns,
        dataset.targets,
        n_classes,
        groups=groups,
        is_validation=prepared.is_validation,
        class_weights=class_weights_of(settings, counts=counts),
    )


def _check_classes(settings: Settings, *, label: str, n_classes: int) -> None:
    if settings.output == "sigmoid" and n_classes != 2:
        raise SettingsError(
            Code.NOT_TWO_CLASSES,
            f"The output sigmoid tells two classes apart, and the label {shortened(label)} has {n_classes:,}: "
            "choose the output softmax, or a label of two classes.",
        )

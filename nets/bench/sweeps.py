"""Sweeps that are timed from their settings to their results, compilation included."""

from collections.abc import Iterable
from dataclasses import dataclass

import msgspec
import numpy as np

from nets.data.datasets.samples import read_sample
from nets.data.prepare.split import prepared
from nets.settings import Settings
from nets.training.protocol.examples import Examples, examples_of

RATES = (0.01, 10.0)  # the ends of their logarithmic range, of the lecture's nets
MODERN_RATES = (0.0001, 0.1)

# The preset Modern as it was when the sweep was laid down, without validation rows.
MODERN = Settings(
    epochs=200,
    hidden_layers=2,
    activation="gelu",
    bias="every",
    init="he",
    optimiser="adam",
    l2=0.0003,
    scale="standard",
)


@dataclass(frozen=True)
class SweepWorkload:
    """Runs on one of the tables in sample_data."""

    name: str
    file: str
    runs: tuple[Settings, ...]

    @property
    def examples(self) -> Examples:
        """The rows of the table."""
        return examples_of(prepared(read_sample(self.file), self.runs[0]), self.runs[0])


def _varied(base: Settings, *, activations: Iterable[str], widths: Iterable[int], rates, n_seeds: int):
    return tuple(
        msgspec.structs.replace(base, activation=name, hidden_units=units, learning_rate=float(rate), seed=seed)
        for units in widths
        for name in activations
        for rate in rates
        for seed in range(n_seeds)
    )


SWEEPS = {
    "S1": SweepWorkload(
        "sweep S1: MLP, 8 widths x 3 activations x 16 rates x 4 seeds",
        "lecture_mlp.csv",
        _varied(
            Settings(),
            activations=("softmax", "tanh", "relu"),
            widths=range(1, 9),
            rates=np.geomspace(*RATES, 16),
            n_seeds=4,
        ),
    ),
    "S2": SweepWorkload(
        "sweep S2: Modern, 4 widths x 8 rates x 8 seeds",
        "spiral.csv",
        _varied(MODERN, activations=("gelu",), widths=(8, 16, 32, 64), rates=np.geomspace(*MODERN_RATES, 8), n_seeds=8),
    ),
    "S3": SweepWorkload(
        "sweep S3: RNN, 256 seeds",
        "lecture_rnn.csv",
        _varied(Settings(net="rnn", epochs=200), activations=("softmax",), widths=(5,), rates=(1.0,), n_seeds=256),
    ),
}

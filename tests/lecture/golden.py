"""What the course printed of its two programs: tables, trained weights, estimates, costs."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from nets.data.csv.parse import read
from nets.data.prepare.dataset import Dataset, dataset_from
from nets.training.protocol.examples import Examples

PRINTED = json.loads(Path(__file__).with_name("golden.json").read_text(encoding="utf-8"))
NETS = ("mlp", "rnn")
N_DRAWS = 2000  # initialisations behind each published percentile


@dataclass(frozen=True)
class Golden:
    """One program: `params` (1, rows, columns) by name, `estimate` (B, K), `percentiles` the cost below which
    a share of the initialisations ends after 100 epochs."""

    net: str
    csv: str
    dataset: Dataset
    params: dict[str, np.ndarray]
    estimate: np.ndarray
    cost: float
    percentiles: dict[float, float]

    @property
    def examples(self) -> Examples:
        """The table as a trainer takes it."""
        return Examples(self.dataset.columns, self.dataset.targets, len(self.dataset.classes))

    @property
    def inputs(self) -> np.ndarray:
        """(B, D+1), the constant 1 appended."""
        return np.concatenate([self.dataset.inputs, np.ones((self.dataset.n_rows, 1))], axis=1)

    @property
    def targets(self) -> np.ndarray:
        """One-hot (B, K)."""
        return np.eye(len(self.dataset.classes))[self.dataset.targets]


def in_sequences(net: str, *rows: np.ndarray) -> tuple[np.ndarray, ...]:
    """(B, ...) as this net takes it: for the RNN one sequence, (1, T, ...)."""
    return rows if net == "mlp" else tuple(values[None] for values in rows)


def golden(net: str) -> Golden:
    """The program of this net."""
    printed = PRINTED[net]
    names = ("W1", "W2") if net == "mlp" else ("W_H", "W_Y")
    estimate = np.array(printed["estimate"])
    shares = {"min": 0.0, "p5": 0.05, "p25": 0.25, "median": 0.5, "p75": 0.75, "p95": 0.95, "max": 1.0}
    costs = printed["cost_after_100_epochs_over_2000_initialisations"]
    return Golden(
        net=net,
        csv=printed["csv"],
        dataset=dataset_from(read(printed["csv"].encode(), name=f"{net}.csv")),
        params={name: np.array([printed[name]]) for name in names},
        estimate=estimate.T if net == "mlp" else estimate,  # the MLP's is printed with a column for each row
        cost=printed["cost"],
        percentiles={share: costs[name] for name, share in shares.items()},
    )

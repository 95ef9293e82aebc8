"""What is timed: a net of softmax units at one shape, on seeded random rows, by full-batch gradient descent."""

from dataclasses import dataclass

import numpy as np

from nets.data.columns.numeric import values_of
from nets.settings import Settings
from nets.training.protocol.examples import Examples

LEARNING_RATE = 0.1
SEED = 1
LECTURE_EPOCHS = 100  # of the course, and so in one call of a user's


@dataclass(frozen=True)
class Workload:
    """A net and the shape of its table; `n_rows` are the time steps of an RNN.

    `at_a_time` is how many epochs one call takes, as many as fit into it if None.
    """

    name: str
    net: str
    n_rows: int
    n_features: int
    n_classes: int
    hidden_units: int
    n_runs: int = 1
    at_a_time: int | None = None

    @property
    def settings(self) -> Settings:
        """The net's settings."""
        return Settings(net=self.net, hidden_units=self.hidden_units, learning_rate=LEARNING_RATE, seed=SEED)

    @property
    def examples(self) -> Examples:
        """Normal features and classes at random, the same at every call."""
        generator = np.random.default_rng(SEED)
        inputs = generator.standard_normal((self.n_rows, self.n_features)).astype(np.float32)
        targets = generator.integers(self.n_classes, size=self.n_rows).astype(np.int32)
        return Examples(values_of(inputs), targets, self.n_classes)


def mlp(
    n_rows: int,
    n_features: int,
    hidden_units: int,
    *,
    n_classes: int = 2,
    n_runs: int = 1,
    at_a_time: int | None = None,
) -> Workload:
    """An MLP with one hidden layer."""
    name = f"MLP {n_rows}x{n_features} H {hidden_units}"
    return Workload(name, "mlp", n_rows, n_features, n_classes, hidden_units, n_runs, at_a_time)


def rnn(n_steps: int, hidden_units: int) -> Workload:
    """An RNN over one sequence, with the lecture's one feature and two classes."""
    return Workload(f"RNN T {n_steps} H {hidden_units}", "rnn", n_steps, 1, 2, hidden_units)


WORKLOADS = (
    mlp(9, 2, 5),
    mlp(569, 30, 16),
    mlp(1797, 64, 32, n_classes=10),
    mlp(20000, 20, 32),
    rnn(10, 5),
    rnn(100, 5),
    rnn(1000, 16),
    rnn(10000, 32),
)

# What ought to grow no faster than the table, or than the number of runs.
SCALES = {
    "linear in T": (rnn(100, 16), rnn(1000, 16), rnn(10000, 16)),
    "linear in rows": (mlp(200, 20, 32), mlp(2000, 20, 32), mlp(20000, 20, 32)),
    "runs as one": (mlp(9, 2, 5), mlp(9, 2, 5, n_runs=256)),
    "runs as one, 100 epochs a call": (
        mlp(9, 2, 5, at_a_time=LECTURE_EPOCHS),
        mlp(9, 2, 5, n_runs=256, at_a_time=LECTURE_EPOCHS),
    ),
}

"""A workload as every engine gets it: the rows, the one-hot classes, and the first weights."""

from dataclasses import dataclass

import numpy as np

from nets.bench.workload import Workload
from nets.training.engine.run import Run


@dataclass(frozen=True, eq=False)
class Problem:
    """`inputs` (B, D+1) with the constant 1 last, `targets` (B, K), `params` by the lecture's names; all float32."""

    workload: Workload
    inputs: np.ndarray
    targets: np.ndarray
    params: dict[str, np.ndarray]

    @property
    def learning_rate(self) -> float:
        """How far a step goes."""
        return self.workload.settings.learning_rate

    @property
    def is_recurrent(self) -> bool:
        """Whether the rows are time steps."""
        return self.workload.net == "rnn"


def problem_of(workload: Workload) -> Problem:
    """The workload's rows, and the weights that a run of it begins with."""
    examples = workload.examples
    start = Run(workload.settings, examples).evaluate()
    return Problem(
        workload=workload,
        inputs=np.concatenate([examples.inputs, np.ones((workload.n_rows, 1))], axis=1).astype(np.float32),
        targets=np.eye(workload.n_classes, dtype=np.float32)[examples.targets],
        params={name: np.asarray(value[0], np.float32) for name, value in start.params.items()},
    )

"""scikit-learn's MLPClassifier, by full-batch SGD."""

import numpy as np
from sklearn.neural_network import MLPClassifier

from nets.bench.peer import CannotError
from nets.bench.problem import Problem


class Sklearn:
    """The nearest it has: sigmoid units for softmax ones, two biases, one output for two classes, weights of its own.

    So its losses are not the lecture's, and cannot be checked against them.
    """

    exact = False

    def __init__(self, problem: Problem) -> None:
        if problem.is_recurrent:
            raise CannotError("it has no recurrent net")
        workload = problem.workload
        self._inputs, self._targets = problem.inputs[:, :-1], problem.targets.argmax(axis=1)
        self._net = MLPClassifier(
            (workload.hidden_units,),
            activation="logistic",
            solver="sgd",
            alpha=0.0,
            momentum=0.0,
            batch_size=workload.n_rows,
            learning_rate_init=problem.learning_rate,
            shuffle=False,
            tol=0.0,
            n_iter_no_change=10**9,
            random_state=workload.settings.seed,
            warm_start=True,
        )

    def begin(self) -> None:
        """Nothing to come back to."""

    def epochs(self, n_epochs: int) -> np.ndarray:
        """`fit` again, from the weights it has."""
        before = len(getattr(self._net, "loss_curve_", ()))
        self._net.set_params(max_iter=n_epochs)
        self._net.fit(self._inputs, self._targets)
        return np.asarray(self._net.loss_curve_[before:] or self._net.loss_curve_)

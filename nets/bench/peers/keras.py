"""Keras: the same net as layers, trained by `fit`."""

import keras
import numpy as np

from nets.bench.problem import Problem


class KerasFit:
    """One batch an epoch, nothing printed."""

    exact = True

    def __init__(self, problem: Problem) -> None:
        n_units = problem.workload.hidden_units
        inputs, targets = problem.inputs, problem.targets
        params = {name: value.T for name, value in problem.params.items()}  # columns feed units
        if problem.is_recurrent:
            inputs, targets = inputs[None], targets[None]  # one sequence
            hidden = keras.layers.SimpleRNN(n_units, activation="softmax", use_bias=False, return_sequences=True)
            weights = [params["W_H"][n_units:], params["W_H"][:n_units], params["W_Y"]]
        else:
            hidden = keras.layers.Dense(n_units, activation="softmax", use_bias=False)
            weights = [params["W1"], params["W2"]]
        output = keras.layers.Dense(problem.workload.n_classes, use_bias=False)
        self._net = keras.Sequential([keras.Input(inputs.shape[1:]), hidden, output])
        self._net.set_weights(weights)
        loss = keras.losses.CategoricalCrossentropy(from_logits=True)
        self._net.compile(optimizer=keras.optimizers.SGD(problem.learning_rate), loss=loss)
        self._inputs, self._targets = inputs, targets

    def begin(self) -> None:
        """Nothing to come back to."""

    def epochs(self, n_epochs: int) -> np.ndarray:
        """What `fit` says the losses were."""
        told = self._net.fit(
            self._inputs, self._targets, batch_size=len(self._inputs), epochs=n_epochs, shuffle=False, verbose=0
        )
        return np.asarray(told.history["loss"])

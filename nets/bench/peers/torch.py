"""PyTorch, eager: autograd's tape anew at every epoch."""

import numpy as np
import torch
from torch.nn import functional

from nets.bench.problem import Problem


class Torch:
    """A Python loop over epochs, and one over the time steps of the RNN."""

    exact = True

    def __init__(self, problem: Problem) -> None:
        self._logits = _rnn if problem.is_recurrent else _mlp
        self._params = {name: torch.tensor(value, requires_grad=True) for name, value in problem.params.items()}
        self._inputs = torch.tensor(problem.inputs)
        self._targets = torch.tensor(problem.targets.argmax(axis=1))
        self._learning_rate = problem.learning_rate

    def begin(self) -> None:
        """Nothing to come back to."""

    def epochs(self, n_epochs: int) -> np.ndarray:
        """Losses are read once, at the end."""
        losses = []
        params = list(self._params.values())
        for _ in range(n_epochs):
            loss = functional.cross_entropy(self._logits(self._params, self._inputs), self._targets)
            grads = torch.autograd.grad(loss, params)
            with torch.no_grad():
                for value, grad in zip(params, grads, strict=True):
                    value.sub_(grad, alpha=self._learning_rate)
            losses.append(loss.detach())
        return torch.stack(losses).numpy()


def _mlp(params, inputs):
    return torch.softmax(inputs @ params["W1"].T, -1) @ params["W2"].T  # (B, K)


def _rnn(params, inputs):
    n_units = len(params["W_H"])
    recurrent, outside = params["W_H"][:, :n_units], params["W_H"][:, n_units:]
    h, hidden = inputs.new_zeros(n_units), []
    for drive in (inputs @ outside.T).unbind():
        h = torch.softmax(torch.addmv(drive, recurrent, h), -1)
        hidden.append(h)
    return torch.stack(hidden) @ params["W_Y"].T

"""Functions compiled for one shape of what they are given."""

import threading
from collections.abc import Callable
from typing import Any

import tensorflow as tf

from nets.training.engine.xla_flags import set_flags


class CompiledFunction:
    """A function compiled for the shapes of its first call, which those of all its calls must be.

    A `tf.function` looks at each call for the trace that fits what it is given, which takes as long as hundreds of
    epochs of a small net.
    """

    def __init__(self, function: Callable) -> None:
        set_flags()
        self._function = tf.function(function, jit_compile=True, autograph=False)
        self._traced: Callable | None = None
        self._tracing = threading.Lock()

    def __call__(self, *tensors: Any) -> Any:
        """The function's answer to tensors in any structure; the first call compiles, while other threads may train."""
        if self._traced is None:
            with self._tracing:
                self._traced = self._traced or self._function.get_concrete_function(*tensors)
        return self._traced(*tensors)


def try_compiler() -> None:
    """Compile something tiny. A flag in XLA_FLAGS that XLA does not know ends the process here, not in mid-run."""
    CompiledFunction(lambda number: number + 1)(tf.constant(0.0))

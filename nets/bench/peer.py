"""An engine with one problem in its hands."""

from typing import Protocol

import numpy as np


class CannotError(Exception):
    """The engine has not got this workload; the message says what it lacks."""


class Peer(Protocol):
    """Made once for a problem, then asked for epochs; each call goes on where the one before ended."""

    exact: bool  # whether its losses are those of the lecture's net, so that they can be checked

    def begin(self) -> None:
        """Come back from a pause in which others were timed; not part of the time."""

    def epochs(self, n_epochs: int) -> np.ndarray:
        """Take n_epochs updates, or some more, and return the loss before each."""

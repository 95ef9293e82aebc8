"""Whether two engines compute the same losses from the same initial weights, epoch by epoch."""

import numpy as np

from nets.bench.peer import Peer

N_EPOCHS = 4
TOLERANCE = 1e-4  # relative; float32 sums over 20,000 rows in another order differ by some 1e-6


class DisagreementError(Exception):
    """An engine's losses are not those they should be, so its time would say nothing."""


def check(peer: Peer, expected: np.ndarray) -> None:
    """Take the first epochs with `peer`; raises `DisagreementError` if their losses are not `expected`."""
    peer.begin()
    losses = peer.epochs(len(expected))[: len(expected)]
    if peer.exact and not np.allclose(losses, expected, rtol=TOLERANCE, atol=0):
        raise DisagreementError(f"losses {losses} where {expected} were expected")

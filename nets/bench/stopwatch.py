"""Times of several peers, taken in turns so that whatever else the computer does falls on all of them."""

import math
import statistics
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from nets.bench.peer import Peer

ROUNDS = 9
FEWEST_ROUNDS = 3

Key = TypeVar("Key")


@dataclass(frozen=True)
class Timing:
    """Microseconds an epoch: the median of the stretches measured, the fastest and the slowest."""

    us_per_epoch: float
    low: float
    high: float


def measure(peers: Mapping[Key, Peer], *, seconds: float) -> dict[Key, Timing]:
    """Times of each peer, from about `seconds` each in up to nine stretches; peers that are slow get fewer."""
    stretch = {key: _stretch(peer, seconds / ROUNDS) for key, peer in peers.items()}
    taken: dict[Key, list[float]] = {key: [] for key in peers}
    for turn in range(ROUNDS):
        for key, peer in peers.items():
            if turn < FEWEST_ROUNDS or sum(taken[key]) * stretch[key] < 2 * seconds:
                taken[key].append(_time(peer, stretch[key]))
    return {
        key: Timing(1e6 * statistics.median(times), 1e6 * min(times), 1e6 * max(times)) for key, times in taken.items()
    }


def _stretch(peer: Peer, seconds: float) -> int:
    """How many epochs fill about `seconds`; a peer that compiles for a number of epochs has done so for this one."""
    n_epochs = 1
    while True:
        _time(peer, n_epochs)
        took = _time(peer, n_epochs) * n_epochs
        if took > seconds / 2:
            return n_epochs
        n_epochs = math.ceil(n_epochs * min(seconds / took, 50))


def _time(peer: Peer, n_epochs: int) -> float:
    """Seconds an epoch."""
    peer.begin()
    before = time.perf_counter()
    losses = peer.epochs(n_epochs)
    return (time.perf_counter() - before) / len(losses)

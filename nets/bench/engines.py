"""The engines by name, each imported only when it is asked for."""

# ruff: noqa: PLC0415 - an engine takes seconds to import

from collections.abc import Callable

from nets.bench.peer import Peer
from nets.bench.problem import Problem

Prepare = Callable[[Problem], Peer]


def _tapedeck() -> Prepare:
    from nets.bench.peers.tapedeck import Tapedeck

    return Tapedeck


def _tapedeck_streaming() -> Prepare:
    from nets.bench.peers.tapedeck import TapedeckStreaming

    return TapedeckStreaming


def _jax() -> Prepare:
    from nets.bench.peers.jax import Jax

    return Jax


def _torch() -> Prepare:
    from nets.bench.peers.torch import Torch

    return Torch


def _sklearn() -> Prepare:
    from nets.bench.peers.sklearn import Sklearn

    return Sklearn


def _keras_fit() -> Prepare:
    from nets.bench.peers.keras import KerasFit

    return KerasFit


def _tf_eager() -> Prepare:
    from nets.bench.peers.tensorflow import EagerTape

    return EagerTape


def _tf_function() -> Prepare:
    from nets.bench.peers.tensorflow import SingleFunction

    return SingleFunction


ENGINES: dict[str, Callable[[], Prepare]] = {
    "tapedeck": _tapedeck,
    "tapedeck streaming": _tapedeck_streaming,
    "jax": _jax,
    "torch": _torch,
    "sklearn": _sklearn,
    "keras fit": _keras_fit,
    "tf eager": _tf_eager,
    "tf.function": _tf_function,
}


def installed() -> tuple[dict[str, Prepare], list[str]]:
    """The engines that can be imported, and the names of those that cannot."""
    found, missing = {}, []
    for name, load in ENGINES.items():
        try:
            found[name] = load()
        except ImportError:
            missing.append(name)
    return found, missing

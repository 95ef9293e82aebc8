"""Records with numpy arrays to bytes and back, so that processes exchange data and never code."""

from collections.abc import Callable
from typing import Any, Protocol

import msgspec
import numpy as np

LARGE = 2**16  # bytes


class Connection(Protocol):
    """What carries messages: `multiprocessing.connection.Connection`, or `nets.processes.pipe.Pipe`."""

    def send_bytes(self, content: bytes | memoryview) -> None:
        """Send some bytes."""

    def recv_bytes(self) -> bytes:
        """The next bytes sent."""


class _Array(msgspec.Struct, frozen=True, array_like=True):
    dtype: str
    shape: tuple[int, ...]
    data: bytes | None  # None: they come after the record


def _packing(later: list[np.ndarray] | None = None) -> Callable[[Any], Any]:
    """What packs an array; a large one goes into the list `later`, if there is one, as its bytes (n,)."""

    def pack(value: Any) -> Any:
        if not isinstance(value, np.ndarray) or value.dtype.hasobject:
            raise NotImplementedError(f"no way to send a {type(value).__name__}")
        if later is None or value.nbytes < LARGE:
            return _Array(value.dtype.str, value.shape, value.tobytes())
        later.append(np.ascontiguousarray(value).reshape(-1).view(np.uint8))
        return _Array(value.dtype.str, value.shape, None)

    return pack


def _unpacking(later: Callable[[], bytes] | None = None) -> Callable[[type, Any], Any]:
    """What unpacks an array, in the order they were packed in; `later` gives the bytes that come after the record."""

    def unpack(kind: type, value: Any) -> Any:
        if kind is not np.ndarray:
            raise NotImplementedError(f"no way to receive a {kind.__name__}")
        packed = msgspec.convert(value, _Array)
        if packed.data is None and later is None:
            raise ValueError("an array is missing")
        data = later() if packed.data is None else packed.data
        return np.frombuffer(data, dtype=packed.dtype).reshape(packed.shape)

    return unpack


def encode(record: msgspec.Struct) -> bytes:
    """The record as MessagePack; arrays keep their dtype, their shape and every bit."""
    return msgspec.msgpack.encode(record, enc_hook=_packing())


def decode(data: bytes, kind: Any) -> Any:
    """The record of this kind, or of one of a union of kinds; `msgspec.ValidationError` if it is none."""
    return msgspec.msgpack.decode(data, type=kind, dec_hook=_unpacking())


def send(connection: Connection, record: msgspec.Struct) -> None:
    """Send the record, and its large arrays after it as they lie in memory, without a copy of them."""
    later: list[np.ndarray] = []
    connection.send_bytes(msgspec.msgpack.encode(record, enc_hook=_packing(later)))
    for array in later:
        connection.send_bytes(array)


def receive(connection: Connection, kind: Any) -> Any:
    """The next record sent, of this kind or of one of a union of kinds; raises what `decode` does, and `EOFError`."""
    hook = _unpacking(connection.recv_bytes)
    return msgspec.msgpack.decode(connection.recv_bytes(), type=kind, dec_hook=hook)

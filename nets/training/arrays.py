"""Records with numpy arrays to bytes and back, so that processes exchange data and never code."""

from typing import Any

import msgspec
import numpy as np


class _Array(msgspec.Struct, frozen=True, array_like=True):
    dtype: str
    shape: tuple[int, ...]
    data: bytes


def _pack(value: Any) -> Any:
    if isinstance(value, np.ndarray) and not value.dtype.hasobject:
        return _Array(value.dtype.str, value.shape, np.ascontiguousarray(value).tobytes())
    raise NotImplementedError(f"no way to send a {type(value).__name__}")


def _unpack(kind: type, value: Any) -> Any:
    if kind is np.ndarray:
        packed = msgspec.convert(value, _Array)
        return np.frombuffer(packed.data, dtype=packed.dtype).reshape(packed.shape)
    raise NotImplementedError(f"no way to receive a {kind.__name__}")


def encode(record: msgspec.Struct) -> bytes:
    """The record as MessagePack; arrays keep their dtype, their shape and every bit."""
    return msgspec.msgpack.encode(record, enc_hook=_pack)


def decode(data: bytes, kind: Any) -> Any:
    """The record of this kind, or of one of a union of kinds; `msgspec.ValidationError` if it is none."""
    return msgspec.msgpack.decode(data, type=kind, dec_hook=_unpack)

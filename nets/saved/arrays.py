"""Arrays as bytes of numpy's .npy format, each found by a digest of what is in it."""

import hashlib
import io
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import numpy as np

from nets.errors import Code, DataError

KINDS = "biuf"  # of numbers; an array of objects would be code

A = TypeVar("A")


def digest_of(array: np.ndarray) -> str:
    """What tells this array from all others: 32 hexadecimal digits."""
    digest = hashlib.blake2b(f"{array.dtype.str} {array.shape}".encode(), digest_size=16)
    digest.update(np.ascontiguousarray(array))
    return digest.hexdigest()


def npy_of(array: np.ndarray) -> bytes:
    """The array in the format .npy."""
    stream = io.BytesIO()
    np.lib.format.write_array(stream, np.ascontiguousarray(array), allow_pickle=False)
    return stream.getvalue()


def array_of(content: bytes, digest: str) -> np.ndarray:
    """The array in these bytes. Raises `DataError` where they are not those of an array with this digest."""
    try:
        array = np.lib.format.read_array(io.BytesIO(content), allow_pickle=False)
    except (ValueError, TypeError, EOFError, OverflowError, MemoryError):
        raise damaged() from None
    if array.dtype.kind not in KINDS or digest_of(array) != digest:
        raise damaged()
    return array


def damaged() -> DataError:
    """That what was saved is not whole."""
    return DataError(
        Code.DAMAGED_TAPE, "This saved tape is damaged, so nothing was taken from it: save it once more where it is."
    )


class Packing:
    """Puts arrays beside a document that is written again and again; what was packed before is not packed anew."""

    def __init__(self) -> None:
        self._before: dict[int, tuple[Any, Any, tuple[str, ...]]] = {}
        self._now: dict[int, tuple[Any, Any, tuple[str, ...]]] = {}
        self._parts: dict[str, Callable[[], np.ndarray]] = {}

    def begin(self) -> None:
        """A document is made from here on; what it does not name is forgotten."""
        self._before, self._now, self._parts = self._now, {}, {}

    @property
    def digests(self) -> tuple[str, ...]:
        """Those of all arrays of the document."""
        return tuple(self._parts)

    def array(self, digest: str) -> np.ndarray:
        """The array of this digest."""
        return self._parts[digest]()

    def arrays(self) -> Iterator[tuple[str, np.ndarray]]:
        """All arrays with their digests."""
        return ((digest, make()) for digest, make in self._parts.items())

    def put(self, array: np.ndarray) -> str:
        """The digest of an array, which is put beside the document."""
        digest = digest_of(array)
        self._parts.setdefault(digest, lambda: array)
        return digest

    def put_once(self, of: Any, make: Callable[[Callable[[np.ndarray], str]], A]) -> A:
        """What `make` makes of an object that never changes, putting arrays by the function it is given. For the very
        same object it is not made again, and its arrays are held only while they are written.
        """
        found = self._now.get(id(of)) or self._before.get(id(of))
        if found is None or found[0] is not of:
            digests: list[str] = []

            def put(array: np.ndarray) -> str:
                digests.append(digest_of(array))
                return digests[-1]

            found = of, make(put), tuple(digests)
        self._now[id(of)] = found
        for place, digest in enumerate(found[2]):
            self._parts.setdefault(digest, lambda place=place: _nth(make, place))
        return found[1]


def _nth(make: Callable[[Callable[[np.ndarray], str]], Any], place: int) -> np.ndarray:
    arrays: list[np.ndarray] = []

    def put(array: np.ndarray) -> str:
        arrays.append(array)
        return ""

    make(put)
    return arrays[place]


class Unpacking:
    """Gives the arrays beside a document, each read once and checked."""

    def __init__(self, content: Callable[[str], bytes]) -> None:
        """`content` gives the bytes of the .npy of a digest, and raises `DataError` where there are none."""
        self._content = content
        self._read: dict[str, np.ndarray] = {}

    def array(self, digest: str, *, kinds: str, n_dims: int) -> np.ndarray:
        """The array of this digest. Raises `DataError` where it is not there, or not of these kinds of numbers and so
        many dimensions.
        """
        if digest not in self._read:
            self._read[digest] = array_of(self._content(digest), digest)
        array = self._read[digest]
        if array.dtype.kind not in kinds or array.ndim != n_dims:
            raise damaged()
        return array

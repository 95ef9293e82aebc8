"""A connection over two streams: messages come in on standard input and go out on standard output."""

import contextlib
import struct
from typing import BinaryIO

LENGTH = struct.Struct(">Q")


class Pipe:
    """The part of `multiprocessing.connection.Connection` that messages need, over streams of bytes.

    A process that was started with pipes is connected at once, and its connection ends when it does.
    """

    def __init__(self, hears: BinaryIO, says: BinaryIO) -> None:
        self._hears, self._says = hears, says

    def send_bytes(self, content: bytes | memoryview) -> None:
        """Send some bytes, as they lie in memory. Raises `OSError` where nobody hears them."""
        self._says.write(LENGTH.pack(memoryview(content).nbytes))
        self._says.write(content)
        self._says.flush()

    def recv_bytes(self) -> bytes:
        """The next bytes sent. Raises `EOFError` where the other side has ended."""
        (length,) = LENGTH.unpack(self._exactly(LENGTH.size))
        return self._exactly(length)

    def close(self) -> None:
        """End both streams."""
        self._hears.close()
        with contextlib.suppress(OSError):  # what was not heard any more
            self._says.close()

    def _exactly(self, length: int) -> bytes:
        content = self._hears.read(length)
        if len(content) < length:
            raise EOFError
        return content

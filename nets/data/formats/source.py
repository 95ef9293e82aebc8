"""A text whose format is looked for: its head to recognise it by, and its lines to read it by."""

from dataclasses import dataclass
from functools import cached_property

HEAD_BYTES = 2**15  # that are looked at, however large the file is


@dataclass(frozen=True)
class Source:
    """A file as UTF-8 without a byte order mark."""

    text: bytes

    @cached_property
    def head(self) -> list[str]:
        """The lines the file begins with. One that is cut by the end of the head is left out, unless it is the only."""
        lines = _lines(self.text[:HEAD_BYTES])
        return lines[:-1] if len(self.text) > HEAD_BYTES and len(lines) > 1 else lines

    @cached_property
    def filled(self) -> list[str]:
        """The lines of the head that are not blank, without the blanks around them."""
        return [stripped for line in self.head if (stripped := line.strip())]

    @cached_property
    def tail(self) -> list[str]:
        """The lines the file ends with."""
        return _lines(self.text[-HEAD_BYTES:])

    def lines(self) -> list[str]:
        """All lines, without their ends; line 1 of the file is the first. A new list at each call, to be let go of."""
        return _lines(self.text)


def _lines(text: bytes) -> list[str]:
    return text.replace(b"\r\n", b"\n").replace(b"\r", b"\n").decode("utf-8", "ignore").split("\n")

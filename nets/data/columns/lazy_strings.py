"""Strings made only when they are read: as Python objects they would take ten times their length."""

from collections.abc import Iterator, Sequence

import numpy as np
import pyarrow as pa

AT_ONCE = 4096


class LazyStrings(Sequence[str]):
    """The texts of an Arrow array, without blanks around them if they are `stripped`."""

    def __init__(self, texts: pa.StringArray | pa.ChunkedArray, *, stripped: bool = False) -> None:
        self.arrow = texts
        self._stripped = stripped

    def __len__(self) -> int:
        return len(self.arrow)

    def __getitem__(self, place: int) -> str:
        text = self.arrow[int(place)].as_py()
        return text.strip() if self._stripped else text

    def __iter__(self) -> Iterator[str]:
        for begin in range(0, len(self.arrow), AT_ONCE):
            texts = self.arrow.slice(begin, AT_ONCE).to_pylist()
            yield from map(str.strip, texts) if self._stripped else texts

    def where(self, mask: np.ndarray) -> "LazyStrings":
        """Those where the mask (n,) is True."""
        return self if mask.all() else LazyStrings(self.arrow.filter(pa.array(mask)), stripped=self._stripped)

    def at(self, places: np.ndarray) -> list[str]:
        """Those at these places (k,)."""
        texts = self.arrow.take(pa.array(places)).to_pylist()
        return [text.strip() for text in texts] if self._stripped else texts

    def stripped(self) -> "LazyStrings":
        """The same without the blanks around them."""
        return LazyStrings(self.arrow, stripped=True)

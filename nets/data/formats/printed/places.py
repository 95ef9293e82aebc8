"""Cells by their places in a line, as they are seen on a screen."""

from collections.abc import Sequence

from nets.data.formats.printed.ruler import width_of

Span = tuple[int, int | None]  # the first place, and the one after the last; None is the line's end


def cells_at(line: str, spans: Sequence[Span]) -> list[str]:
    """The text at each span of a line, without the blanks around it."""
    seen = as_seen(line)
    return ["".join(seen[first:last]).strip() for first, last in spans]


def as_seen(line: str) -> Sequence[str]:
    """What stands at each place of a line: a letter that takes two stands at its first, with any accent it has."""
    if line.isascii():
        return line
    places: list[str] = []
    for letter in line:
        width = width_of(letter)
        if width < 1 and places:
            places[-1] += letter
        else:
            places += [letter, *[""] * (width - 1)]
    return places

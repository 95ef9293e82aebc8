"""A note on the data as Markdown, with the lines of the file it concerns."""

from collections.abc import Sequence

from nets.data.table import Note
from pages.shared.markdown import plain

MAX_LINES = 12


def with_lines(note: Note) -> str:
    """The sentence of a note, and the first of its lines in grey."""
    return f"{plain(note.sentence, 400)}{lines_in_grey(note.lines)}"


def lines_in_grey(lines: Sequence[int]) -> str:
    """The first of some lines of the file, "" where there are none."""
    if not lines:
        return ""
    shown = ", ".join(f"{line:,}" for line in lines[:MAX_LINES]) + (" …" if len(lines) > MAX_LINES else "")
    return f" :gray[line{'s' if len(lines) > 1 else ''} {shown}]"

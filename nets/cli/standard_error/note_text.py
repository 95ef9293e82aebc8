"""A note as the command line prints it, with the lines it concerns."""

import re

from nets.data.table import Note

MOST_LINES = 10


def with_lines(note: Note) -> str:
    """The note's sentence, ended by the lines it concerns where it does not name them itself."""
    if not note.lines or re.search(r"\bline \d", note.sentence, re.IGNORECASE):
        return note.sentence
    shown = ", ".join(f"{line:,}" for line in note.lines[:MOST_LINES]) + (", …" if len(note.lines) > MOST_LINES else "")
    return f"{note.sentence.removesuffix('.')} (line{'s' if len(note.lines) > 1 else ''} {shown})."

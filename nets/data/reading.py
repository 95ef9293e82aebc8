"""The choices of a reading: whatever the reader would guess, a person can say instead."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Reading:
    """How a file is to be read; None means that the reader decides, and notes what it decided.

    `encoding` is a name Python knows ("utf-8", "windows-1252"). `delimiter` is one character, "::" or the like,
    and " " stands for any run of spaces. `quote` is one character, "" for none. `header` says whether the first
    line of the table holds the names, `skip` how many lines stand above it. `comment` is what a line to be left
    out begins with, "" for none. `decimal` is "." or ",". `day_first` says how 3/4/2025 is meant.
    """

    encoding: str | None = None
    delimiter: str | None = None
    quote: str | None = None
    header: bool | None = None
    skip: int | None = None
    comment: str | None = None
    decimal: str | None = None
    day_first: bool | None = None


READER_DECIDES = Reading()

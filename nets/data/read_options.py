"""The options of the reader: what it would guess, a person can set."""

from dataclasses import dataclass

from nets.errors import Code, DataError


@dataclass(frozen=True, kw_only=True)
class Reading:
    """How a file is to be read; None means that the reader decides, and notes what it decided.

    `encoding` is a name Python knows ("utf-8", "windows-1252"). `delimiter` is one character, "::" or the like,
    and " " stands for any run of spaces. `quote` is one character, "" for none. `header` says whether the first
    line of the table holds the names, `skip` how many lines stand above it. `comment` is what a line to be left
    out begins with, "" for none. `verbatim` keeps every line below the names as a row, also names that
    stand there again, totals, remarks, types and units, and numbers as long as they are written. `decimal` is "." or
    ",". `day_first` says how 3/4/2025 is meant.
    """

    encoding: str | None = None
    delimiter: str | None = None
    quote: str | None = None
    header: bool | None = None
    skip: int | None = None
    comment: str | None = None
    verbatim: bool | None = None
    decimal: str | None = None
    day_first: bool | None = None

    @property
    def means_delimited(self) -> bool:
        """Whether a choice was made that only delimited text has: then no other format is looked for."""
        choices = (self.delimiter, self.quote, self.header, self.skip, self.comment, self.verbatim)
        return any(choice is not None for choice in choices)

    def __post_init__(self) -> None:
        """Raises `DataError` where a choice is none that a file could be read by."""
        mark, quote = self.delimiter, self.quote
        if mark is not None and (not 1 <= len(mark) <= 4 or any(sign in mark for sign in "\r\n\0") or mark == quote):
            raise DataError(
                Code.READING, "The delimiter must be one to four characters, no line end, and not the quote."
            )
        if quote is not None and (len(quote) > 1 or not quote.isascii() or (quote in "\r\n\0 \t" and quote)):
            raise DataError(Code.READING, "The quote must be one character such as \" or ', or none.")
        if self.decimal not in (None, ".", ","):
            raise DataError(Code.READING, "The decimal mark must be a point or a comma.")
        if self.skip is not None and self.skip < 0:
            raise DataError(Code.READING, "The number of lines to skip cannot be negative.")


READER_DECIDES = Reading()

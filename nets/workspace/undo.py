"""The visitor's own table through its changes: where it came from, and the versions one can go back to."""

from dataclasses import dataclass, field

from nets.data.editing import not_editable
from nets.data.prepare.options import PreprocessingOptions
from nets.data.read_options import Reading
from nets.data.table import Note, Table
from nets.errors import Code

MOST = 50
NO_TEXT = frozenset(
    {
        Code.ARCHIVE,
        Code.SPREADSHEET,
        Code.DOCUMENT,
        Code.PICTURE,
        Code.DATA_FILE,
        Code.PROGRAM,
        Code.POINTER,
        Code.WEB_PAGE,
        Code.MARKUP,
        Code.JSON,
        Code.TOO_LARGE,
    }
)


@dataclass(frozen=True)
class File:
    """The bytes of a file and its name: what can be read again in another way."""

    raw: bytes
    name: str


@dataclass(frozen=True)
class Refused:
    """A file that did not come onto the deck, how it was read, and why it was refused.

    `code` is the refusal's, which itself would hold whatever was being worked on. `is_a_table` where it could be read,
    though nothing could be proposed that a net can be trained on.
    """

    file: File
    reading: Reading
    code: Code
    is_a_table: bool

    @property
    def is_text(self) -> bool:
        """Whether reading it in another way might help."""
        return bool(self.file.raw.strip()) and self.code not in NO_TEXT


@dataclass(frozen=True, eq=False)
class Version:
    """One state of the table on the deck.

    `choice` is what the list of tables stands at, `start` the table as it was read or made, before any change by
    hand; `file` is None for a table that was made and not read. `notes` say which of the choices were made for the
    visitor.
    """

    choice: str
    table: Table
    choices: PreprocessingOptions
    start: Table
    file: File | None
    notes: tuple[Note, ...] = ()

    @property
    def is_changed(self) -> bool:
        """Whether it has been changed by hand."""
        return self.table is not self.start


@dataclass
class Versions:
    """What can be taken back, the latest last."""

    past: list[Version] = field(default_factory=list)

    def keep(self, version: Version) -> None:
        """Keep what was there before a change; a table too large to be edited is not kept twice."""
        if not_editable(version.table):
            self.past.clear()
        else:
            self.past = [*self.past, version][-MOST:]

    def back(self) -> Version:
        """The latest version, which is no longer kept then."""
        return self.past.pop()

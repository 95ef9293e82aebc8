"""A file that a visitor uploaded, and one that was refused."""

from dataclasses import dataclass

from nets.data.read_options import Reading
from nets.errors import Code

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
        Code.SYLK,
        Code.DIF,
        Code.TOO_LARGE,
    }
)
OWN_FORMAT = frozenset(  # refusals of a text that is taken for something else than delimited text
    {
        Code.ARFF,
        Code.LIBSVM,
        Code.TIME_SERIES,
        Code.DRAWN_TABLE,
        Code.VERTICAL,
        Code.KEY_VALUES,
        Code.RST,
        Code.MRT,
        Code.LATEX,
        Code.CUT_SHORT,
        Code.SQL,
        Code.OCTAVE,
        Code.R_CODE,
        Code.PYTHON,
        Code.JULIA,
        Code.NAMES_FILE,
        Code.YAML,
        Code.WIKI,
    }
)


@dataclass(frozen=True)
class SourceFile:
    """The bytes of a file and its name, to be read again with other options."""

    raw: bytes
    name: str


@dataclass(frozen=True)
class RefusedFile:
    """A file that was refused, and how it was read.

    `code` is the refusal's; the refusal itself would hold the table in memory. `is_a_table` is True where the file
    could be read, but no net can be trained on anything that could be suggested. A saved tape has no `reading`.
    """

    file: SourceFile
    reading: Reading | None
    code: Code
    is_a_table: bool = False

    @property
    def is_text(self) -> bool:
        """Whether reading it with other options might help."""
        return self.reading is not None and bool(self.file.raw.strip()) and self.code not in NO_TEXT

    @property
    def is_own_format(self) -> bool:
        """Whether it was taken for something else than delimited text, so that most of the options have no meaning."""
        return self.code in OWN_FORMAT

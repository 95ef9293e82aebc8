"""The document: all that a visitor has but the numbers, which lie beside it as arrays and are named by their digests.

Its form is version 1. A later version reads this one; fields are added, never given another meaning.
"""

from typing import Any

import msgspec

from nets.data.prepare.options import PreprocessingOptions
from nets.data.read_options import Reading
from nets.data.table import Note
from nets.errors import Code, DataError, Refusal
from nets.saved.arrays import damaged

FORMAT = "tape-deck"
VERSION = 1
MOST_BYTES = 16 * 2**20  # of the document itself

Values = dict[str, Any]  # settings by name


class SavedFile(msgspec.Struct, frozen=True):
    """A file as it was uploaded: its name, and its bytes (n,) uint8."""

    name: str
    raw: str


class SavedCells(msgspec.Struct, frozen=True):
    """The cells of a table, column by column: the texts one after the other as UTF-8 (n,) uint8, and the length of
    each in bytes (m,).

    `n_texts` is how many texts each column has: one a row, or if it is packed its few different ones; which of them
    each row has is in `codes` (rows times packed columns,) uint8, None where no column is packed.
    """

    names: tuple[str, ...]
    n_rows: int
    n_texts: tuple[int, ...]
    is_packed: tuple[bool, ...]
    texts: str
    lengths: str
    codes: str | None = None


class SavedTable(msgspec.Struct, frozen=True, kw_only=True):
    """A `Table`. The rows begin on `lines` (B,), or on as many as there are rows from `first_line` on; where both are
    None they have no lines.
    """

    name: str
    cells: SavedCells
    encoding: str
    delimiter: str
    header: bool
    notes: tuple[Note, ...]
    sha256: str
    first_line: int | None
    lines: str | None
    reading: Reading
    form: str


class SavedState(msgspec.Struct, frozen=True):
    """A `TableState`; tables and files are named by their places."""

    choice: str
    table: int
    start: int
    file: int | None
    options: PreprocessingOptions
    notes: tuple[Note, ...]


class SavedChange(msgspec.Struct, frozen=True, omit_defaults=True):
    """An event: settings from this epoch on, or weights set by hand."""

    epoch: int
    settings: Values | None = None
    matrix: str | None = None
    values: tuple[float, ...] = ()
    cell: tuple[int, int] | None = None


class SavedBest(msgspec.Struct, frozen=True):
    """What early stopping counts from; the loss is written as Python writes it, since it may be infinite."""

    loss: str
    epoch: int
    began: int
    numbers: str
    settings: Values


class SavedMoment(msgspec.Struct, frozen=True, kw_only=True):
    """A snapshot without its answers: weights, then slots, in the order of the net, all in one array (n,); the scores
    (R, M) and the accuracy (R,).
    """

    epoch: int
    numbers: str
    scores: str | None
    accuracy: str | None
    elapsed_s: float
    playing_s: float
    compile_s: float
    best: SavedBest | None = None


class SavedTape(msgspec.Struct, frozen=True, kw_only=True):
    """A tape: settings, everything that was done to it, the scores of every epoch in pieces (n, M), where it stands,
    the moments kept on the way there, and the epoch that is looked at, None for the last.
    """

    settings: Values
    first: Values
    later: tuple[SavedChange, ...] = ()
    scores: tuple[str, ...] = ()
    moment: SavedMoment | None = None
    checkpoints: tuple[SavedMoment, ...] = ()
    diverged_at: int | None = None
    stopped_at: int | None = None
    looked_at: int | None = None


class SavedRun(msgspec.Struct, frozen=True, kw_only=True):
    """A run: its tape, the place of its table's state, the settings shown with it, the SHA-256 of its data, that of its
    examples as numbers, and its number among the pinned ones, None where it is not pinned.
    """

    tape: SavedTape
    state: int
    shown: Values
    data: str
    examples: str
    pin: int | None = None


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """What a visitor has. `current` and the like are places among the `states`; of the `runs` the last is on the deck,
    the others were kept, the oldest first. `is_of_table`: the tape on the deck is of the table on the deck, and not of
    one before it. `changed_from` are pairs of runs: one with a weight set by hand, and that on which it was set. `vary`
    and `n_seeds` are what Explore varies.
    """

    format: str = FORMAT
    version: int = VERSION
    files: tuple[SavedFile, ...]
    tables: tuple[SavedTable, ...]
    states: tuple[SavedState, ...]
    current: int
    own: int | None
    made_of: int
    undo: tuple[int, ...]
    is_of_table: bool
    runs: tuple[SavedRun, ...]
    changed_from: tuple[tuple[int, int], ...] = ()
    vary: tuple[str, ...] = ()
    n_seeds: int | None = None


class _Head(msgspec.Struct):
    format: str
    version: int


def document_from(content: bytes) -> Document:
    """The document in these bytes.

    Raises `DataError` where they hold none, or one of a version that is not known here yet.
    """
    if len(content) > MOST_BYTES:
        raise damaged()
    try:
        head = msgspec.json.decode(content, type=_Head)
        if head.format != FORMAT:
            raise damaged()
        if head.version > VERSION:
            raise DataError(
                Code.NEWER_TAPE,
                f"This saved tape is of version {head.version} of its format, and this Tape Deck knows those up to "
                f"{VERSION}: open it with a newer Tape Deck.",
            )
        return msgspec.json.decode(content, type=Document)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise damaged() from None
    except Refusal as refusal:
        if refusal.code == Code.READING:  # choices that no file could be read by
            raise damaged() from None
        raise

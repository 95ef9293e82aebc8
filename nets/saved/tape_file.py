"""A saved tape: one file, a zip of the document and its arrays, to be opened here or on another computer."""

import io
import zipfile
import zlib
from collections.abc import Callable

import msgspec

from nets.data.limits import MAX_BYTES
from nets.errors import Code, DataError
from nets.saved.arrays import Packing, Unpacking, damaged, npy_of
from nets.saved.document import MOST_BYTES as MOST_OF_DOCUMENT
from nets.saved.document import document_from
from nets.saved.work import MOST_BYTES_OF_MOMENTS, Opened, opened_work, saved_work
from nets.workspace.work import Work

SUFFIX = ".tape.zip"
DOCUMENT, ARRAY = "tape.json", "arrays/{}.npy"
HEAD = b"PK\x03\x04"
MOST_UNPACKED = 256 * 2**20  # bytes of all arrays
MOST_FILES = 20_000
ENCRYPTED, METHODS = 1, (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError)  # where it is damaged
WHEN = (1980, 1, 1, 0, 0, 0)  # of every file in it, so that the same tape is the same bytes
LESS = (  # what is tried one after the other until it is small enough to be opened: moments on the way, the files read
    {"most_bytes": MOST_BYTES_OF_MOMENTS},
    {"most_bytes": 0},
    {"most_bytes": 0, "with_files": False},
)


def file_of(work: Work) -> bytes:
    """The file of what is on the deck and of the pinned runs. Raises `DataError` where it would be too large to be
    opened again.
    """
    for options in LESS:
        content = _written(work.to_take_along, **options)
        if len(content) <= MAX_BYTES:
            return content
    raise DataError(
        Code.TAPE_TOO_LARGE,
        f"The file would have {len(content) / 2**20:.1f} MB, and up to {MAX_BYTES / 2**20:.0f} MB can be opened: unpin "
        "runs, or take a smaller table or net.",
    )


def is_tape(raw: bytes) -> bool:
    """Whether these bytes begin as a saved tape does, whole or not."""
    return raw.startswith(HEAD) and raw[30 : 30 + len(DOCUMENT)] == DOCUMENT.encode()


def opened_file(raw: bytes) -> Opened:
    """What is in a saved tape. Raises `DataError` where it is none, is damaged, too large, or of a later version, and
    where no net can be trained on its table here.
    """
    if len(raw) > MAX_BYTES:
        raise _too_large()
    try:
        archive = zipfile.ZipFile(io.BytesIO(raw))
    except UNREADABLE:
        if is_tape(raw):
            raise damaged() from None
        raise _no_tape() from None
    with archive:
        return _opened(archive)


def _written(work: Work, **options: int | bool) -> bytes:
    packing, stream = Packing(), io.BytesIO()
    document = msgspec.json.format(msgspec.json.encode(saved_work(work, packing, **options)), indent=1)
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(_entry(DOCUMENT), document)
        for digest, array in packing.arrays():
            archive.writestr(_entry(ARRAY.format(digest)), npy_of(array))
    return stream.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, WHEN)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _opened(archive: zipfile.ZipFile) -> Opened:
    entries = {entry.filename: entry for entry in archive.infolist()}
    if DOCUMENT not in entries:
        raise _no_tape()
    if len(entries) > MOST_FILES or sum(entry.file_size for entry in entries.values()) > MOST_UNPACKED:
        raise _too_large()
    content = _reader(archive, entries)
    document = document_from(content(DOCUMENT, MOST_OF_DOCUMENT))
    return opened_work(document, Unpacking(lambda digest: content(ARRAY.format(digest), MOST_UNPACKED)))


def _reader(archive: zipfile.ZipFile, entries: dict[str, zipfile.ZipInfo]) -> Callable[[str, int], bytes]:
    """What reads a file of the archive, of at most so many bytes and all together of no more than can be opened,
    whatever the archive says of their sizes.
    """
    left = MOST_UNPACKED

    def read(name: str, most: int) -> bytes:
        nonlocal left
        entry = entries.get(name)
        if entry is None or entry.flag_bits & ENCRYPTED or entry.compress_type not in METHODS:
            raise damaged()
        most = min(most, left)
        try:
            with archive.open(entry) as stream:
                found = stream.read(most + 1)
        except UNREADABLE:
            raise damaged() from None
        if len(found) > most:
            raise _too_large()
        left -= len(found)
        return found

    return read


def _no_tape() -> DataError:
    return DataError(
        Code.NO_TAPE, "This file is no saved tape: choose one that “Save tape” gave, whose name ends in .tape.zip."
    )


def _too_large() -> DataError:
    return DataError(
        Code.TAPE_TOO_LARGE,
        f"This saved tape is larger than can be opened: up to {MAX_BYTES / 2**20:.0f} MB, and "
        f"{MOST_UNPACKED / 2**20:.0f} MB unpacked.",
    )

"""From bytes in any encoding to UTF-8: what a byte order mark says, what the bytes show, or a noted guess."""

import codecs
import io
import re
from dataclasses import dataclass

import numpy as np

from nets.data.csv.parsed_table import Facts
from nets.data.formats.foreign.binary import refuse_what_is_no_text
from nets.data.read_options import Reading
from nets.data.table import Note
from nets.errors import Code, DataError

CHUNK = 2**20
BOMS = (
    (codecs.BOM_UTF8, "UTF-8"),
    (codecs.BOM_UTF32_LE, "UTF-32LE"),
    (codecs.BOM_UTF32_BE, "UTF-32BE"),
    (codecs.BOM_UTF16_LE, "UTF-16LE"),
    (codecs.BOM_UTF16_BE, "UTF-16BE"),
)
MULTIBYTE = {"cp932", "shift_jis", "euc_jp", "gb18030", "gbk", "gb2312", "big5", "cp949", "euc_kr"}
GUESSABLE = MULTIBYTE | {f"cp125{n}" for n in range(9)} | {f"iso8859-{n}" for n in range(1, 17)} | {"koi8-r", "koi8-u"}
LATIN = {"cp1250", "cp1254", "cp1257", "iso8859-2", "iso8859-9"}
ENOUGH_LETTERS = 4
FAR = 1000  # bytes on either side of a letter with an accent that are looked at
SHOWN = {f"cp125{n}": f"Windows-125{n}" for n in range(9)} | {"utf-8": "UTF-8", "utf-16": "UTF-16", "utf-32": "UTF-32"}
ZEROS_OF_UTF16 = 0.3
CONTROLS_OF_TEXT = 0.02
SEPARATORS = [1, 28, 29, 30, 31]  # control characters that may separate fields, groups and records


@dataclass(frozen=True)
class Upload:
    """The bytes of a file, and how they are to be read."""

    raw: bytes
    reading: Reading


@dataclass(frozen=True)
class Decoded:
    """The file as UTF-8 without a byte order mark."""

    text: bytes
    facts: Facts


@dataclass(frozen=True)
class Utf8:
    """A text in UTF-8, the encoding it came in, and what had to be guessed for it."""

    text: bytes
    encoding: str
    notes: tuple[Note, ...] = ()


def _western(byte: int) -> str:
    """One byte as Windows-1252, its five gaps filled as the web does."""
    return bytes([byte]).decode("cp1252", "ignore") or chr(byte)


NOT_ASCII = re.compile(rb"[\x80-\xff]")
BROKEN = {0xDC00 + byte: _western(byte) for byte in range(0x80, 0x100)}


def decoded(upload: Upload) -> Decoded:
    """The bytes of a file as UTF-8, read in the encoding asked for, or in the one found.

    Raises `DataError` where the bytes are no text, or none in the encoding asked for.
    """
    refuse_what_is_no_text(upload.raw)
    asked = upload.reading.encoding
    found = _found(upload.raw) if asked is None else _as_asked(upload.raw, asked)
    if not found.text or found.text.isspace():
        raise DataError(Code.EMPTY, "The file is empty: it needs a line of column names and at least one row.")
    return Decoded(found.text, Facts(reading=upload.reading, encoding=found.encoding, notes=found.notes))


def _found(raw: bytes) -> Utf8:
    """The bytes as UTF-8, read in the encoding that a byte order mark or the bytes themselves show."""
    for bom, name in BOMS:
        if raw.startswith(bom) and (name != "UTF-8" or _is_utf8(raw[3:])):
            return _checked(_transcoded(raw, name, len(bom)), name)
    if name := _utf16_without_a_mark(raw):
        note = Note(f"The file has no byte order mark; its zero bytes say that it is {name}.")
        return _checked(_transcoded(raw, name), name, (note,))
    raw = raw.removeprefix(codecs.BOM_UTF8)
    if _is_utf8(raw):
        return _checked(raw, "UTF-8")
    _refuse_binary(raw)
    return _mostly_utf8(raw) or _guessed(raw)


def _as_asked(raw: bytes, encoding: str) -> Utf8:
    try:
        name = codecs.lookup(encoding).name
        b"a".decode(name, "replace")  # some codecs are none of texts
        text = _transcoded(raw, name)
    except (DataError, UnicodeError, LookupError):
        raise DataError(
            Code.NOT_IN_THAT_ENCODING, f"The file cannot be read as {encoding}: choose another encoding."
        ) from None
    return _checked(text, SHOWN.get(name, encoding))


def _is_utf8(raw: bytes) -> bool:
    """Whether the bytes are UTF-8, found without holding a second copy of them."""
    if raw.isascii():
        return True
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(raw), CHUNK):
            decoder.decode(raw[start : start + CHUNK], final=start + CHUNK >= len(raw))
    except UnicodeDecodeError:
        return False
    return True


def _transcoded(raw: bytes, encoding: str, first: int = 0) -> bytes:
    decoder = codecs.getincrementaldecoder(encoding)()
    out = io.BytesIO()
    try:
        for start in range(first, len(raw), CHUNK):
            out.write(decoder.decode(raw[start : start + CHUNK], final=start + CHUNK >= len(raw)).encode())
    except UnicodeError as error:
        line = out.getvalue().count(b"\n") + 1
        raise DataError(
            Code.BROKEN_ENCODING,
            f"The file says it is {encoding} but is broken at or after line {line} ({error.__class__.__name__}): "
            "save it again as CSV (UTF-8).",
        ) from None
    return out.getvalue()


def _utf16_without_a_mark(raw: bytes) -> str | None:
    sample = np.frombuffer(raw[: CHUNK // 16 * 2], dtype=np.uint8)
    if len(raw) % 2 or len(sample) < 4:
        return None
    even, odd = float(np.mean(sample[0::2] == 0)), float(np.mean(sample[1::2] == 0))
    if odd > ZEROS_OF_UTF16 and even < odd / 10:
        return "UTF-16LE"
    return "UTF-16BE" if even > ZEROS_OF_UTF16 and odd < even / 10 else None


def _controls(text: bytes) -> np.ndarray:
    """How often each control character occurs that neither ends lines nor separates fields or records, (32,)."""
    counts = np.zeros(32, dtype=np.int64)
    for start in range(0, len(text), CHUNK):
        chunk = np.frombuffer(text, dtype=np.uint8, count=min(CHUNK, len(text) - start), offset=start)
        counts += np.bincount(chunk[chunk < 32], minlength=32)
    counts[[9, 10, 12, 13]] = 0
    marks = counts[SEPARATORS].sum()
    if marks == counts.sum() and (b"\n" in text or b"\x1e" in text):  # they are what separates the fields
        counts[SEPARATORS] = 0
    return counts


def _checked(text: bytes, encoding: str, notes: tuple[Note, ...] = ()) -> Utf8:
    while text.startswith(codecs.BOM_UTF8):
        text = text[len(codecs.BOM_UTF8) :]
    _refuse_binary(text)
    return Utf8(text, encoding, notes)


def _refuse_binary(text: bytes) -> None:
    zero = text.find(b"\0")
    if zero >= 0:
        line = text.count(b"\n", 0, zero) + 1
        raise DataError(
            Code.NOT_TEXT,
            f"This is not a text file: line {line} holds a zero byte; export the table as CSV (UTF-8).",
        )
    if _controls(text[:CHUNK]).sum() > CONTROLS_OF_TEXT * min(len(text), CHUNK) + 8:
        raise DataError(
            Code.NOT_TEXT, "This is not a text file: it is full of control characters; export the table as CSV (UTF-8)."
        )


def _mostly_utf8(raw: bytes) -> Utf8 | None:
    """UTF-8 in which a few bytes are broken, those read as Windows-1252 with a note; None if they are not few."""
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    n_good = n_broken = n_newlines = 0
    out = io.BytesIO()
    lines: set[int] = set()
    for start in range(0, len(raw), CHUNK):
        text = decoder.decode(raw[start : start + CHUNK], final=start + CHUNK >= len(raw))
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        broken = (codes >= 0xDC80) & (codes <= 0xDCFF)
        n_broken += int(broken.sum())
        n_good += int(np.sum((codes >= 0x80) & ~broken))
        if n_good < 10 * n_broken:
            return None
        before = np.searchsorted(np.flatnonzero(codes == 10), np.flatnonzero(broken))
        lines.update((np.unique(before)[:1000] + n_newlines + 1).tolist())
        n_newlines += text.count("\n")
        out.write(text.translate(BROKEN).encode())
    note = Note(
        f"{n_broken:,} {'byte is' if n_broken == 1 else 'bytes are'} not UTF-8 like the rest of the file, "
        "and read as Windows-1252.",
        tuple(sorted(lines)),
    )
    return _checked(out.getvalue(), "UTF-8", (note,))


def _guessed(raw: bytes) -> Utf8:
    encoding = _likely(raw)
    try:
        text = _transcoded(raw, encoding)
    except DataError:
        encoding = "cp1252"
        table = "".join(_western(byte) if byte >= 0x80 else chr(byte) for byte in range(256))
        out = io.BytesIO()
        for start in range(0, len(raw), CHUNK):
            out.write(codecs.charmap_decode(raw[start : start + CHUNK], "strict", table)[0].encode())
        text = out.getvalue()
    shown = SHOWN.get(encoding, encoding)
    first = NOT_ASCII.search(raw).start()
    note = Note(
        f"The file is not UTF-8; it was read as {shown}, which is a guess: "
        "check the letters with accents, or choose another encoding.",
        (raw.count(b"\n", 0, first) + 1,),
    )
    return _checked(text, shown, (note,))


def _lines_with_accents(raw: bytes) -> bytes:
    """Some 32 KB of the lines that are not ASCII, long ones in part."""
    lines = []
    at = size = 0
    while size <= 2**15 and (found := NOT_ASCII.search(raw, at)):
        place = found.start()
        low, high = max(at, place - FAR), min(len(raw), place + FAR)
        end = raw.find(b"\n", place, high)
        at = high if end < 0 else end
        lines.append(raw[raw.rfind(b"\n", low, place) + 1 or low : at])
        size += len(lines[-1])
    return b"\n".join(lines)


def _likely(raw: bytes) -> str:
    """The encoding chardet finds in the lines that are not ASCII, where that is one to be believed."""
    import chardet  # noqa: PLC0415 it takes a moment to load, and few files need it

    sample = _lines_with_accents(raw)
    found = str(chardet.detect(sample)["encoding"] or "cp1252").lower().replace("koi8-t", "koi8-r")
    try:
        name = codecs.lookup(found).name
    except LookupError:
        return "cp1252"
    high = np.frombuffer(sample, dtype=np.uint8) >= 0x80
    in_runs = int((high[1:] & high[:-1]).sum())
    words = re.findall(rb"[A-Za-z\x80-\xff]*[\x80-\xff][A-Za-z\x80-\xff]*", sample)
    n_ascii = sum(len(word) - sum(byte >= 0x80 for byte in word) for word in words)
    if in_runs == 0 or n_ascii >= sum(map(len, words)) / 2:
        return name if name in LATIN and high.sum() >= ENOUGH_LETTERS else "cp1252"
    return name if name in GUESSABLE else "cp1252"

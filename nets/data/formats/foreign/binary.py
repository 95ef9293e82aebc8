"""What a file is when it is no text: recognised by its first bytes; of an archive, by the first bytes in it."""

import bz2
import lzma
import re
import zlib
from collections.abc import Callable

from nets.errors import Code, DataError

EXPORT = "open it in the program it comes from and save it there as CSV (UTF-8)"
UNPACK = "unpack it first and take the CSV file that is in it"

IN_R = "in R, write.csv(..., row.names = FALSE) makes a CSV of the table"
COMPRESSED = (
    (b"\x1f\x8b", "a gzip archive", lambda raw, size: zlib.decompressobj(wbits=31).decompress(raw, size)),
    (b"BZh", "a bzip2 archive", lambda raw, size: bz2.BZ2Decompressor().decompress(raw, size)),
    (b"\xfd7zXZ\x00", "an xz archive", lambda raw, size: lzma.LZMADecompressor(memlimit=2**27).decompress(raw, size)),
)
R_DATA = re.compile(rb"RD[ABX][123]\r?\n|X\n\0\0\0[\1-\x09]|B\n[\1-\x09]\0\0\0|A\n[23]\n\d{6}\n(?:131840|197888)\n")
FIRST, UNPACKED = 2**16, 64  # bytes of an archive, and of what is in it, that are looked at

MAGIC: tuple[tuple[bytes, Code, str, str], ...] = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Code.SPREADSHEET, "an Excel or other Office file of before 2007", EXPORT),
    (b"\x28\xb5\x2f\xfd", Code.ARCHIVE, "a zstandard archive", UNPACK),
    (b"\x04\x22\x4d\x18", Code.ARCHIVE, "an lz4 archive", UNPACK),
    (b"7z\xbc\xaf\x27\x1c", Code.ARCHIVE, "a 7-Zip archive", UNPACK),
    (b"Rar!\x1a\x07", Code.ARCHIVE, "a RAR archive", UNPACK),
    (b"%PDF-", Code.DOCUMENT, "a PDF", "get the table from where the PDF was made, as CSV"),
    (b"{\\rtf", Code.DOCUMENT, "a word processor's document", EXPORT),
    (b"\x89PNG\r\n", Code.PICTURE, "a picture", "a table is needed, as CSV"),
    (b"\xff\xd8\xff", Code.PICTURE, "a picture", "a table is needed, as CSV"),
    (b"GIF8", Code.PICTURE, "a picture", "a table is needed, as CSV"),
    (
        b"PAR1",
        Code.DATA_FILE,
        "a Parquet file",
        "in Python, pandas.read_parquet(...).to_csv(..., index=False) makes a CSV of it",
    ),
    (
        b"ARROW1",
        Code.DATA_FILE,
        "an Arrow file",
        "in Python, pandas.read_feather(...).to_csv(..., index=False) makes a CSV of it",
    ),
    (b"\x89HDF\r\n", Code.DATA_FILE, "an HDF5 file", "export the table in it as CSV"),
    (b"SQLite format 3\x00", Code.DATA_FILE, "an SQLite database", "export the table in it as CSV"),
    (b"\x93NUMPY", Code.DATA_FILE, "a NumPy array", "in Python, numpy.savetxt(..., delimiter=',') makes a CSV of it"),
    (b"$FL2", Code.DATA_FILE, "an SPSS file", EXPORT),
    (b"<stata_dta>", Code.DATA_FILE, "a Stata file", EXPORT),
    (b"\x80\x04\x95", Code.DATA_FILE, "a Python pickle", "in Python, write the table with to_csv(..., index=False)"),
    (b"\x80\x05\x95", Code.DATA_FILE, "a Python pickle", "in Python, write the table with to_csv(..., index=False)"),
    (b"\x80\x03", Code.DATA_FILE, "a Python pickle", "in Python, write the table with to_csv(..., index=False)"),
    (b"\x80\x02", Code.DATA_FILE, "a Python pickle", "in Python, write the table with to_csv(..., index=False)"),
    (
        b"MATLAB 5.0 MAT-file",
        Code.DATA_FILE,
        "a MATLAB file",
        "in MATLAB, writetable(...) makes a CSV of the table in it",
    ),
    (b"FEA1", Code.DATA_FILE, "a Feather file", "in R or Python, read it with arrow and write the table as CSV"),
    (b"SIMPLE  =  ", Code.DATA_FILE, "a FITS file", "in Python, astropy.table.Table.read(...).write('table.csv')"),
    (b"HEADER RECORD*******LIB", Code.DATA_FILE, "a SAS transport file", EXPORT),
    (b"$FL3", Code.DATA_FILE, "an SPSS file", EXPORT),
    (b"\x7fELF", Code.PROGRAM, "a program", "a table is needed, as CSV"),
    (
        b"version https://git-lfs",
        Code.POINTER,
        "a Git LFS pointer and not the file itself",
        "fetch the file with git lfs pull",
    ),
)


def refuse_what_is_no_text(raw: bytes) -> None:
    """Raises `DataError` where the first bytes are those of an archive, a spreadsheet, a picture and the like."""
    for magic, code, what, remedy in MAGIC:
        if raw.startswith(magic):
            raise DataError(code, f"This is {what}, not a CSV file: {remedy}.")
    for magic, what, unpack in COMPRESSED:
        if raw.startswith(magic):
            raise _compressed(raw, what, unpack)
    if R_DATA.match(raw):
        raise DataError(Code.DATA_FILE, f"This is an R data file, not a CSV file: {IN_R}.")
    if raw[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        raise _zip(raw)
    if raw[257:262] == b"ustar":
        raise DataError(Code.ARCHIVE, f"This is a tar archive, not a CSV file: {UNPACK}.")


def _compressed(raw: bytes, what: str, unpack: Callable[[bytes, int], bytes]) -> DataError:
    """The refusal of an archive: R's data are such, and unpacked they are no CSV."""
    try:
        begin = unpack(raw[:FIRST], UNPACKED)
    except (OSError, EOFError, zlib.error, lzma.LZMAError):
        begin = b""
    if R_DATA.match(begin):
        return DataError(Code.DATA_FILE, f"This is an R data file (.rds or .RData), not a CSV file: {IN_R}.")
    return DataError(Code.ARCHIVE, f"This is {what}, not a CSV file: {UNPACK}.")


def _zip(raw: bytes) -> DataError:
    head, tail = raw[:65536], raw[-65536:]
    if raw[30:39] == b"tape.json":  # the name of the first file in it
        return DataError(
            Code.ARCHIVE,
            "This is a saved tape, not a CSV file: give it to the sidebar's uploader, or to “python -m nets open”.",
        )
    if re.match(rb".{26,40}?[^\0/]{1,200}\.npy", raw[:300], re.DOTALL):
        return DataError(
            Code.DATA_FILE,
            "This is a file of NumPy arrays (.npz), not a CSV file: in Python, "
            "numpy.savetxt('table.csv', numpy.load(...)['name of the array'], delimiter=',') makes a CSV of one.",
        )
    if b"xl/" in head or b"xl/" in tail:
        what = "an Excel workbook"
    elif b"opendocument.spreadsheet" in head:
        what = "a LibreOffice spreadsheet"
    elif b"Index/" in head and b".iwa" in tail + head:
        what = "a Numbers spreadsheet"
    else:
        return DataError(Code.ARCHIVE, f"This is a zip archive, not a CSV file: {UNPACK}.")
    return DataError(
        Code.SPREADSHEET,
        f"This is {what} and not a CSV file, whatever its name says: open it and choose "
        "File, Save As (or Export), CSV UTF-8.",
    )

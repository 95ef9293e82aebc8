"""What a file is when it is not a table in text: recognised by its first bytes, never opened."""

from nets.errors import Code, DataError

EXPORT = "open it in the program it comes from and save it there as CSV (UTF-8)"
UNPACK = "unpack it first and take the CSV file that is in it"

MAGIC: tuple[tuple[bytes, Code, str, str], ...] = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Code.SPREADSHEET, "an Excel or other Office file of before 2007", EXPORT),
    (b"\x1f\x8b", Code.ARCHIVE, "a gzip archive", UNPACK),
    (b"BZh", Code.ARCHIVE, "a bzip2 archive", UNPACK),
    (b"\xfd7zXZ\x00", Code.ARCHIVE, "an xz archive", UNPACK),
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
    (b"RDX", Code.DATA_FILE, "an R data file", "in R, write.csv(..., row.names = FALSE) makes a CSV of it"),
    (b"$FL2", Code.DATA_FILE, "an SPSS file", EXPORT),
    (b"<stata_dta>", Code.DATA_FILE, "a Stata file", EXPORT),
    (b"\x80\x04\x95", Code.DATA_FILE, "a Python pickle", "in Python, write the table with to_csv(..., index=False)"),
    (b"\x80\x05\x95", Code.DATA_FILE, "a Python pickle", "in Python, write the table with to_csv(..., index=False)"),
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
    if raw[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        raise _zip(raw)
    if raw[257:262] == b"ustar":
        raise DataError(Code.ARCHIVE, f"This is a tar archive, not a CSV file: {UNPACK}.")


def _zip(raw: bytes) -> DataError:
    head, tail = raw[:65536], raw[-65536:]
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

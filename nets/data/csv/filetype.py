"""What a file is when it is not a table in text: recognised by its first bytes, never opened."""

from nets.errors import DataError

EXPORT = "open it in the program it comes from and save it there as CSV (UTF-8)"
UNPACK = "unpack it first and take the CSV file that is in it"

MAGIC: tuple[tuple[bytes, str, str, str], ...] = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "spreadsheet", "an Excel or other Office file of before 2007", EXPORT),
    (b"\x1f\x8b", "archive", "a gzip archive", UNPACK),
    (b"BZh", "archive", "a bzip2 archive", UNPACK),
    (b"\xfd7zXZ\x00", "archive", "an xz archive", UNPACK),
    (b"\x28\xb5\x2f\xfd", "archive", "a zstandard archive", UNPACK),
    (b"\x04\x22\x4d\x18", "archive", "an lz4 archive", UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "archive", "a 7-Zip archive", UNPACK),
    (b"Rar!\x1a\x07", "archive", "a RAR archive", UNPACK),
    (b"%PDF-", "document", "a PDF", "get the table from where the PDF was made, as CSV"),
    (b"{\\rtf", "document", "a word processor's document", EXPORT),
    (b"\x89PNG\r\n", "picture", "a picture", "a table is needed, as CSV"),
    (b"\xff\xd8\xff", "picture", "a picture", "a table is needed, as CSV"),
    (b"GIF8", "picture", "a picture", "a table is needed, as CSV"),
    (
        b"PAR1",
        "data-file",
        "a Parquet file",
        "in Python, pandas.read_parquet(...).to_csv(..., index=False) makes a CSV of it",
    ),
    (
        b"ARROW1",
        "data-file",
        "an Arrow file",
        "in Python, pandas.read_feather(...).to_csv(..., index=False) makes a CSV of it",
    ),
    (b"\x89HDF\r\n", "data-file", "an HDF5 file", "export the table in it as CSV"),
    (b"SQLite format 3\x00", "data-file", "an SQLite database", "export the table in it as CSV"),
    (b"\x93NUMPY", "data-file", "a NumPy array", "in Python, numpy.savetxt(..., delimiter=',') makes a CSV of it"),
    (b"RDX", "data-file", "an R data file", "in R, write.csv(..., row.names = FALSE) makes a CSV of it"),
    (b"$FL2", "data-file", "an SPSS file", EXPORT),
    (b"<stata_dta>", "data-file", "a Stata file", EXPORT),
    (b"\x80\x04\x95", "data-file", "a Python pickle", "in Python, write the table with to_csv(..., index=False)"),
    (b"\x80\x05\x95", "data-file", "a Python pickle", "in Python, write the table with to_csv(..., index=False)"),
    (b"\x7fELF", "program", "a program", "a table is needed, as CSV"),
    (
        b"version https://git-lfs",
        "pointer",
        "a Git LFS pointer and not the file itself",
        "fetch the file with git lfs pull",
    ),
)

MARKUP: tuple[tuple[bytes, str, str, str], ...] = (
    (b"<!doctype html", "web-page", "a web page", "copy the table from it into a spreadsheet and save that as CSV"),
    (b"<html", "web-page", "a web page", "copy the table from it into a spreadsheet and save that as CSV"),
    (b"<table", "web-page", "a web page", "copy the table from it into a spreadsheet and save that as CSV"),
    (b"<?xml", "markup", "an XML file", EXPORT),
    (b"@relation", "markup", "an ARFF file (Weka)", "open it in Weka and save it as CSV"),
)


def refuse_what_is_no_text(raw: bytes) -> None:
    """Raises `DataError` where the first bytes are those of an archive, a spreadsheet, a picture and the like."""
    for magic, code, what, remedy in MAGIC:
        if raw.startswith(magic):
            raise DataError(code, f"This is {what}, not a CSV file: {remedy}.")
    if raw[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        raise _zip(raw)
    if raw[257:262] == b"ustar":
        raise DataError("archive", f"This is a tar archive, not a CSV file: {UNPACK}.")


def refuse_markup(text: bytes) -> None:
    """Raises `DataError` where a text (UTF-8) is a web page, XML, JSON or ARFF."""
    begin = text[:4096].lstrip().lower()
    for mark, code, what, remedy in MARKUP:
        if begin.startswith(mark):
            raise DataError(code, f"This is {what}, not a CSV file: {remedy}.")
    squeezed = b"".join(begin[:64].split())
    end = text[-64:].rstrip()[-1:]
    if (squeezed.startswith((b'{"', b"{}")) and end == b"}") or (
        squeezed.startswith((b"[{", b"[[", b'["')) and end == b"]"
    ):
        raise DataError(
            "json",
            "This is JSON, not a CSV file: in Python, pandas.read_json(...).to_csv(..., index=False) converts it.",
        )


def _zip(raw: bytes) -> DataError:
    head, tail = raw[:65536], raw[-65536:]
    if b"xl/" in head or b"xl/" in tail:
        what = "an Excel workbook"
    elif b"opendocument.spreadsheet" in head:
        what = "a LibreOffice spreadsheet"
    elif b"Index/" in head and b".iwa" in tail + head:
        what = "a Numbers spreadsheet"
    else:
        return DataError("archive", f"This is a zip archive, not a CSV file: {UNPACK}.")
    return DataError(
        "spreadsheet",
        f"This is {what} and not a CSV file, whatever its name says: open it and choose "
        "File, Save As (or Export), CSV UTF-8.",
    )

"""What the reader makes of bytes: the file's own texts, or a sentence with the line in it."""

import pytest

from nets.data.csv.parse import read
from nets.errors import DataError


def rows(raw: bytes) -> list[list[str]]:
    table = read(raw, name="a.csv")
    return [list(table.columns), *table.cells.to_numpy().tolist()]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
def test_usual_dialects(delimiter, newline, bom):
    expected = [["y", "x1", "x2"], ["ya", "1", "-2"], ["nø", "3.5", "4"]]
    raw = bom + newline.join(delimiter.join(row) for row in expected).encode()
    assert rows(raw) == expected


def test_labels_stay_the_texts_of_the_file():
    labels = ["001", "01", "1", "NA", "None", "null", "nan", "True", "true", " x", "1.0"]
    table = read(("y,x\n" + "".join(f"{label},1\n" for label in labels)).encode(), name="a.csv")
    assert table.cells["y"].tolist() == labels


def test_a_decimal_comma_is_no_delimiter():
    assert rows(b"a;b\n1,5;2,5\n2,5;1,5\n") == [["a", "b"], ["1,5", "2,5"], ["2,5", "1,5"]]


def test_quoted_cells_keep_what_they_quote():
    raw = b'y,x\r\n"a, ""b""\nc",1\r\n"",2\r\n'
    assert rows(raw) == [["y", "x"], ['a, "b"\nc', "1"], ["", "2"]]
    assert list(read(raw, name="a.csv").lines) == [2, 4]


@pytest.mark.parametrize(
    ("raw", "code", "part"),
    [
        (b"", "empty", "empty"),
        (b" \r\n\n", "empty", "empty"),
        (b"a,b\n", "header-only", "no row"),
        (b"PK\x03\x04 xl/workbook.xml", "spreadsheet", "CSV UTF-8"),
        (b"PK\x03\x04rest", "archive", "unpack"),
        (b"\x1f\x8brest", "archive", "gzip"),
        (b"a,b\n1,2\x00\n", "not-text", "line 2"),
        (b"y,x\n" + b"a,1\n" * (20 * 2**18 + 1), "too-large", "20 MB"),
    ],
)
def test_refusals_say_what_and_where(raw, code, part):
    with pytest.raises(DataError) as refusal:
        read(raw, name="a.csv")
    assert refusal.value.code == code
    assert part in refusal.value.sentence

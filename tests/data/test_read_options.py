"""Whatever the reader guesses can be said instead."""

import pytest

from nets.data.csv.parse import read
from nets.data.read_options import Reading
from nets.errors import DataError


def rows(raw: bytes, **said) -> list[list[str]]:
    table = read(raw, name="a.csv", reading=Reading(**said))
    return [list(table.columns), *table.cells.to_numpy().tolist()]


def test_each_guess_can_be_overridden():
    assert rows("y,x\né,1\n".encode("cp1252"), encoding="cp1250")[1] == ["é", "1"]
    assert rows("y,x\nè,1\n".encode("cp1252"), encoding="cp1250")[1] == ["č", "1"]
    assert rows(b"a;b,c\n1;2,3\n", delimiter=",") == [["a;b", "c"], ["1;2", "3"]]
    assert rows(b"y,x\n'a',1\n'b',2\n", quote='"')[1] == ["'a'", "1"]
    assert rows(b"1,2\n3,4\n", header=True) == [["1", "2"], ["3", "4"]]
    assert rows(b"y,x\na,1\n", header=False)[1:] == [["y", "x"], ["a", "1"]]
    assert rows(b"one,two\ny,x\na,1\n", skip=1) == [["y", "x"], ["a", "1"]]
    assert rows(b"y,x\na,1\n//b,2\nc,3\n", comment="//")[1:] == [["a", "1"], ["c", "3"]]
    assert rows(b"y,x\n# b\nc,3\n", comment="")[1:] == [["# b", ""], ["c", "3"]]


@pytest.mark.parametrize(
    "said",
    [
        {"delimiter": ""},
        {"delimiter": "\n"},
        {"quote": "ab"},
        {"decimal": "x"},
        {"skip": -1},
        {"quote": ",", "delimiter": ","},
    ],
)
def test_a_choice_no_file_could_be_read_by_is_refused(said):
    with pytest.raises(DataError) as refusal:
        Reading(**said)
    assert refusal.value.code == "reading"


@pytest.mark.parametrize("encoding", ["nope", "hex", "utf-16"])
def test_an_encoding_the_file_is_not_in_is_refused(encoding):
    with pytest.raises(DataError, match="choose another encoding"):
        read(b"y,x\na,1\n1", name="a.csv", reading=Reading(encoding=encoding))

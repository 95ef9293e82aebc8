"""Any table, written in any dialect, comes back equal; any bytes at all give a table or a sentence."""

import csv
import gc
import io
import time

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from nets.data.csv.parse import read
from nets.data.prepare.dataset import dataset_from
from nets.data.read_options import Reading
from nets.data.table import Table
from nets.errors import DataError

CALM = settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None, derandomize=True
)
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n\t"), max_size=12)
NAME = ANY_TEXT.filter(lambda text: text.strip() and not text.startswith(("#", "\ufeff")))
WORD = st.from_regex(r"[A-Za-zäöüéß][A-Za-z_äöüéß]{0,8}", fullmatch=True)
NUMBER = st.floats(-1e6, 1e6, allow_nan=False).map(lambda number: f"{number:.3f}") | st.integers(-999, 999).map(str)


def written(rows, *, delimiter, newline, quoting, encoding="utf-8") -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator=newline, quoting=quoting).writerows(rows)
    return out.getvalue().encode(encoding)


@st.composite
def tables(draw, name=NAME, cell=ANY_TEXT, least_columns=1):
    width = draw(st.integers(least_columns, 5))
    header = draw(st.lists(name, min_size=width, max_size=width, unique=True))
    row = st.lists(cell, min_size=width, max_size=width).filter(
        lambda cells: any(text.strip(" \t,;|\"'") for text in cells)
    )
    return [header, *draw(st.lists(row, min_size=1, max_size=8))]


@CALM
@given(
    rows=tables(),
    delimiter=st.sampled_from([",", ";", "\t", "|", ":", "^", "§"]),
    newline=st.sampled_from(["\n", "\r\n"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"]),
)
def test_any_table_comes_back_equal_when_its_dialect_is_told(rows, delimiter, newline, quoting, encoding):
    raw = written(rows, delimiter=delimiter, newline=newline, quoting=quoting, encoding=encoding)
    reading = Reading(encoding=encoding, delimiter=delimiter, quote='"', header=True, skip=0, comment="", verbatim=True)
    table = read(raw, name="any.csv", reading=reading)
    assert [list(table.columns), *table.cells.to_numpy().tolist()] == rows


@CALM
@given(
    data=st.data(),
    delimiter=st.sampled_from([",", ";", "\t", "|"]),
    newline=st.sampled_from(["\n", "\r\n", "\r"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-be"]),
)
def test_a_table_of_words_and_numbers_comes_back_equal_with_nothing_told(data, delimiter, newline, quoting, encoding):
    width = data.draw(st.integers(1, 5))
    names = data.draw(st.lists(WORD, min_size=width + 1, max_size=width + 1, unique_by=str.lower))
    words = st.lists(WORD.filter(lambda word: word != names[0]), min_size=3, max_size=12)
    rows = [[word, *data.draw(st.lists(NUMBER, min_size=width, max_size=width))] for word in data.draw(words)]
    raw = written([names, *rows], delimiter=delimiter, newline=newline, quoting=quoting, encoding=encoding)
    table = read(raw, name="any.csv")
    assert table.delimiter == delimiter
    assert [list(table.columns), *table.cells.to_numpy().tolist()] == [names, *rows]
    assert list(table.lines) == list(range(2, len(rows) + 2))


@CALM
@given(
    data=st.data(),
    above=st.sampled_from(
        ["# made by hand\n", "# one\n#\n# two\n", "Results of 2024\n\n", "Station,Berlin\nUnit,C\n", ""]
    ),
    below=st.sampled_from(["", "\n", "\n\n", "-----\n"]),
    newline=st.sampled_from(["\n", "\r\n", "\r"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252", "latin-1"]),
)
def test_what_stands_around_a_table_changes_nothing_in_it(data, above, below, newline, encoding):
    names = data.draw(st.lists(WORD, min_size=4, max_size=6, unique_by=str.lower))
    words = st.lists(WORD.filter(lambda word: word != names[0]), min_size=3, max_size=12)
    numbers = st.lists(NUMBER, min_size=len(names) - 1, max_size=len(names) - 1)
    rows = [names, *([word, *data.draw(numbers)] for word in data.draw(words))]
    body = written(rows, delimiter=",", newline="\n", quoting=csv.QUOTE_MINIMAL).decode()
    raw = (above + body + below).replace("\n", newline).encode(encoding)
    table = read(raw, name="any.csv")
    assert [list(table.columns), *table.cells.to_numpy().tolist()] == rows
    assert bool(above.strip()) == any("above the table" in note.sentence for note in table.notes)


def read_or_refused(raw: bytes) -> tuple[Table | None, str]:
    """The table and what the dataset made of it is refused for; no table and its own refusal."""
    table = None
    try:
        table = read(raw, name="any.csv")
        dataset_from(table)
    except DataError as refusal:
        return table, refusal.sentence
    return table, ""


SPECIAL = st.sampled_from(
    [b",", b";", b'"', b"'", b"\n", b"\r", b"\r\n", b"\t", b"|", b" ", b"#", b"\\", b"1", b"a", b"\xff", b"\xc3"]
)


@CALM
@given(raw=st.lists(SPECIAL | st.binary(max_size=6), max_size=60).map(b"".join))
@example(b'"')
@example(b"\xef\xbb\xbf")
@example(b"sep=;\n")
@example(b"#\n#\n")
@example(b"\xff\xfe")
@example(b"...#|1\x1f")
@example(b"\xfe\xff\xd8")
def test_any_bytes_give_a_table_or_a_sentence(raw):
    table, sentence = read_or_refused(raw)
    if table is None:
        assert sentence.endswith(".")
        assert len(sentence) < 500
    else:
        assert table.n_rows == len(table.lines) > 0
        assert len(set(table.columns)) == len(table.columns)


HOSTILE = {
    "quotes": b'"' * 4_000_001,
    "open quotes": b'"a\n' * 1_300_000,
    "inner quotes": b'a"b"c,' * 600_000,
    "one line": b"a," * 2_000_000,
    "one cell": b"a" * 4_900_000,
    "newlines": b"\n" * 4_900_000,
    "returns": b"\r" * 4_900_000,
    "blanks": b" " * 4_900_000 + b"x",
    "blank lines": b" \n" * 2_400_000,
    "wide header": b",".join(b"c%d" % n for n in range(9_999)) + b"\n" + b"1\n" * 900_000,
    "same names": b",".join([b"x"] * 9_999) + b"\n" + b",".join([b"1"] * 9_999) + b"\n",
    "ever longer": b"\n".join(b"1," * n for n in range(2_000)),
    "comments": b"# comment\n" * 480_000,
    "words": b"lorem ipsum, dolor sit; amet | consectetur\nadipiscing\n" * 90_000,
    "backslashes": b'"\\"\\\\",' * 500_000,
    "latin": b"\xe9,\xe8\n" * 1_200_000,
    "a late accent": b"a,b\n" + (b"x" * 999 + b",1\n") * 4_000 + b"\xe9,2\n",
    "digits": b"1" * 4_000_000 + b",2\n",
    "short rows": b"a,b,c\n" + b"x,1\n" * 900_000,
    "long rows": b"a,b\n" + b"x,1,2\nx,1\n" * 400_000,
    "trailing": b"a,b\n" + b"x,1,\nx,1\n" * 400_000,
    "odd quotes in rows": b"a,b\n" + b'x,5"\n' * 800_000,
    "labels": b"a,b\n" + b"".join(b"l%d,%d\n" % (n, n) for n in range(300_000)),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_file_of_5_mb_is_done_with_in_2_seconds(kind):
    read(b"a,b\n1,2\n", name="warm.csv")
    gc.freeze()  # what other tests have left is not looked through; a reader's process holds nothing else
    began = time.process_time()
    _, sentence = read_or_refused(HOSTILE[kind])
    took_s = time.process_time() - began
    gc.unfreeze()
    assert len(sentence) < 500
    assert took_s < 2

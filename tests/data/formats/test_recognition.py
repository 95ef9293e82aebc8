"""No CSV is taken for another format, and nothing but a sentence comes of a broken one."""

import csv
import io
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nets.data.csv.parse import read
from nets.data.csv.parsed_table import Facts
from nets.data.datasets.samples import FOLDER, SAMPLES
from nets.data.formats.format import in_own_format
from nets.data.read_options import READER_DECIDES, Reading
from nets.errors import DataError
from tests.data.formats.test_arff import WEKA
from tests.data.formats.test_drawn_table import SAME as DRAWN
from tests.data.formats.test_json import SAME as JSON
from tests.data.formats.test_places import DELUXE, IPAC, MRT, OCTAVE, SIMPLE
from tests.data.formats.test_time_series import HEAD
from tests.data.formats.test_vertical import SAME as VERTICAL

FACTS = Facts(reading=READER_DECIDES)
NAMES = st.text("abcxyz_ .-<>{}[]|+=@#%&äß", min_size=1, max_size=8).filter(lambda text: text.strip())
CELLS = st.one_of(
    st.integers(-10_000, 10_000).map(str),
    st.floats(allow_nan=False, allow_infinity=False, width=32).map(str),
    st.sampled_from(["", "NA", "?", "12:30", "1:0.5", "2024-01-02", "a=1", "{}", "[1]", "<b>", "…", "-", "+", "x|y"]),
    st.text("abc -+=|:[]{}<>.#@'\\\n", max_size=8),
)


@st.composite
def tables(draw):
    """A table of at least two columns and two rows, all its rows as long as its names."""
    names = draw(st.lists(NAMES, min_size=2, max_size=6, unique=True))
    rows = draw(st.lists(st.lists(CELLS, min_size=len(names), max_size=len(names)), min_size=2, max_size=12))
    return [names, *rows]


@given(tables(), st.sampled_from(",;\t"))
@settings(max_examples=300, deadline=None)
def test_no_delimited_text_is_taken_for_another_format(table, delimiter):
    """Every cell is in quotes, as programs write it that take no risk."""
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows(table)
    assert in_own_format(stream.getvalue().encode(), FACTS) is None


@given(
    tables().map(lambda rows: [rows[0], *[[f"r{n}", *row] for n, row in enumerate(rows[1:])]]), st.sampled_from(",;\t")
)
@settings(max_examples=300, deadline=None)
def test_nor_is_one_with_few_quotes(table, delimiter):
    """Plain names, and a plain text in the first cell of each row."""
    head = [f"name{n}" for n in range(len(table[1]))]
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter).writerows([head, *table[1:]])
    assert in_own_format(stream.getvalue().encode(), FACTS) is None


@pytest.mark.parametrize("sample", [sample.file for sample in SAMPLES])
def test_the_tables_that_come_with_the_app_are_delimited(sample):
    assert in_own_format((FOLDER / sample).read_bytes(), FACTS) is None


def test_who_names_a_delimiter_gets_delimited_text():
    drawn = b"+---+---+\n| a | b |\n+---+---+\n| 1 | 2 |\n| 3 | 4 |\n+---+---+\n"
    assert read(drawn, name="a").form == "a table drawn with lines"
    assert read(drawn, name="a", reading=Reading(delimiter="|")).form == ""


INPUTS = {
    "arff": WEKA,
    "arff, sparse": "@relation r\n@attribute a real\n@attribute b {x,'y z'}\n@data\n{0 1, 1 'y z'}\n{}\n{1 x}\n",
    "libsvm": "1 qid:1 1:0.5 2:1 # a\n0 qid:1 1:2 3:4\n1 qid:2 2:1 3:5\n",
    "ts": HEAD.format("false", "true a b") + "1,2,?:4,5,6:a\n7:8:b\n",
    "mrt": MRT,
    "ipac": IPAC,
    "deluxetable": DELUXE,
    "octave": OCTAVE,
    "simple table": SIMPLE,
    **{f"json, {way}": text for way, text in JSON.items()},
    **{f"drawn, {way}": text for way, text in DRAWN.items()},
    **{f"vertical, {way}": text for way, text in VERTICAL.items()},
}
SPLINTERS = [
    "",
    "\n",
    "\n\n",
    "'",
    '"',
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "|",
    "+",
    "-",
    "=",
    "│",
    "─",
    "\\",
    "\t",
    "@data",
    "\0",
    "é",
    "9" * 30,
]


@pytest.mark.parametrize("kind", INPUTS)
def test_only_a_sentence_comes_of_a_broken_file(kind):
    """Cut anywhere, a piece lost, doubled or replaced: it is a table still, or refused."""
    chance = random.Random(kind)  # noqa: S311
    text = INPUTS[kind]
    for _ in range(60):
        first, last = sorted(chance.choices(range(len(text) + 1), k=2))
        last = min(last, first + 12)
        broken = chance.choice(
            [
                text[:first],
                text[:first] + text[last:],
                text[:last] + text[first:],
                text[:first] + chance.choice(SPLINTERS) + text[last:],
            ]
        )
        try:
            found = in_own_format(broken.encode(), FACTS)
        except DataError:
            continue
        if found is not None:
            assert {len(column) for column in found.columns} == {found.table("a").n_rows}

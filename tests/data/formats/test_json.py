"""JSON as data frames, databases and jq write it, all ending in the same table."""

import pandas as pd
import pytest

from nets.data.csv.parse import read
from nets.data.formats.json.epochs import as_dates
from nets.errors import DataError

ROWS = [["kind", "w"], ["fir", "2.50"], ["elm", ""], ["fir", "-7e3"]]

SAME = {
    "an array of records": '[{"kind":"fir","w":2.50},\n{"kind":"elm","w":null},\n{"kind":"fir","w":-7e3}]',
    "lines of records": '{"kind":"fir","w":2.50}\n{"kind":"elm","w":null}\r\n\n{"kind":"fir","w":-7e3}\n',
    "jq": '{\n  "kind": "fir",\n  "w": 2.50\n}\n{\n  "kind": "elm",\n  "w": null\n}\n{"kind": "fir", "w": -7e3}\n',
    "a name is lacking": '[{"kind":"fir","w":2.50},{"kind":"elm"},{"kind":"fir","w":-7e3}]',
    "nan": '[{"kind":"fir","w":2.50},{"kind":"elm","w":NaN},{"kind":"fir","w":-7e3}]',
    "columns of lists": '{"kind":["fir","elm","fir"],"w":[2.50,null,-7e3]}',
    "columns by row number": '{"kind":{"0":"fir","1":"elm","2":"fir"},"w":{"0":2.50,"1":null,"2":-7e3}}',
    "rows by row number": '{"0":{"kind":"fir","w":2.50},"1":{"kind":"elm","w":null},"2":{"kind":"fir","w":-7e3}}',
    "rows by name": '{"row_1":{"kind":"fir","w":2.50},"row_2":{"kind":"elm","w":null},"row_3":{"kind":"fir","w":-7e3}}',
    "split": '{"columns":["kind","w"],"index":[0,1,2],"data":[["fir",2.50],["elm",null],["fir",-7e3]]}',
    "under a name": (
        '{"count":3,"next":null,"results":[{"kind":"fir","w":2.50},{"kind":"elm"},{"kind":"fir","w":-7e3}]}'
    ),
    "with a meta": '{"meta":[{"name":"kind","type":"String"},{"name":"w","type":"Float64"}],\n'
    '"data":[["fir",2.50],["elm",null],["fir",-7e3]],\n"rows":3}',
    "split, as others call it": '{"columns":["kind","w"],"rows":[["fir",2.50],["elm",null],["fir",-7e3]]}',
    "commas between lines": '{"kind":"fir","w":2.50},\n{"kind":"elm","w":null},\n{"kind":"fir","w":-7e3}\n',
    "PrettyTable": '[["kind","w"],{"w":2.50,"kind":"fir"},{"w":null,"kind":"elm"},{"w":-7e3,"kind":"fir"}]',
    "MongoDB": '{"kind":{"$oid":"fir"},"w":{"$numberDouble":"2.50"}}\n{"kind":"elm"}\n{"kind":"fir","w":-7e3}\n',
    "lists of texts": '[["kind","w"],["fir","2.50"],["elm",""],["fir","-7e3"]]',
    "lists below names": '["kind","w"]\n["fir",2.50]\n["elm",null]\n["fir",-7e3]\n',
    "lists below names and types": (
        '["kind","w"]\n["String","Nullable(Float64)"]\n["fir",2.50]\n["elm",null]\n["fir",-7e3]'
    ),
}


@pytest.mark.parametrize("way", SAME)
def test_one_table_in_many_ways(way):
    table = read(SAME[way].encode(), name="a.json")
    assert table.form == "JSON"
    assert [list(table.columns), *table.cells.to_numpy().tolist()] == ROWS


def test_lists_of_texts_alone_have_no_names():
    table = read(b'["fir","green"]\n["elm","brown"]\n', name="a.json")
    assert table.cells.to_numpy().tolist() == [["fir", "green"], ["elm", "brown"]]
    assert not table.header


@pytest.mark.parametrize("orient", ["records", "columns", "index", "split", "table"])
def test_what_pandas_writes(orient):
    frame = pd.DataFrame({"kind": ["fir", "elm"], "w": [2.5, None], "n": [3, 4]})
    table = read(frame.to_json(orient=orient).encode(), name="a.json")
    assert table.cells[["kind", "w", "n"]].to_numpy().tolist() == [["fir", "2.5", "3"], ["elm", "", "4"]]


def test_an_index_of_names_is_kept():
    frame = pd.DataFrame({"x": [1, 2], "y": ["a", "b"]}, index=["p", "q"])
    for orient in ("columns", "index", "split"):
        table = read(frame.to_json(orient=orient).encode(), name="a.json")
        assert table.cells.to_numpy().tolist() == [["p", "1", "a"], ["q", "2", "b"]]


def test_each_record_has_its_line():
    assert list(read(SAME["lines of records"].encode(), name="a").lines) == [1, 2, 4]
    assert list(read(SAME["jq"].encode(), name="a").lines) == [1, 5, 9]
    assert list(read(SAME["an array of records"].encode(), name="a").lines) == [1, 2, 3]
    assert read(SAME["columns of lists"].encode(), name="a").lines is None


def test_digits_stay_as_they_were_written():
    table = read(b'[{"x":0.1000000000000000055511,"y":12345678901234567890123}]', name="a.json")
    assert table.cells.to_numpy().tolist() == [["0.1000000000000000055511", "12345678901234567890123"]]


def test_times_of_pandas_become_dates_and_that_is_said():
    table = read(b'{"x":1,"t":1683504000000}\n{"x":2,"t":1683590400000}\n{"x":3,"t":null}\n', name="a.jsonl")
    assert table.cells["t"].tolist() == ["2023-05-08", "2023-05-09", ""]
    assert any("“t” count from 1970" in note.sentence for note in table.notes)


@pytest.mark.parametrize(
    ("numbers", "dates"),
    [
        (["1683561600000", None], ["2023-05-08 16:00:00", ""]),
        (["1683504000"], ["2023-05-08"]),
        (["1683561600"], None),  # seconds that are no whole days may be anything
        (["1683504000000000000"], ["2023-05-08"]),
        (["4006381333931", "4006381333948"], None),  # bar codes
        (["1683504000123"], None),
        (["100000000000"], None),
        (["12"], None),
        ([None], None),
    ],
)
def test_only_what_can_be_nothing_else_is_a_time(numbers, dates):
    assert as_dates(numbers) == dates


def test_half_a_character_is_replaced_and_said():
    table = read(rb'[{"x":"a\ud800"},{"x":"\ud83d\ude00\u0000"}]', name="a.json")
    assert table.cells["x"].tolist() == ["a\ufffd", "\U0001f600\ufffd"]
    assert any("no text may have" in note.sentence for note in table.notes)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[{"a":1},\n{"a":2,"tags":["x"]}]', "“tags” holds a list in line 2"),
        ('{"a":1}\n{"a":{"b":2}}\n', "“a” holds an object in line 2"),
        ('{"type":"FeatureCollection","features":[{"properties":{"a":1}}]}', "“properties” holds an object"),
        ('[{"a":1},\n{"a":2,,"b":1}]', "mistake in line 2"),
        ('[{"a":1},\n{"a":2,"b":"cut', "breaks off in line 2"),
        ('[{"a":1},\n{"a":2}', "breaks off in line 2"),
        ('[{"a":1,"a":2}]', "the name “a” twice"),
        ('[["a",1],["b"]]', "line 1"),
        ('{"a":[1],"b":[1,2]}', "1 to 2 values"),
        ('{"a":[{"x":1}],"b":[{"y":1}]}', "several tables (“a”, “b”)"),
        ('[{"a":1},[2]]', "mixes"),
        ("[]", "no rows"),
        ("{}", "empty"),
        ("[" * 100_000, "nested too deeply"),
    ],
)
def test_what_is_no_table_of_plain_values_is_refused_by_name(text, said):
    with pytest.raises(DataError) as refused:
        read(text.encode(), name="a.json")
    assert refused.value.code == "json"
    assert said in refused.value.sentence


@pytest.mark.parametrize(
    "text", ['{"a":1},x\n{"b":2},y\n', "[t],[v]\n1,2\n3,4\n", "[1],[2]\n[3],[4]\n", "{x},{y}\n1,2\n3,4\n"]
)
def test_a_csv_with_braces_and_brackets_stays_one(text):
    assert read(text.encode(), name="a.csv").delimiter == ","


@pytest.mark.parametrize("broken", ['{"k":"elm","x":3', '{"k":"elm","x":', '{"k":"elm"', '{"k":"elm","x":"3}'])
@pytest.mark.parametrize("line", [1, 2, 3])
def test_a_mistake_in_json_lines_is_said_of_its_own_line(broken, line):
    lines = ['{"k":"fir","x":1}'] * 4
    lines[line - 1] = broken
    with pytest.raises(DataError, match=f"mistake in line {line} "):
        read("\n".join(lines).encode(), name="a.jsonl")

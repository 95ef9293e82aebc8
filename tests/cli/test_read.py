"""`read` on the command line: one object a line, refusals last for nobody."""

import json
import os
import subprocess
import sys
from argparse import Namespace
from pathlib import Path

import pytest

from nets.cli.read import read_command

ROOT = Path(__file__).parents[2]


def test_one_object_a_file_and_2_for_a_refusal(tmp_path, capsys):
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_bytes("y;x\nå;1,5\n\nb;2,5\n".encode())
    bad.write_bytes(b"PK\x03\x04")
    files = [str(bad), str(good), str(tmp_path), str(tmp_path / "none.csv")]
    assert read_command(Namespace(csv=files, json=True, cells=False, date_order=None)) == 2
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [answer["file"] for answer in answers] == files
    assert [answer.get("refusal", {}).get("code") for answer in answers] == [
        "archive",
        None,
        "not-a-file",
        "no-such-file",
    ]
    found = answers[1]
    assert found.pop("notes") == [
        "The fields are separated by semicolons.",
        "1 blank line was left out (line 3).",
        "The numbers of column “x” are written with decimal commas.",
    ]
    assert found == {
        "file": str(good),
        "encoding": "UTF-8",
        "format": "delimited text",
        "delimiter": ";",
        "header": True,
        "columns": ["y", "x"],
        "rows": 2,
        "label": "y",
        "classes": ["b", "å"],
    }


def test_good_files_alone_end_with_0_and_can_be_read_by_people(tmp_path, capsys):
    good = tmp_path / "good.csv"
    good.write_bytes(b"y,x\na,1\nb,2\n")
    assert read_command(Namespace(csv=[str(good)], json=False, cells=False, date_order=None)) == 0
    out = capsys.readouterr().out
    assert "a, b" in out
    assert str(good) in out


def test_cells_gives_every_text_value_and_the_proposal_of_a_table(tmp_path, capsys):
    good = tmp_path / "good.csv"
    good.write_text("y,day,x,word\na,1970-01-03,0.5,u\nb,1970-01-02,,v\na,1970-01-02,2,u\nb,1970-01-02,3,u\n")
    assert read_command(Namespace(csv=[str(good)], json=True, cells=True, date_order=None)) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["cells"][1] == ["b", "1970-01-02", "", "v"]
    assert found["kinds"] == ["text", "date", "number", "text"]
    assert found["values"] == [None, [2, 1, 1, 1], [0.5, None, 2, 3], None]
    proposal = found["proposal"]
    assert (proposal["label"], proposal["inputs"]) == ("y", ["day", "x", "word"])
    assert (proposal["group"], proposal["time"], proposal["left_out"]) == (None, None, [])
    assert proposal["notes"][-1] == "Rows with a missing value were left out."


def read_json(tmp_path, capsys, text):
    path = tmp_path / "a.csv"
    path.write_text(text)
    assert read_command(Namespace(csv=[str(path)], json=True, cells=True, date_order=None)) == 0
    return json.loads(capsys.readouterr().out)


def test_label_and_classes_are_those_proposed_and_row_numbers_are_said(tmp_path, capsys):
    rows = "".join(f"{i + 1},{['oak', 'elm', 'fir'][i * i % 3]},{i * 7 % 10}\n" for i in range(30))
    found = read_json(tmp_path, capsys, '"",tree,x\n' + rows)
    assert (found["label"], found["classes"]) == ("tree", ["elm", "oak"])
    assert "Column “column 1” counts the rows, so it is neither label nor input." in found["notes"]
    assert (found["proposal"]["inputs"], found["proposal"]["left_out"]) == (["x"], ["column 1"])


def test_where_no_net_can_be_trained_the_proposal_is_there_and_where_nothing_can_be_said_it_is_null(tmp_path, capsys):
    found = read_json(tmp_path, capsys, "id,y,x\n" + "".join(f"{i},a,{i * i % 7}\n" for i in range(20)))
    assert (found["proposal"]["label"], found["proposal"]["left_out"]) == ("y", ["id"])
    assert found["notes"][-1].startswith("No net can be trained on it as it is: Every row has the label “a”")
    assert read_json(tmp_path, capsys, "who,mail\n" + "".join(f"n{i},m{i}\n" for i in range(40)))["proposal"] is None


@pytest.mark.parametrize(
    "command", [["read", "sample_data/iris.csv"], ["train", "sample_data/iris.csv", "--epochs=1"]], ids=" ".join
)
def test_a_command_whose_output_nobody_reads_ends_quietly(command):
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "nets", *command]
    done = subprocess.run(command, cwd=ROOT, stdout=writing, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writing)
    assert done.returncode == 141
    assert "BrokenPipeError" not in done.stderr


def test_classes_are_the_bins_of_a_label_that_is_to_be_cut_though_no_input_is_left(tmp_path, capsys):
    file = tmp_path / "names.csv"
    file.write_text("name,score\n" + "".join(f"Ms {chr(65 + k)}{k},{k * 37 % 101}\n" for k in range(60)))
    read_command(Namespace(csv=[str(file)], json=True, cells=False, date_order=None))
    found = json.loads(capsys.readouterr().out)
    assert "No net can be trained" in found["notes"][-1]
    assert [name.split()[0] for name in found["classes"]] == ["up", "up", "over"]


@pytest.mark.parametrize(("order", "day"), [("day-month", 20181), ("month-day", 20151), (None, 20151)])
def test_the_order_of_dates_can_be_given(order, day, tmp_path, capsys):
    path = tmp_path / "d.csv"
    path.write_text("y,d\na,3/4/2025\nb,5/6/2025\na,7/8/2025\n")
    read_command(Namespace(csv=[str(path)], json=True, cells=True, date_order=order))
    answer = json.loads(capsys.readouterr().out)
    assert answer["values"][1][0] == day
    assert any("guess" in note for note in answer["notes"]) == (order is None)

"""`python -m nets export`, as a person calls it."""

import functools
import json
import subprocess
import sys

import nbformat
import pytest

from nets.data.datasets.samples import FOLDER
from nets.errors import Code
from nets.export.script.table.source import plain_name

LECTURE = str(FOLDER / "lecture_mlp.csv")


@pytest.fixture
def export(main):
    """The command with these arguments: its status, what it printed, and what it said."""
    return functools.partial(main, "export")


def test_a_printed_script_reads_the_table_where_it_is(export):
    status, script, _ = export(LECTURE, "--as", "numpy", "--epochs", "7", "--seed", "3")
    assert status == 0
    done = subprocess.run([sys.executable, "-"], input=script, capture_output=True, text=True, check=True)
    *losses, last = done.stdout.splitlines()
    assert len(losses) == 8
    assert last == f"loss {losses[-1]}"


def test_a_notebook_has_the_losses_and_the_curve_in_it(export, tmp_path):
    out = tmp_path / "there.ipynb"
    status, printed, _ = export(LECTURE, "--as", "keras", "--notebook", "--epochs", "5", "--out", out)
    assert (status, printed) == (0, "")
    last = nbformat.read(out, as_version=4).cells[-1]
    told, drawn = last.outputs
    assert len(told.text.splitlines()) == 7
    assert drawn.data["image/svg+xml"].count("<polyline") == 1
    assert (tmp_path / "lecture_mlp.csv").read_bytes() == (FOLDER / "lecture_mlp.csv").read_bytes()


@pytest.mark.parametrize("ending", ["onnx", "npz", "csv", "header"])
def test_a_net_is_written_with_its_names(export, tmp_path, ending):
    status, printed, _ = export(LECTURE, "--as", ending, "--epochs", "3", "--out", tmp_path / f"net.{ending}")
    assert (status, printed) == (0, "")
    assert (tmp_path / f"net.{ending}").stat().st_size > 100
    if ending == "csv":
        assert json.loads((tmp_path / "net.json").read_text())["classes"] == ["no", "ya"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--as", "excel"], "--as must be one of tensorflow"),
        (["--as", "onnx"], "--out FILE"),
        (["--as", "onnx", "--notebook", "--out", "x.onnx"], "--notebook is for scripts"),
        (["--as", "numpy", "--out", "no/such/folder/x.py"], "there is no folder"),
        (["--as", "keras-file", "--activation", "sine", "--out", "x.keras"], "sine cannot be carried over"),
        (["--as", "header", "--hidden-units", "200x100", "--out", "x.h"], "10,000 weights at most"),
        (["--as", "numpy", "--epochs", "0"], "Epochs must be"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(export, arguments, words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    status, printed, said = export(LECTURE, "--epochs", "2", *arguments)
    assert (status, printed) == (2, "")
    assert words in said
    assert "Traceback" not in said
    assert not [*tmp_path.iterdir()]


def test_no_other_file_is_written_over(export, tmp_path):
    (tmp_path / "lecture_mlp.csv").write_text("another")
    status, _, said = export(LECTURE, "--as", "numpy", "--epochs", "2", "--out", tmp_path / "x.py")
    assert status == 2
    assert "another file" in said
    assert (tmp_path / "lecture_mlp.csv").read_text() == "another"
    assert not (tmp_path / "x.py").exists()
    table = tmp_path / "table.csv"
    table.write_bytes((FOLDER / "lecture_mlp.csv").read_bytes())
    status, _, said = export(table, "--as", "csv", "--epochs", "2", "--out", table)
    assert (status, "the table itself" in said) == (2, True)


def test_what_does_not_fit_a_printed_script_is_not_left_out(export, tmp_path):
    path = tmp_path / "alike.csv"
    path.write_text("class,x\n" + "\n".join(f"{('a', 'b', 'a ')[k % 3]},{k % 7}" for k in range(24)))
    status, printed, said = export(path, "--as", "numpy", "--epochs", "2")
    assert (status, printed) == (2, "")
    assert "alike_as_held.csv beside it" in said
    assert export(path, "--as", "numpy", "--epochs", "2", "--out", tmp_path / "x.py")[0] == 0
    assert (tmp_path / "alike_as_held.csv").exists()


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "a b;c.csv", "..", "", "ünï.csv", "C:\\x\\y.csv", "x" * 300 + ".csv"]
)
def test_the_name_of_a_file_is_no_path(name):
    found = plain_name(name)
    assert found
    assert found.isascii()
    assert not {*found} & {*"/\\ ;:"}
    assert not found.startswith(".")


def test_the_refusals_have_codes_of_their_own():
    assert {Code.BESIDE, Code.NOT_CARRIED_OVER} == {"beside", "not-carried-over"}

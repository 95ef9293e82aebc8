"""`python -m nets`, run as a person would."""

import json
import math
import subprocess
import sys
from pathlib import Path

import pytest

from nets.settings import fields
from tests.lecture.golden import golden

ROOT = Path(__file__).parents[1]
KEYS = ["settings", "classes", "features", "losses", "cost", "accuracy", "epoch", "weights", "estimate"]


def run(*arguments):
    command = [sys.executable, "-m", "nets", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.fixture
def csv(tmp_path):
    """Write a file and give its path."""

    def write(text, name="table.csv"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


@pytest.mark.parametrize("net", ["mlp", "rnn"])
def test_train_prints_one_object_with_the_lecture_s_shapes(csv, net):
    lecture = golden(net)
    arguments = ["--net", net, "--epochs", 30, "--learning-rate", 0.5, "--hidden-units", 4, "--seed", 3]
    done = run("train", csv(lecture.csv), *arguments, "--json")
    assert done.returncode == 0
    printed = json.loads(done.stdout)
    assert list(printed) == KEYS
    given = {"net": net, "epochs": 30, "learning_rate": 0.5, "hidden_units": 4, "seed": 3}
    assert printed["settings"] == {field.name: field.default for field in fields()} | given
    assert printed["epoch"] == 30
    assert printed["classes"] == ["no", "ya"]
    assert printed["features"] == (["x1", "x2"] if net == "mlp" else ["x"])
    assert len(printed["losses"]) == 31
    assert printed["losses"][-1] == printed["cost"] < printed["losses"][0]
    shapes = {"W1": (4, 3), "W2": (2, 4)} if net == "mlp" else {"W_H": (4, 6), "W_Y": (2, 4)}
    assert {name: (len(rows), len(rows[0])) for name, rows in printed["weights"].items()} == shapes
    estimate, targets = printed["estimate"], lecture.dataset.targets
    assert len(estimate) == lecture.dataset.n_rows
    assert all(sum(row) == pytest.approx(1, abs=1e-6) for row in estimate)
    of_label = [row[target] for row, target in zip(estimate, targets, strict=True)]
    assert printed["cost"] == pytest.approx(-sum(map(math.log, of_label)) / len(of_label), rel=1e-5)
    right = [row[target] == max(row) for row, target in zip(estimate, targets, strict=True)]
    assert printed["accuracy"] == pytest.approx(sum(right) / len(right))


def test_train_without_json_is_for_reading(csv):
    done = run("train", csv(golden("mlp").csv), "--epochs", 3)
    assert done.returncode == 0
    assert all(name in done.stdout for name in ("W1", "W2", "estimate", "epoch 3"))
    assert all(feature in done.stdout for feature in ("x1", "x2"))


def test_train_that_runs_away_keeps_what_was_well_and_says_so(csv):
    done = run("train", csv(golden("mlp").csv), "--learning-rate", "1e30", "--json")
    printed = json.loads(done.stdout)
    assert printed["losses"] == [printed["cost"]]
    assert "smaller learning rate" in done.stderr
    assert "Traceback" not in done.stderr


def test_train_takes_another_label(csv):
    done = run("train", csv("a,b\n1,no\n2,yes\n"), "--label", "b", "--epochs", 1, "--json")
    assert json.loads(done.stdout)["classes"] == ["no", "yes"]


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (["--epochs", "0"], "Epochs must be a whole number from 1"),
        (["--learning-rate", "0"], "Learning rate must be"),
        (["--learning-rate=-1"], "Learning rate must be"),
        (["--seed", "1.5"], "Seed must be"),
        (["--net", "cnn"], "one of mlp, rnn"),
        (["--label", "z"], "z"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_train_refuses_in_one_sentence(csv, arguments, part):
    done = run("train", csv(golden("mlp").csv), *arguments, "--json")
    assert done.returncode == 2
    assert done.stdout == ""
    assert part in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("text", ["", "y,x\n", "y,x\na,1\na,2\n", "y,x\na,one\nb,two\n", b"\x00\x01\x02\xff" * 50])
def test_train_refuses_a_bad_file_in_one_sentence(csv, text):
    done = run("train", csv(text))
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert done.stderr.rstrip().endswith(".")


def test_train_refuses_what_is_no_file(tmp_path):
    for path in (tmp_path / "missing.csv", tmp_path):
        done = run("train", path)
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)


def test_every_setting_has_an_option_with_its_range_and_default():
    text = " ".join(run("train", "--help").stdout.split())
    for field in fields():
        assert f"--{field.name.replace('_', '-')} " in text
        assert field.allowed[1:] in text.replace("- ", "-")
        assert f"{field.default} if not given" in text


def test_read_says_what_it_understood_and_refuses_after_the_other_files(csv, tmp_path):
    good = csv(golden("mlp").csv, "good.csv")
    bad = csv(b"\x00\x01\x02\xff" * 50, "bad.csv")
    also = csv("y;x\nb;1\na;2\n", "also.csv")
    done = run("read", good, bad, tmp_path / "missing.csv", also, "--json")
    assert done.returncode == 2
    assert done.stderr == ""
    first, second, third, fourth = map(json.loads, done.stdout.splitlines())
    assert first == {
        "file": str(good),
        "encoding": first["encoding"],
        "delimiter": ",",
        "header": True,
        "columns": ["y", "x1", "x2"],
        "rows": 9,
        "label": "y",
        "classes": ["no", "ya"],
        "notes": [],
    }
    for refused in (second, third):
        assert set(refused) == {"file", "refusal"}
        assert set(refused["refusal"]) == {"code", "sentence"}
        assert refused["refusal"]["sentence"].endswith(".")
    assert (fourth["delimiter"], fourth["classes"]) == (";", ["a", "b"])


def test_read_of_good_files_ends_well(csv):
    done = run("read", csv(golden("rnn").csv))
    assert done.returncode == 0
    assert "ya" in done.stdout

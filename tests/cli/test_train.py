"""`python -m nets train` and `read`, in a process of their own where that is what is asked about."""

import json
import math
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from nets.settings import PRESETS, fields
from tests.lecture.golden import golden

ROOT = Path(__file__).parents[2]
KEYS = ["settings", "classes", "features", "losses", "cost", "accuracy", "epoch", "weights", "estimate"]
KEYS += ["validation_loss", "validation_accuracy", "baseline", "diagnosis"]


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
def test_train_prints_one_object_with_the_lecture_s_shapes(main, csv, net):
    lecture = golden(net)
    arguments = ["--net", net, "--epochs", 30, "--learning-rate", 0.5, "--hidden-units", 4, "--seed", 3]
    code, out, _ = main("train", csv(lecture.csv), *arguments, "--json")
    assert code == 0
    printed = json.loads(out)
    assert list(printed) == KEYS
    given = {"net": net, "epochs": 30, "learning_rate": 0.5, "hidden_units": 4, "seed": 3}
    assert by_today_s_names(printed["settings"]) == {field.name: field.default for field in fields()} | given
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


@pytest.mark.parametrize(("net", "last"), [("mlp", "W2"), ("rnn", "W_Y")])
def test_train_with_a_sigmoid_output_has_one_row_in_the_last_matrix_and_says_of_both_classes(main, csv, net, last):
    path = csv(golden(net).csv)
    arguments = ["train", path, "--net", net, "--output", "sigmoid", "--epochs", 3]
    printed = json.loads(main(*arguments, "--json")[1])
    assert list(printed) == KEYS
    assert [len(row) for row in printed["weights"][last]] == [5]
    assert all(sum(row) == pytest.approx(1, abs=1e-6) for row in printed["estimate"])
    lines = main(*arguments)[1].splitlines()
    begin = next(n for n, line in enumerate(lines) if line.startswith(f"{last} "))
    assert lines[begin + 1].split()[0] == "ya"
    assert lines[begin + 2] == "estimate  no ya"


def test_train_refuses_a_sigmoid_output_for_three_classes(main, csv):
    code, out, err = main("train", csv("kind,x\na,1\nb,2\nc,3\n"), "--output", "sigmoid")
    assert (code, out) == (2, "")
    assert err == (
        "The output sigmoid tells two classes apart, and the label “kind” has 3: "
        "choose the output softmax, or a label of two classes.\n"
    )


def test_train_without_json_is_for_reading(main, csv):
    code, out, _ = main("train", csv(golden("mlp").csv), "--epochs", 3)
    assert code == 0
    assert all(name in out for name in ("W1", "W2", "estimate", "epoch 3"))
    assert all(feature in out for feature in ("x1", "x2"))


def test_train_that_runs_away_keeps_what_was_well_and_says_so(main, csv):
    _, out, err = main("train", csv(golden("mlp").csv), "--learning-rate", "1e30", "--json")
    printed = json.loads(out)
    assert printed["losses"] == [printed["cost"]]
    assert "Try a learning rate of 1 instead" in err
    assert "Traceback" not in err


def test_train_says_what_is_wrong_with_the_run_and_what_the_baseline_is(main, csv):
    path = csv(golden("mlp").csv)
    printed = json.loads(main("train", path, "--learning-rate", 30, "--json")[1])
    assert [remark["code"] for remark in printed["diagnosis"]] == ["above-start", "oscillating"]
    assert all(set(remark) == {"code", "sentence"} for remark in printed["diagnosis"])
    assert (printed["validation_loss"], printed["validation_accuracy"]) == (None, None)
    assert printed["baseline"] == 5 / 9
    assert "Worse than at the start: loss 1.52, 5 of 9 rows right." in main("train", path, "--learning-rate", 30)[1]
    assert json.loads(main("train", path, "--epochs", 3, "--json")[1])["diagnosis"] == []


def test_the_last_epoch_s_numbers_of_the_validation_rows_and_their_baseline_are_printed(main, csv):
    rows = "".join(f"{'aab'[i % 3]},{i % 7}\n" for i in range(30))
    options = ["--validation-split=0.2", "--validation-by=last", "--epochs=5", "--json"]
    printed = json.loads(main("train", csv("y,x\n" + rows), *options)[1])
    assert printed["validation_loss"] == printed["validation_losses"][-1]
    assert printed["validation_accuracy"] == printed["validation_accuracies"][-1]
    assert printed["baseline"] == 4 / 6


def test_train_takes_another_label(main, csv):
    _, out, _ = main("train", csv("a,b\n1,no\n2,yes\n"), "--label", "b", "--epochs", 1, "--json")
    assert json.loads(out)["classes"] == ["no", "yes"]


def test_train_says_what_was_proposed_and_done_and_tensorflow_says_nothing(csv):
    rows = "".join(f"{i + 1},{['Yes ', 'Yes', 'no', 'Yes'][i % 4]},{i * 7 % 10}\n" for i in range(30))
    done = run("train", csv('"",kind,x\n' + rows), "--epochs", 1, "--json")
    assert done.returncode == 0
    assert json.loads(done.stdout)["features"] == ["x"]
    assert done.stderr.splitlines() == [
        "Column “column 1” counts the rows, so it is neither label nor input.",
        "Column 1 had no name and is named by position (line 1).",
        "The labels “Yes” and “Yes ” differ only in blanks and were made one class, “Yes” (lines 2, 6, 10, 14, 18, 22, "
        "26, 30).",
    ]


def test_a_preset_is_what_the_settings_begin_with(main, csv):
    path = csv(golden("mlp").csv)
    modern = {field.name: getattr(PRESETS["Modern"], field.name) for field in fields()}
    given = {"epochs": 3, "hidden_units": 7}
    for net, others in (("mlp", {"cell": "softmax"}), ("rnn", {"activation": "softmax", "hidden_layers": 1})):
        printed = main("train", path, "--preset", "modern", "--net", net, "--epochs=3", "--hidden-units=7", "--json")[1]
        assert by_today_s_names(json.loads(printed)["settings"]) == modern | others | given | {"net": net}
    printed = json.loads(main("train", path, "--preset=Modern", "--hidden-units=4x3x2", "--epochs=1", "--json")[1])
    assert printed["settings"]["hidden_layers"] == 3
    lecture, nothing = (main("train", path, *preset, "--epochs=2", "--json") for preset in (["--preset=lecture"], []))
    assert lecture == nothing
    assert main("train", path, "--preset", "best") == (
        2,
        "",
        "--preset must be one of lecture, modern; found 'best'.\n",
    )


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
def test_train_refuses_in_one_sentence(main, csv, arguments, part):
    code, out, err = main("train", csv(golden("mlp").csv), *arguments, "--json")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert part in err


@pytest.mark.parametrize("text", ["", "y,x\n", "y,x\na,1\na,2\n", "y,x\na,one\nb,two\n", b"\x00\x01\x02\xff" * 50])
def test_train_refuses_a_bad_file_in_one_sentence(main, csv, text):
    code, out, err = main("train", csv(text))
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert err.rstrip().endswith(".")


def test_train_refuses_what_is_no_file(main, tmp_path):
    for path in (tmp_path / "missing.csv", tmp_path):
        code, out, err = main("train", path)
        assert (code, out, err.count("\n")) == (2, "", 1)


def test_every_setting_has_an_option_with_its_range_and_default(main, capsys):
    with pytest.raises(SystemExit, match="0"):
        main("train", "--help")
    text = " ".join(capsys.readouterr().out.split())
    for field in fields():
        assert f"--{field.name.replace('_', '-')} " in text
        assert field.allowed[1:] in text.replace("- ", "-")
        assert f"{field.unset or field.default} if not given" in text


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
        "format": "delimited text",
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


def test_read_of_good_files_ends_well(main, csv):
    code, out, _ = main("read", csv(golden("rnn").csv))
    assert code == 0
    assert "ya" in out


def beyond(field):
    """Texts that are outside the field's range, or nothing it could be."""
    if field.choices:
        return ["", "none of these", next(iter(field.choices)).upper()]
    above = field.high if field.high_is_open else field.high * 2 + 1
    below = field.low if field.low_is_open else field.low - 1
    return ["", "ten", "nan", "inf", "1e999", repr(above), repr(below), *(["1.5"] if field.kind is int else [])]


@pytest.mark.parametrize("field", fields(), ids=lambda field: field.name)
def test_every_bad_value_of_a_setting_is_refused_by_name_with_the_allowed_ones(main, csv, field):
    path = csv(golden("mlp").csv)
    for text in beyond(field):
        code, out, err = main("train", path, f"--{field.name.replace('_', '-')}={text}", "--json")
        assert (code, out, err.count("\n")) == (2, "", 1), text
        assert err.startswith(f"{field.title} must be {field.allowed}; found ")


def by_today_s_names(settings):
    return {field.name: settings[field.name] for field in fields()}


def test_hidden_layers_of_widths_of_their_own_are_trained(main, csv):
    path = csv(golden("mlp").csv)
    code, out, _ = main("train", path, "--hidden-units=4x3", "--epochs=5", "--json")
    printed = json.loads(out)
    assert (code, printed["settings"]["hidden_units"], printed["settings"]["hidden_layers"]) == (0, "4x3", 2)
    assert {name: np.shape(value) for name, value in printed["weights"].items()} == {
        "W1": (4, 3),
        "W2": (3, 4),
        "W3": (2, 3),
    }
    code, out, err = main("train", path, "--hidden-units=4x3", "--hidden-layers=1")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert err.startswith("Hidden layers must be 2, since the hidden units are 4x3; found 1.")


def test_a_setting_s_former_name_still_works_and_its_new_one_is_told(main, csv):
    path, now = csv(golden("rnn").csv), ["--net=rnn", "--epochs=5"]
    code, out, err = main("train", path, *now, "--units=tanh", "--window=3", "--at-cut=forget", "--json")
    assert code == 0
    assert "The setting window is called tbptt_length now." in err
    new = main("train", path, *now, "--activation=tanh", "--tbptt-length=3", "--tbptt-state=reset", "--json")
    assert new == (0, out, "")


def test_every_setting_is_taken_and_printed_again(main, csv):
    given = {
        "net": "mlp",
        "epochs": 12,
        "learning_rate": 0.05,
        "hidden_layers": 2,
        "hidden_units": 4,
        "activation": "gelu",
        "cell": "lstm",
        "output": "sigmoid",
        "bias": "every",
        "init": "he",
        "seed": 77,
        "optimiser": "adamw",
        "schedule": "cosine",
        "clip": 2.0,
        "l1": 0.001,
        "l2": 0.002,
        "weight_decay": 0.03,
        "dropout": 0.25,
        "batch": 3,
        "tbptt_length": 5,
        "tbptt_state": "reset",
        "scale": "standard",
        "class_weights": "1,1.1",
        "validation_split": 0.3,
        "validation_by": "stratified",
        "split_seed": 8,
        "early_stopping": 50,
        "precision": "float64",
    }
    assert list(given) == [field.name for field in fields()]
    assert all(given[field.name] != field.default for field in fields() if field.name != "net")
    options = [f"--{name.replace('_', '-')}={value}" for name, value in given.items()]
    code, out, err = main("train", csv(golden("mlp").csv), *options, "--json")
    printed = json.loads(out)
    best = min(range(13), key=printed["held_out_losses"].__getitem__)
    ended = f"Finished: 12 epochs. These are the weights of epoch {best}, where the validation loss was best.\n"
    assert (code, err) == (0, ended)
    assert by_today_s_names(printed["settings"]) == given
    former = {field.formerly: field for field in fields() if field.formerly}
    assert {name: printed["settings"][name] for name in former if name != "at_cut"} == {
        name: given[field.name] for name, field in former.items() if name != "at_cut"
    }
    assert printed["settings"]["at_cut"] == "forget"
    assert {name: (len(rows), len(rows[0])) for name, rows in printed["weights"].items()} == {
        "W1": (4, 3),
        "W2": (4, 5),
        "W3": (1, 5),
    }
    assert len(printed["losses"]) == len(printed["held_out_losses"]) == len(printed["held_out_accuracies"]) == 13
    assert (printed["epoch"], printed["cost"]) == (best, printed["losses"][best])
    again = main("train", csv(golden("mlp").csv), *options, "--json")
    assert again == (code, out, err)


@pytest.mark.parametrize("net", ["mlp", "rnn"])
def test_validation_curves_are_printed_where_there_are_validation_rows_and_not_else(main, csv, net):
    path = csv(golden(net).csv)
    printed = json.loads(main("train", path, "--net", net, "--epochs", 5, "--validation-split", 0.3, "--json")[1])
    assert len(printed["held_out_losses"]) == len(printed["held_out_accuracies"]) == 6
    assert len(printed["estimate"]) == golden(net).dataset.n_rows
    assert not any(key.startswith("held") for key in json.loads(main("train", path, "--epochs", 5, "--json")[1]))


def test_early_stopping_says_where_it_stopped_and_prints_the_best(main, csv):
    rows = "".join(f"{'ab'[i * i % 7 % 2]},{math.sin(5 * i)},{math.cos(3 * i)}\n" for i in range(30))
    options = ["--optimiser=adam", "--learning-rate=0.05", "--activation=tanh", "--hidden-units=20", "--bias=every"]
    options += ["--init=glorot", "--validation-split=0.4", "--early-stopping=10", "--epochs=500", "--json"]
    code, out, err = main("train", csv("y,a,b\n" + rows), *options)
    printed = json.loads(out)
    losses = printed["held_out_losses"]
    assert code == 0
    assert printed["epoch"] == losses.index(min(losses)) == len(losses) - 11
    assert err.startswith(f"Stopped at epoch {len(losses) - 1}:")
    assert f"weights of epoch {printed['epoch']}, where the validation loss was best" in err
    assert printed["cost"] == printed["losses"][printed["epoch"]]


def test_a_net_too_big_for_memory_is_refused_with_an_estimate(main, csv):
    rows = "".join(f"{i % 2},{i}\n" for i in range(200_000))
    options = ["--hidden-layers=4", "--hidden-units=512", "--dropout=0.5"]
    code, out, err = main("train", csv("y,x\n" + rows), *options)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "GB" in err

"""`python -m nets predict`: trained on one file, predictions for another."""

import csv
import json

import numpy as np
import pytest

PENGUINS = "\n".join(
    ["kind,colour,size", *(f"{'ab'[k % 2]},{('red', 'blue', 'green')[k % 3]},{k % 2 * 3 + k / 20}" for k in range(20))]
)


@pytest.fixture
def files(tmp_path):
    """Write a file and give its path."""

    def write(text, name="new.csv"):
        path = tmp_path / name
        path.write_text(text)
        return path

    return write


@pytest.fixture
def predict(main, files):
    """Train on the table above, and predict these rows."""
    train = files(PENGUINS, "train.csv")
    return lambda text, *options: main("predict", "--train", train, files(text), "--epochs", 30, *options)


def test_the_training_file_gets_what_train_prints_and_its_own_scores(main, files, predict):
    code, out, _ = predict(PENGUINS, "--json", "--scale", "standard")
    found = json.loads(out)
    assert code == 0
    assert list(found) == ["classes", "rows", "notes", "accuracy", "loss"]
    code, out, _ = main("train", files(PENGUINS), "--epochs", 30, "--json", "--scale", "standard")
    trained = json.loads(out)
    assert found["classes"] == trained["classes"]
    assert [row["probabilities"] for row in found["rows"]] == trained["estimate"]
    assert (found["loss"], found["accuracy"]) == (trained["cost"], trained["accuracy"])
    best = [found["classes"][int(np.argmax(row["probabilities"]))] for row in found["rows"]]
    assert [row["predicted"] for row in found["rows"]] == best


def test_rows_stand_in_the_order_of_the_file_and_one_left_out_has_no_prediction(predict):
    code, out, _ = predict(
        "size,colour\n3.1,red\n,red\n0.2,teal\n", "--json", "--missing", "leave out rows", "--categories", "one-hot"
    )
    found = json.loads(out)
    assert code == 0
    assert [row["predicted"] is None for row in found["rows"]] == [False, True, False]
    assert found["rows"][1] == {"predicted": None, "probabilities": None}
    assert "accuracy" not in found
    assert any("“teal”, which was not in training" in note for note in found["notes"])
    assert any("left out" in note for note in found["notes"])


def test_a_table_and_what_is_to_be_known_beside_it_are_printed(predict):
    code, out, err = predict("extra,size,colour,kind\nx,3.1,red,b\ny,0.2,teal,a\n")
    assert code == 0
    lines = out.splitlines()
    assert lines[0] == "line  predicted  p(a) p(b)"
    assert [line.split()[0] for line in lines[1:3]] == ["2", "3"]
    assert lines[3].startswith("2 rows with a label: loss ")
    assert "“extra”" in err
    assert "“teal”" in err
    assert "\n1 row with a label: loss " in predict("size,colour,kind\n3.1,red,b\n")[1]


def test_a_file_of_predictions_runs_nothing_in_a_spreadsheet(predict, tmp_path):
    out = tmp_path / "predicted.csv"
    code, printed, _ = predict(
        "size,colour\n3.1,=1+1\n,red\n", "--out", out, "--missing", "leave out rows", "--categories", "one-hot"
    )
    assert (code, printed) == (0, "")
    rows = list(csv.DictReader(out.read_text().splitlines()))
    assert list(rows[0]) == ["line", "predicted", "p(a)", "p(b)", "size", "colour"]
    assert rows[0]["colour"] == "'=1+1"
    assert sum(float(rows[0][name]) for name in ("p(a)", "p(b)")) == pytest.approx(1, abs=1e-6)
    assert (rows[1]["predicted"], rows[1]["p(a)"]) == ("", "")


@pytest.mark.parametrize(
    ("text", "options", "said"),
    [
        ("Size,colour\n3,red\n", (), "new.csv: 1 column that the net reads is missing: “size” (is it “Size”?)."),
        ("size,colour\nbig,red\n", (), "“big” on line 2"),
        ("size,colour\n", (), "new.csv: The file has column names but no row"),
        ("size,colour\n3,red\n", ("--label", "sort"), "train.csv: --label names 'sort'"),
        ("size,colour\n3,red\n", ("--out", "predicted.xlsx"), "--out must end in .csv"),
        ("size,colour\n3,red\n", ("--out", "/nowhere/at/all.csv"), "no folder"),
        ("size,colour\n3,red\n", ("--epochs", "many"), "Epochs"),
    ],
)
def test_what_is_refused_is_one_sentence_and_status_2(predict, text, options, said):
    code, out, err = predict(text, *options)
    assert (code, out) == (2, "")
    assert said in err
    assert len(err.strip().splitlines()) == 1


def test_a_file_that_is_not_there_is_refused(main, files, tmp_path):
    code, _, err = main("predict", "--train", files(PENGUINS), tmp_path / "none.csv")
    assert code == 2
    assert "There is no file" in err

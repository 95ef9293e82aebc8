"""`python -m nets open`: what `train` prints, from a saved tape."""

import json

import pytest

from nets.data.datasets.samples import FOLDER
from nets.saved.tape_file import file_of
from nets.settings import Settings
from nets.workspace.workspace import OWN_FILE
from tests.saved.works import deck, train


@pytest.mark.parametrize(
    ("settings", "options"),
    [
        (Settings(), ()),
        (
            Settings(validation_split=0.2, early_stopping=5, optimiser="adam", learning_rate=0.5),
            ("--validation-split", 0.2, "--early-stopping", 5, "--optimiser", "adam", "--learning-rate", 0.5),
        ),
        (
            Settings(activation="relu", learning_rate=1e6),
            ("--activation", "relu", "--learning-rate", 1e6),
        ),
    ],
    ids=["finished", "early stopping", "diverged"],
)
def test_open_prints_what_train_printed(main, tmp_path, settings, options):
    mine = deck()
    mine.take((FOLDER / "iris.csv").read_bytes(), name="iris.csv")
    mine.choose(OWN_FILE)
    mine.follow(settings)
    train(mine.tape, 100)
    path = tmp_path / "iris.tape.zip"
    path.write_bytes(file_of(mine.work))
    code, printed, _ = main("open", path, "--json")
    _, by_train, _ = main("train", FOLDER / "iris.csv", *options, "--json")
    assert code == 0
    assert json.loads(printed) == json.loads(by_train)
    assert main("open", path)[1] == main("train", FOLDER / "iris.csv", *options)[1]


def test_open_says_that_the_tape_was_saved_at_an_earlier_epoch_than_it_prints(main, tmp_path):
    mine = deck()
    mine.follow(Settings())
    train(mine.tape, 100)
    mine.tape.look_at(12)
    path = tmp_path / "iris.tape.zip"
    path.write_bytes(file_of(mine.work))
    code, printed, said = main("open", path, "--json")
    assert (code, json.loads(printed)["epoch"]) == (0, 100)
    assert "Saved at epoch 12; what follows is the last one, 100." in said


def test_open_refuses_what_is_no_tape_in_a_sentence(main, tmp_path):
    code, printed, said = main("open", FOLDER / "iris.csv")
    assert (code, printed) == (2, "")
    assert "is no saved tape" in said
    assert main("open", tmp_path / "none")[0] == 2

"""The page says which rows are validation rows, by their numbers in the file."""

import pytest

from nets.data.csv.parse import read
from nets.data.prepare.options import PreprocessingOptions
from nets.data.prepare.split import prepared
from nets.data.prepare.validation_text import validation_text
from nets.settings import Settings

ROWS = "y,x,s\n" + "".join(f"{'ab'[n % 2]},{n},{n // 5}\n" for n in range(20))


def said(options=PreprocessingOptions(label="y", left_out=("s",)), **settings):  # noqa: B008
    settings = Settings(**settings)
    ready = prepared(read(ROWS.encode(), name="a.csv"), settings, options=options)
    return validation_text(settings, ready.dataset, ready.is_validation), ready


@pytest.mark.parametrize(
    ("settings", "how"),
    [
        ({"validation_by": "random"}, "picked by seed 1"),
        ({"validation_by": "random", "split_seed": 7}, "picked by seed 7"),
        ({"validation_by": "stratified"}, "the same share of each class, picked by seed 1"),
    ],
)
def test_rows_picked_at_random_are_told_with_their_seed_and_numbers(settings, how):
    text, ready = said(validation_split=0.2, **settings)
    numbers = [int(part) for part in text.rstrip(".").split(": ")[-1].replace("–", ", ").split(", ")]
    assert text.startswith(f"Validation rows: 4 of 20, {how}: ")
    assert {number - 1 for number in numbers} <= set(ready.is_validation.nonzero()[0].tolist())


def test_the_last_rows_are_told_as_one_stretch():
    for net, how in (("mlp", "the last"), ("rnn", "the last time steps")):
        text, _ = said(net=net, validation_split=0.2, validation_by="last")
        assert text == f"Validation rows: 4 of 20, {how}: 17–20."


def test_of_sequences_it_is_told_how_many_are_whole():
    by_s = PreprocessingOptions(label="y", group="s")
    text, _ = said(by_s, net="rnn", validation_split=0.25)
    assert text.startswith("Validation rows: 5 of 20, 1 of 4 whole sequences, picked by seed 1: ")
    assert said(by_s, validation_split=0.25, validation_by="sequences")[0] == text
    text, _ = said(by_s, net="rnn", validation_split=0.2, validation_by="last")
    assert text == "Validation rows: 4 of 20, the last time steps of each sequence: 5, 10, 15, 20."


def test_of_very_many_the_first_are_named_and_without_any_nothing_is_said():
    text, _ = said(validation_split=0.5, seed=4)
    assert len(text) < 200
    assert said()[0] == ""

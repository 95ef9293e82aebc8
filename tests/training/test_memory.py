"""What is too much for a tape is refused before it starts, with the estimate; what is not is not."""

import msgspec
import numpy as np
import pytest

from nets.errors import SettingsError
from nets.settings import PRESETS, Settings
from nets.training.memory import bytes_wanted, check_size

MODERN = PRESETS["Modern"]
LARGE = Settings(hidden_layers=4, hidden_units=512)


def check(settings, n_rows, **more):
    check_size(settings, **{"n_rows": n_rows, "n_features": 10, "n_classes": 2} | more)


def refused(settings, n_rows, **more):
    with pytest.raises(SettingsError) as refusal:
        check(settings, n_rows, **more)
    return refusal.value.code, refusal.value.sentence


def test_a_million_rows_are_taken_by_nets_whose_layers_would_not_hold_them_all_at_once():
    check(MODERN, 1_000_000)
    check(Settings(hidden_layers=3, hidden_units=64), 1_000_000, n_classes=10)


def test_an_epoch_that_keeps_everybody_waiting_is_refused():
    code, sentence = refused(LARGE, 200_000)
    assert code == "too-long"
    assert "about 159 billion multiplications" in sentence
    check(LARGE, 30_000)


def test_what_takes_too_much_memory_is_refused():
    code, sentence = refused(Settings(dropout=0.5, hidden_layers=4, hidden_units=512), 200_000)
    assert (code, "12.3 GB" in sentence) == ("too-big", True)
    assert refused(MODERN, 1_000_000, n_features=500)[0] == "too-big"


def test_sequences_of_unlike_length_are_counted_as_they_are_padded():
    settings = Settings(net="rnn", hidden_units=32)
    groups = np.concatenate([np.zeros(10_000, int), np.arange(1, 10_001)])
    code, sentence = refused(settings, len(groups), groups=groups)
    assert code == "too-big"
    assert "its 10,001 sequences are padded to the longest, of 10,000 steps" in sentence
    check(settings, len(groups), groups=np.arange(20_000) // 10)
    check(Settings(net="rnn", hidden_units=32, tbptt_length=100, tbptt_state="reset"), len(groups), groups=groups)


def test_one_output_wants_less_memory_than_two():
    of_softmax, of_sigmoid = (
        bytes_wanted(Settings(output=output), n_places=5000, n_features=9, n_classes=2)
        for output in ("softmax", "sigmoid")
    )
    weights_and_their_copies = 4 * 4 * 5
    assert of_softmax - of_sigmoid == 4 * 4 * 5000 + weights_and_their_copies


def test_layers_of_widths_of_their_own_want_what_they_hold():
    shape = {"n_places": 500, "n_features": 9, "n_classes": 2}
    wide, alike, narrow = (
        bytes_wanted(Settings(hidden_layers=2, hidden_units=units), **shape) for units in ("64x8", "64x64", "8x8")
    )
    assert narrow < wide < alike == bytes_wanted(Settings(hidden_layers=2, hidden_units=64), **shape)


@pytest.mark.parametrize("settings", [MODERN, LARGE, Settings(net="rnn", cell="lstm", hidden_units=64)])
def test_twice_the_precision_wants_twice_the_memory(settings):
    of_float32, of_float64 = (
        bytes_wanted(msgspec.structs.replace(settings, precision=p), n_places=5000, n_features=9, n_classes=3)
        for p in ("float32", "float64")
    )
    assert of_float64 == 2 * of_float32

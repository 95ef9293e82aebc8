"""The pair: two nets on the same rows with the same validation rows, in their true order and shuffled."""

import msgspec
import numpy as np
import pytest

from nets.comparison import pair as pairs
from nets.comparison.pair import Source, in_words, lecture_source, pair_of
from nets.data.csv.parse import read
from nets.data.prepare.dataset import dataset_from
from nets.data.prepare.options import PreprocessingOptions
from nets.data.prepare.split import validation_rows
from nets.errors import Code, Refusal
from nets.settings import Settings
from nets.training.client.checkpoints import MOST_KEPT
from nets.training.engine.run import Run

ROWS = "".join(f"{'ab'[(i // 2) % 2]},{i % 7},{(i * 5) % 11},{'pqrs'[i // 5 % 4]}\n" for i in range(20))
GROUPED = f"y,u,v,who\n{ROWS}".encode()


def source_of():
    table = read(GROUPED, name="mine.csv")
    return Source(table, dataset_from(table, options=PreprocessingOptions(label="y", group="who")), {})


def losses(member, n_epochs=30):
    run = Run(member.settings, member.examples)
    scores = run.advance(n_epochs)
    return scores[:, 0, 0], run.evaluate()


def test_both_nets_have_the_same_rows_seed_and_validation_rows_which_are_the_rnn_s():
    settings = Settings(validation_split=0.3, seed=4, epochs=7, learning_rate=0.3, scale="standard")
    pair = pair_of(source_of(), settings, shuffle=False)
    mlp, rnn = pair.members
    assert (mlp.name, rnn.name) == ("MLP", "RNN")
    assert (mlp.settings, rnn.settings) == (settings, msgspec.structs.replace(settings, net="rnn"))
    expected = validation_rows(rnn.settings, pair.dataset.targets, groups=pair.dataset.groups)
    for member in pair.members:
        np.testing.assert_array_equal(member.examples.is_validation, expected)
        np.testing.assert_array_equal(member.examples.inputs, pair.dataset.inputs)
    assert pair.n_validation == expected.sum() == 5  # one whole sequence
    assert not np.array_equal(expected, validation_rows(settings, pair.dataset.targets, groups=pair.dataset.groups))


def test_whichever_net_is_on_the_deck_it_is_the_same_pair():
    source = source_of()
    pair = pair_of(source, Settings(net="rnn", seed=3), shuffle=True)
    data = source.dataset.sha256
    assert pair.is_of(Settings(seed=3), data=data, shuffle=True)
    assert not pair.is_of(Settings(seed=4), data=data, shuffle=True)
    assert not pair.is_of(Settings(seed=3), data=data, shuffle=False)
    assert not pair.is_of(Settings(seed=3), data="another", shuffle=True)
    assert [member.settings.net for member in pair.members] == ["mlp", "rnn", "mlp", "rnn"]


def test_shuffled_rows_keep_label_validation_and_sequence_and_their_order_is_the_seed_s():
    source, settings = source_of(), Settings(validation_split=0.3, seed=4)
    *_, shuffled = pair_of(source, settings, shuffle=True).members
    true = pair_of(source, settings, shuffle=False).members[1].examples
    examples, order = shuffled.examples, shuffled.order
    assert shuffled.name == "RNN, shuffled"
    assert sorted(order.tolist()) == list(range(20)) != order.tolist()
    for name in ("inputs", "targets", "groups", "is_validation"):
        np.testing.assert_array_equal(getattr(examples, name), getattr(true, name)[order])
    again = pair_of(source, settings, shuffle=True).members[3].order
    other = pair_of(source, msgspec.structs.replace(settings, seed=5), shuffle=True).members[3].order
    assert again.tolist() == order.tolist() != other.tolist()
    assert shuffled.in_table_order(examples.targets).tolist() == true.targets.tolist()


def test_to_the_mlp_the_order_is_all_the_same_and_the_rnn_loses_what_it_remembered():
    pair = pair_of(lecture_source(), Settings(epochs=200), shuffle=True)
    mlp, rnn, mlp_shuffled, rnn_shuffled = (losses(member, 200) for member in pair.members)
    assert mlp_shuffled[0] == pytest.approx(mlp[0], rel=1e-4)
    assert rnn[1].accuracy[0] == 1
    assert rnn_shuffled[0][-1] > 3 * rnn[0][-1]
    wrong = mlp[1].predicted[0] != pair.dataset.targets
    assert np.flatnonzero(wrong).tolist() == [5, 7]  # a 1 that comes back after the first 0


def test_the_nets_are_named_with_what_they_have():
    pair = pair_of(lecture_source(), Settings(hidden_layers=2, activation="tanh", cell="gru"), shuffle=False)
    assert in_words(pair) == "MLP: 2 hidden layers of 5 units, tanh. RNN: 5 units, GRU."
    widths = pair_of(lecture_source(), Settings(hidden_layers=2, hidden_units="8x3"), shuffle=False)
    assert in_words(widths) == "MLP: 2 hidden layers of 8x3 units, softmax. RNN: 8 units, softmax (lecture)."
    linear = pair_of(lecture_source(), Settings(hidden_layers=0), shuffle=False)
    assert in_words(linear) == "MLP: no hidden layer. RNN: 5 units, softmax (lecture)."


def test_what_would_take_more_memory_than_a_visitor_has_is_refused(monkeypatch):
    source, n_weights = source_of(), (5 * 3 + 2 * 5) + (5 * 8 + 2 * 5)
    monkeypatch.setattr(pairs, "MOST_BYTES", MOST_KEPT * 4 * n_weights)
    pair_of(source, Settings(), shuffle=False)
    for settings, shuffle in ((Settings(optimiser="momentum"), False), (Settings(), True)):
        with pytest.raises(Refusal) as refused:
            pair_of(source, settings, shuffle=shuffle)
        assert refused.value.code == Code.TOO_BIG


def test_a_table_too_large_for_so_many_nets_is_refused_before_anything_is_made_of_it(monkeypatch):
    source = source_of()
    monkeypatch.setattr(pairs, "MOST_NUMBERS", 2 * 20 * 3)
    pair_of(source, Settings(), shuffle=False)
    with pytest.raises(Refusal) as refused:
        pair_of(source, Settings(), shuffle=True)
    assert refused.value.code == Code.TOO_BIG
    assert "4 nets with 240 inputs" in refused.value.sentence

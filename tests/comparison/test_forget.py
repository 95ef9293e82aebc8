"""An RNN that forgets: its predictions are those of a net that begins to read at the chosen row."""

import msgspec
import numpy as np
import pytest

from nets.comparison import forget as forgetting
from nets.comparison.pair import lecture_source, pair_of
from nets.errors import Code, Refusal
from nets.processes.serialization import decode, encode
from nets.queries.forget import ForgetQuery, Forgotten
from nets.queries.query import Declined
from nets.settings import Settings
from nets.training.engine.run import Run
from nets.training.worker import handlers
from tests.autodiff.nets import every_net, name, net_of, table

RNNS = [settings for settings in every_net(precision="float64") if settings.net == "rnn"]


def softmax(z):
    powers = np.exp(z - z.max())
    return powers / powers.sum()


def by_hand(net, rows, *, forget_at=None):
    """The lecture's RNN in numpy: h = softmax(W_H [h; x; 1]), p = softmax(W_Y h)."""
    h, probs = np.zeros(net.settings.hidden_units), []
    for step, row in enumerate(rows):
        if step == forget_at:
            h = np.zeros_like(h)
        h = softmax(net.params["W_H"] @ np.concatenate([h, net.examples.inputs[row], [1.0]]))
        probs.append(softmax(net.params["W_Y"] @ h))
    return np.array(probs)


@pytest.mark.parametrize("row", [0, 1, 7, 11])
def test_it_is_what_the_lecture_s_formula_gives_with_h_set_to_zero(row):
    net = net_of(Settings(net="rnn", hidden_units=4, init="orthogonal"), table(seed=3))
    found = ForgetQuery(row).answer(net)
    carried, forgotten = by_hand(net, range(12)), by_hand(net, range(12), forget_at=row)
    assert found.rows.tolist() == list(range(row, 12))
    assert found.step == row
    assert found.with_state.tolist() == carried[row:].argmax(axis=1).tolist()
    assert found.without.tolist() == forgotten[row:].argmax(axis=1).tolist()
    assert found.change == pytest.approx(abs(carried - forgotten)[row:].max(axis=1), abs=1e-7)
    labels = net.examples.targets[row:]
    every = np.arange(12 - row)
    assert found.of_label[:, 0] == pytest.approx(carried[row:][every, labels], abs=1e-7)
    assert found.of_label[:, 1] == pytest.approx(forgotten[row:][every, labels], abs=1e-7)


@pytest.mark.parametrize("settings", RNNS, ids=name)
def test_each_cell_forgets_all_of_its_state(settings):
    """Without the rows before, in a table of their own, the net predicts the same."""
    net = net_of(settings, table(seed=5))
    found = ForgetQuery(5).answer(net)
    rest = msgspec.structs.replace(
        net.examples,
        columns=tuple(column.of(np.arange(5, 12)) for column in net.examples.columns),
        targets=net.examples.targets[5:],
    )
    alone = Run(settings, rest, start=start_of(net)).evaluate()
    assert found.without.tolist() == alone.predicted[0].tolist()
    labels = rest.targets
    assert found.of_label[:, 1] == pytest.approx(alone.probs[0][np.arange(7), labels], abs=1e-12)
    whole = Run(settings, net.examples, start=start_of(net)).evaluate()
    assert found.of_label[:, 0] == pytest.approx(whole.probs[0][np.arange(5, 12), labels], abs=1e-12)


def start_of(net):
    from nets.training.protocol.snapshot import at_weights

    return at_weights({key: value[None] for key, value in net.params.items()})


def test_only_the_row_s_own_sequence_is_touched_and_its_first_row_has_nothing_to_forget():
    examples = table(n_rows=12, n_groups=3, seed=1)
    net = net_of(Settings(net="rnn", cell="gru", init="orthogonal"), examples)
    sequence = np.flatnonzero(examples.groups == examples.groups[6])
    found = ForgetQuery(int(sequence[1])).answer(net)
    assert found.rows.tolist() == sequence[1:].tolist()
    assert found.step == 1
    first = ForgetQuery(int(sequence[0])).answer(net)
    assert first.rows.tolist() == sequence.tolist()
    assert (first.step, first.lasts, first.last_changed, first.n_changed) == (0, 0, None, 0)


def test_where_truncation_resets_the_state_a_sequence_ends_there():
    net = net_of(Settings(net="rnn", tbptt_length=5, tbptt_state="reset"), table())
    assert ForgetQuery(6).answer(net).rows.tolist() == [6, 7, 8, 9]


def test_the_lecture_s_net_no_longer_knows_that_a_zero_came_before():
    member = pair_of(lecture_source(), Settings(net="rnn"), shuffle=False).members[1]
    run = Run(member.settings, member.examples)
    while run.epoch < 100:
        run.advance(100 - run.epoch)
    net = net_of(member.settings, member.examples)
    net = type(net)(member.settings, {key: value[0] for key, value in run.evaluate().params.items()}, member.examples)
    found = ForgetQuery(5).answer(net)  # the 1 that comes back
    assert found.with_state[0] == 0
    assert found.without[0] == 1
    assert found.n_changed >= 1
    assert 1 <= found.lasts <= 5


def record(change, with_state, without):
    n = len(change)
    return Forgotten(np.arange(3, 3 + n), *map(np.array, (with_state, without)), np.zeros((n, 2)), np.array(change), 3)


def test_a_change_lasts_to_the_last_row_at_which_it_is_felt():
    found = record([0.5, 1e-4, 2e-3, 9e-4], [0, 0, 1, 0], [1, 0, 1, 0])
    assert (found.lasts, found.lasts_to_the_end, found.n_changed, found.last_changed) == (3, False, 1, 3)
    found = record([0.5, 0.1], [0, 0], [1, 1])
    assert (found.lasts, found.lasts_to_the_end, found.last_changed) == (2, True, 4)
    found = record([1e-5, 0.0], [0, 0], [0, 0])
    assert (found.lasts, found.lasts_to_the_end, found.last_changed) == (0, False, None)


def test_an_mlp_and_a_sequence_too_long_are_refused(monkeypatch):
    with pytest.raises(Refusal) as refused:
        ForgetQuery(1).answer(net_of(Settings()))
    assert refused.value.code == Code.NO_TIME
    monkeypatch.setattr(forgetting, "MOST_STEPS", 11)
    with pytest.raises(Refusal) as refused:
        ForgetQuery(1).answer(net_of(Settings(net="rnn"), table()))
    assert refused.value.code == Code.TOO_FAR
    assert "this one has 12" in refused.value.sentence


def test_the_trainer_answers_over_the_wire():
    net = net_of(Settings(net="rnn"), table())
    params = {key: value[None] for key, value in net.params.items()}
    found = decode(handlers.answer(encode(ForgetQuery(4)), net.settings, params, net.examples), Forgotten | Declined)
    np.testing.assert_array_equal(found.change, ForgetQuery(4).answer(net).change)

"""A pair's tapes: opened, played, paused and let go together."""

from dataclasses import replace

import numpy as np
import pytest

from nets.comparison.pair import lecture_source, pair_of
from nets.comparison.running import RunningPair
from nets.comparison.standing import compared
from nets.errors import Code, Refusal
from nets.settings import Settings
from nets.training.client.tape import Tape
from nets.training.engine.run import Run
from nets.training.protocol.messages import Drop, Go, Progress

SETTINGS = Settings(epochs=20, validation_split=0.2)
PAIR = pair_of(lecture_source(), SETTINGS, shuffle=True)


class Trainer:
    """A trainer that has trained as far as it is told to."""

    def __init__(self, room=9):
        self.sent = []
        self.held = {}
        self._room = room

    def open(self, settings, examples):
        if len(self.held) == self._room:
            raise Refusal(Code.SERVER_FULL, "full")
        tape = Tape(settings, examples)
        tape.connect(self.sent.append)
        self.held[tape.id] = Run(settings, examples), tape
        return tape

    def train(self, n_epochs):
        for run, tape in self.held.values():
            first, scores = run.epoch, run.advance(n_epochs)[:, 0] if n_epochs else np.zeros((0, 3))
            playing = 0 < run.epoch < SETTINGS.epochs
            tape.hear(Progress(tape.id, run.settings, first, scores, run.evaluate(), playing, None, None))


@pytest.fixture
def trainer():
    return Trainer()


@pytest.fixture
def running(trainer):
    running = RunningPair(PAIR, trainer.open)
    trainer.train(0)
    return running


def test_all_play_pause_and_are_let_go_together(trainer, running):
    assert not running.is_playing
    assert running.share_done == 0
    running.play(20.0)
    assert [(type(each), each.pace) for each in trainer.sent] == [(Go, 20.0)] * 4
    assert running.is_playing
    assert running.is_moving
    trainer.train(5)
    assert running.share_done == pytest.approx(0.25)
    trainer.sent.clear()
    running.retune(None)
    assert [each.pace for each in trainer.sent] == [None] * 4
    running.pause()
    assert [each.until for each in trainer.sent[4:]] == [0] * 4
    trainer.train(0)
    assert not running.is_playing
    running.play(None)
    trainer.train(15)
    assert running.is_over
    assert running.share_done == 1
    trainer.sent.clear()
    running.play(None)  # none of them can go on
    running.drop()
    assert [type(each) for each in trainer.sent] == [Drop] * 4


def test_a_pair_waits_until_each_of_its_nets_has_been_evaluated(trainer):
    running = RunningPair(PAIR, trainer.open)
    running.play(None)
    assert running.is_waiting
    assert running.is_moving
    assert not running.is_playing
    trainer.train(0)
    assert not running.is_waiting
    assert running.is_playing


def test_where_the_server_has_no_room_for_all_none_is_held():
    trainer = Trainer(room=3)
    with pytest.raises(Refusal):
        RunningPair(PAIR, trainer.open)
    assert {each.run for each in trainer.sent if isinstance(each, Drop)} == set(trainer.held)


def test_a_standing_is_what_the_tape_tells_with_predictions_in_the_table_s_order(trainer, running):
    running.play(None)
    trainer.train(20)
    for standing, member, (run, tape) in zip(running.standings(), PAIR.members, trainer.held.values(), strict=True):
        snapshot, view = run.evaluate(), tape.view()
        assert (standing.name, standing.epoch) == (member.name, 20)
        assert standing.losses.tolist() == view.losses.tolist()
        assert standing.validation[-1] == snapshot.scores[0, 1]
        assert standing.accuracy == snapshot.accuracy[0]
        assert standing.validation_accuracy == snapshot.scores[0, 2]
        assert standing.predicted[member.order].tolist() == snapshot.predicted[0].tolist()


def test_where_the_nets_differ_is_found_row_by_row(running):
    mlp, rnn, *_ = running.standings()

    def found(of_mlp, of_rnn):
        return compared([replace(mlp, predicted=of_mlp), replace(rnn, predicted=of_rnn)])

    differ = found(np.array([0, 1, 1, 0]), np.array([0, 0, 1, 1]))
    assert (differ.rows.tolist(), differ.first, differ.n_rows) == ([1, 3], 1, 4)
    assert found(np.array([0, 1]), np.array([0, 1])).first is None
    assert found(np.array([0, 1]), None) is None

"""Which paths the landscape of the run on the deck shows."""

import msgspec
import numpy as np
import pytest

from nets.data.prepare.split import prepared
from nets.errors import Code, Refusal
from nets.landscape import paths
from nets.landscape.paths import question_of
from nets.settings import Settings
from nets.training.client.tape import Tape
from nets.training.engine.run import Run as Engine
from nets.training.protocol.events import Events, WeightsChange
from nets.training.protocol.examples import examples_of
from nets.training.protocol.messages import Progress
from nets.workspace.loaded_data import LoadedData
from nets.workspace.run import Run
from tests.workspace.made import version_of

VERSION = version_of(b"y,x,z\na,1,0\nb,2,1\na,3,1\nb,4,0\na,5,2\nb,6,3\n")


def run_of(settings=Settings(), *, n_epochs=4, every=1, version=VERSION, plan=None):  # noqa: B008
    """A run that a trainer has told of every so many epochs."""
    ready = prepared(version.table, settings)
    tape = Tape(settings, examples_of(ready, settings), plan=plan)
    engine = Engine(settings, examples_of(ready, settings))
    while True:
        snapshot = engine.evaluate(in_brief=True)
        first = max(0, engine.epoch - every)
        scores = np.ones((engine.epoch - first, snapshot.scores.shape[1]), np.float32)
        tape.hear(Progress(tape.id, settings, first, scores, snapshot, False, None, None))
        if engine.epoch >= n_epochs:
            break
        engine.advance(every)
    return Run(tape, settings, LoadedData(version.table, ready.dataset, ready.is_validation), version, "sha")


def asked(run, others=(), directions="path"):
    return question_of(run, others, directions=directions, seed=3)


def test_the_path_is_what_the_tape_has_kept_to_where_it_stands():
    run = run_of(n_epochs=5)
    (path,) = asked(run).query.paths
    assert path.epochs.tolist() == [0, 1, 2, 3, 4, 5]
    assert path.weights.shape == (6, 5 * 3 + 2 * 5)
    last = run.tape.view().snapshot.params
    assert path.weights[-1].tolist() == np.concatenate([last["W1"].ravel(), last["W2"].ravel()]).tolist()
    assert path.settings == run.settings


def test_a_run_whose_settings_changed_is_not_trained_again():
    for settings, is_trained_again in ((Settings(learning_rate=0.1), False), (Settings(epochs=500), True)):
        run = run_of()
        last = run.tape.view().snapshot
        scores = np.ones((1, 1), np.float32)
        run.tape.play(settings, pace=None)
        run.tape.hear(Progress(run.tape.id, settings, 4, scores[:0], last, True, None, None))
        assert asked(run).query.paths[0].settings == Settings()  # so far it is
        later = msgspec.structs.replace(last, epoch=5)
        run.tape.hear(Progress(run.tape.id, settings, 4, scores, later, False, None, None))
        assert (asked(run).query.paths[0].settings is not None) == is_trained_again


def test_runs_from_the_same_weights_on_the_same_rows_are_beside_it():
    deck, same = run_of(), run_of(Settings(learning_rate=0.2))
    others = [
        same,
        run_of(Settings(seed=2)),
        run_of(Settings(init="glorot")),
        run_of(Settings(hidden_units=4)),
        run_of(Settings(activation="tanh")),
        run_of(Settings(validation_split=0.4)),
        run_of(n_epochs=0),
        run_of(plan=Events(Settings()).with_weights(WeightsChange(0, "W1", (0.5,), (0, 0)))),
        deck,
    ]
    question = asked(deck, others)
    assert question.runs == (same,)
    assert len(question.query.paths) == 2
    first, second = (path.weights for path in question.query.paths)
    assert first[0].tolist() == second[0].tolist()
    assert first[-1].tolist() != second[-1].tolist()


def test_an_untrained_tape_has_no_path_but_a_place_for_random_directions():
    run = run_of(n_epochs=0)
    with pytest.raises(Refusal) as refused:
        asked(run)
    assert refused.value.code == Code.TOO_FEW
    query = asked(run, directions="random").query
    assert (query.directions, query.seed, len(query.paths[0].epochs)) == ("random", 3, 1)


def test_too_many_weights_are_refused_and_many_moments_thinned(monkeypatch):
    run = run_of(n_epochs=20)
    monkeypatch.setattr(paths, "MOST_NUMBERS", 25 * 6)
    assert asked(run).query.paths[0].epochs.tolist() == [0, 4, 8, 12, 16, 20]
    monkeypatch.setattr(paths, "MOST_WEIGHTS", 24)
    with pytest.raises(Refusal) as refused:
        asked(run)
    assert refused.value.code == Code.TOO_WIDE
    assert "this one has 25" in refused.value.sentence

"""What a visitor has on the deck, with the trainers left out."""

import threading

import msgspec
import numpy as np
import pytest

from nets.comparison.pair import lecture_source, pair_of
from nets.errors import Refusal
from nets.settings import Settings
from nets.training.client.tape import Tape
from nets.training.protocol.events import Events
from nets.training.protocol.messages import Evaluated
from nets.training.protocol.snapshot import at_weights
from nets.workspace.difference import what_differs
from nets.workspace.runs import Room, Runs
from nets.workspace.workspace import OWN_FILE
from pages.shared import session as session_module
from pages.shared.session import Session
from tests.processes.processes import wait_until
from tests.workspace.made import train


class Held:
    """Stands for the trainers: knows which tapes it holds."""

    def __init__(self):
        self.tapes = []

    def open(self, settings, examples, *, plan=None):
        tape = Tape(settings, examples, plan=plan)
        self.hold(tape)
        return tape

    def hold(self, tape):
        tape.connect(lambda message: type(message).__name__ == "Drop" and self.tapes.remove(tape))
        self.tapes.append(tape)


@pytest.fixture
def held(monkeypatch):
    held = Held()
    monkeypatch.setattr(session_module, "trainers", lambda: held)
    monkeypatch.setattr(session_module, "GRACE_S", 0.05)
    return held


@pytest.fixture
def session(held):
    session = Session()
    session.follow(Settings())
    return session


def test_a_visitor_who_has_gone_frees_the_trainer_and_finds_the_tape_again(held, session):
    assert held.tapes == [session.tape]
    tape = session.tape
    session.gone()
    wait_until(lambda: not held.tapes, what="the trainer is freed")
    session.here()
    assert session.tape is tape
    assert held.tapes == [tape]


def test_a_visitor_who_is_back_within_the_grace_time_keeps_the_trainer(held, session, monkeypatch):
    monkeypatch.setattr(session_module, "GRACE_S", 1000)
    before = set(threading.enumerate())
    session.gone()
    (clock,) = set(threading.enumerate()) - before
    session.here()
    clock.join(10)
    assert not clock.is_alive()
    assert held.tapes == [session.tape]


def test_another_net_has_another_tape_and_the_old_one_is_let_go(held, session):
    first = session.tape
    for settings in (Settings(epochs=7), Settings(epochs=7, learning_rate=0.1)):
        session.follow(settings)
        assert session.tape is first
    for settings in (Settings(seed=7), Settings(hidden_units=7), Settings(net="rnn")):
        before = session.tape
        session.follow(settings)
        assert session.tape is not before
        assert held.tapes == [session.tape]


def test_a_run_that_was_trained_is_kept_and_comes_back_whole(held, session):
    first = session.tape
    train(first, 3)
    session.follow(Settings(seed=7))
    (kept,) = session.runs.newest()
    assert kept.tape is first
    assert "kept" in session.notice
    second = session.tape
    train(second, 2)
    session.put_back(kept)
    assert (session.tape, session.settings) == (first, Settings())
    assert held.tapes == [first]
    assert [run.tape for run in session.runs.newest()] == [second]
    session.put_back(kept)  # a second click
    assert (session.tape, held.tapes) == (first, [first])
    assert [run.tape for run in session.runs.newest()] == [second]


def test_settings_of_a_kept_run_bring_it_back_and_reset_begins_anew(held, session):
    first = session.tape
    train(first, 3)
    session.follow(Settings(seed=7))
    session.follow(Settings())
    assert session.tape is first
    assert "back, at epoch 3" in session.notice
    assert session.runs.newest() == ()  # the other was not trained
    session.reset()
    assert session.tape is not first
    assert session.tape.view().end == 0
    assert held.tapes == [session.tape]


def test_reset_and_the_same_again_keep_one_run_and_a_change_before_play_another(session):
    for _ in range(3):
        train(session.tape, 3)
        session.reset()
    assert len(session.runs.newest()) == 1
    session.follow(Settings(learning_rate=0.5))
    (kept,) = session.runs.newest()
    assert what_differs(kept.facts, session.run.facts_on_deck) == "learning rate 1 instead of 0.5"


def test_a_run_comes_back_with_its_table_and_label_and_the_own_table_can_be_had_again(held, session):
    assert session.take(b"y,z,x\na,c,1\nb,d,2\n", name="mine.csv")
    session.choose(OWN_FILE)
    session.set_label("z")
    session.follow(Settings())
    train(session.tape, 3)
    (tape, loaded), own = (session.tape, session.loaded), session.own
    assert session.take(b"y,x\na,1\nb,2\n", name="other.csv")
    session.choose(OWN_FILE)
    session.follow(Settings())
    assert session.tape is not tape
    session.put_back(session.runs.newest()[0])
    assert (session.tape, session.loaded, session.own) == (tape, loaded, own)
    assert (session.table.name, session.options.label) == ("mine.csv", "z")
    session.follow(Settings())  # as the page does next
    assert session.tape is tape
    session.undo()
    assert session.table.name == "other.csv"


def test_a_run_that_plays_stays_where_it_is_when_another_net_is_wanted(held, session):
    session.play(None)
    train(session.tape, 3, playing=True)
    assert session.tape.view().state == "playing"
    session.follow(Settings(seed=7))
    (kept,) = session.runs.newest()
    assert (kept.tape.view().state, kept.tape.view().epoch, kept.tape.view().moving) == ("paused", 3, False)
    session.put_back(kept)
    assert session.tape.view().epoch == 3
    assert session.tape.view().state == "paused"


def test_kept_runs_are_there_after_a_visitor_has_been_out_of_touch(held, session):
    train(session.tape, 3)
    session.follow(Settings(seed=7))
    kept = session.runs.newest()
    session.gone()
    wait_until(lambda: not held.tapes, what="the trainer is freed")
    session.here()
    assert session.runs.newest() == kept
    assert held.tapes == [session.tape]


def test_what_went_for_want_of_room_is_said(session, monkeypatch):
    session.runs = Runs(Room(), most=1)
    train(session.tape, 3)
    session.follow(Settings(seed=7))
    assert session.runs.newest() == ()
    assert session.notice.endswith("An earlier run was let go to make room: seed 1.")


def test_where_the_server_is_full_the_run_on_the_deck_stays(held, session):
    train(session.tape, 3)
    session.follow(Settings(seed=7))
    on_deck, (kept,) = session.tape, session.runs.newest()

    def refuse(tape):
        raise Refusal("server-full", "Full.")

    held.hold = refuse
    session.put_back(kept)
    assert (session.tape, session.settings.seed, session.problem) == (on_deck, 7, "Full.")
    assert session.runs.newest() == (kept,)


def test_a_table_that_is_refused_leaves_everything_as_it_was(held, session):
    table, dataset, tape = session.table, session.dataset, session.tape
    assert not session.take(b"\x89PNG\r\n\x1a\n\x00", name="picture.csv")
    assert session.problem.startswith("picture.csv: ")
    session.follow(Settings())
    assert (session.table, session.dataset, session.tape, session.own) == (table, dataset, tape, None)


def test_a_table_that_is_taken_goes_on_the_deck_when_chosen(held, session):
    assert session.take(b"y,x\na,1\nb,2\n", name="mine.csv")
    session.choose(OWN_FILE)
    assert session.dataset.classes == ("a", "b")
    session.follow(Settings())
    assert held.tapes == [session.tape]


CURVE = np.linspace(0.7, 0.1, 13, dtype=np.float32)[:, None]
TAKEN = at_weights({"W1": np.ones((1, 5, 3), np.float32)}, epoch=12)


def test_a_run_of_a_sweep_becomes_the_deck_s_tape_with_its_curve_and_the_run_before_is_kept(held, session):
    train(session.tape, 3)
    before, settings = session.tape, Settings(learning_rate=0.3, seed=4)
    session.put_on_deck(settings, history=CURVE, snapshot=TAKEN)
    assert (session.settings, session.problem, held.tapes) == (settings, None, [session.tape])
    view = session.tape.view()
    assert (view.scores.tobytes(), view.epoch, view.end) == (CURVE.tobytes(), 12, 12)
    assert [run.tape for run in session.runs.newest()] == [before]
    tape = session.tape
    session.follow(settings)  # as the page does next
    assert session.tape is tape
    session.follow(Settings(seed=9))
    assert what_differs(session.runs.newest()[0].facts, session.run.facts_on_deck) == (
        "learning rate 0.3 instead of 1, seed 4 instead of 9"
    )
    session.follow(settings)
    assert (session.tape, session.tape.view().end) == (tape, 12)


def test_of_a_run_of_a_sweep_the_deck_has_only_what_its_net_has(session):
    swept = Settings(net="rnn", hidden_layers=3, activation="tanh", dropout=0.5)
    session.put_on_deck(swept, history=CURVE, snapshot=TAKEN)
    assert session.settings == Settings(net="rnn")


def test_a_run_that_this_table_cannot_have_leaves_the_deck_as_it_is(held, session):
    session.choose("iris.csv")
    session.follow(Settings())
    tape = session.tape
    session.put_on_deck(Settings(output="sigmoid"), history=CURVE, snapshot=TAKEN)
    assert "sigmoid" in session.problem
    assert (session.tape, held.tapes) == (tape, [tape])


def test_a_pinned_run_stays_over_other_nets_and_tables_and_comes_back_whole(session):
    session.pin()
    assert session.problem == "There is no curve to pin yet: press Play or Step first."
    train(session.tape, 3)
    session.pin()
    pinned = session.tape
    assert (session.problem, session.runs.is_pinned(session.run)) == (None, True)
    session.follow(Settings(seed=7))
    train(session.tape, 2)
    session.choose("iris.csv")
    session.follow(Settings(seed=7))
    ((pin, run),) = session.runs.pinned()
    assert (pin, run.tape) == (0, pinned)
    session.put_back(run)
    assert (session.tape, session.tape.view().end, session.choice) == (pinned, 3, "lecture_mlp.csv")
    assert session.runs.is_pinned(session.run)
    session.unpin()
    assert not session.runs.is_pinned(session.run)


@pytest.mark.parametrize("how", ["play", "step"])
def test_what_is_trained_from_an_earlier_epoch_of_a_pinned_run_leaves_that_as_it_is(held, session, how):
    train(session.tape, 9)
    session.pin()
    pinned, curve = session.tape, session.tape.view().scores
    session.rewind(1, 4)
    pinned.hear(Evaluated(pinned.id, msgspec.structs.replace(at_weights({}, epoch=4), scores=curve[4:5])))
    session.follow(Settings(learning_rate=0.1))
    session.play(None) if how == "play" else session.step()
    assert session.tape is not pinned
    assert held.tapes == [session.tape]
    assert (session.tape.view().epoch, session.tape.view().end) == (4, 4)
    ((_, kept),) = session.runs.pinned()
    assert kept.tape is pinned
    assert (pinned.view().end, pinned.view().scores.tobytes()) == (9, curve.tobytes())
    assert not session.runs.is_pinned(session.run)


def test_runs_of_a_sweep_are_pinned_without_coming_on_the_deck_up_to_eight(session):
    tape = session.tape
    for seed in range(9):
        session.pin(session.run_from(Settings(seed=seed), history=CURVE, snapshot=TAKEN))
    assert session.problem.startswith("8 runs are pinned")
    assert [run.settings.seed for _, run in session.runs.pinned()] == list(range(8))
    assert session.tape is tape
    (_, run), *_ = session.runs.pinned()
    assert run.tape.view().losses.tobytes() == CURVE[:, 0].tobytes()


def test_a_pinned_run_that_went_for_want_of_room_is_said(session):
    session.runs = Runs(Room(), most=1)
    train(session.tape, 3)
    session.pin()
    session.follow(Settings(seed=7))
    assert session.runs.pinned() == ()
    assert session.notice.endswith("A pinned run was let go since nothing else was left to make room: seed 1.")


def test_a_pair_of_nets_is_held_until_another_begins_or_the_visitor_leaves(held, session):
    first, second = (pair_of(lecture_source(), Settings(seed=seed), shuffle=seed == 2) for seed in (1, 2))
    session.compare(first)
    tapes = list(session.pair.tapes)
    assert held.tapes == [session.tape, *tapes]
    session.compare(second)
    assert held.tapes == [session.tape, *session.pair.tapes]
    assert len(session.pair.tapes) == 4
    session.gone()
    wait_until(lambda: not held.tapes, what="the trainer is freed")
    session.here()
    assert held.tapes == [session.tape]
    assert session.pair is None


def test_what_an_address_asks_for_is_the_plan_of_the_next_tape_and_play_after_its_end_begins_without_it(held, session):
    then = Settings(learning_rate=5.0)
    plan = Events(Settings()).then(44, then)
    train(session.tape, 3)
    before = session.tape
    session.plan = plan
    session.follow(Settings())  # what a widget still told
    assert session.tape is before
    session.follow(then)
    assert (session.tape.view().events, session.plan) == (plan, None)
    assert [run.tape for run in session.runs.newest()] == [before]
    assert session.run.facts_on_deck.events == plan.of_steps()
    train(session.tape, 100)
    assert session.tape.view().state == "finished"
    session.play(None)
    assert session.tape.view().events == Events(then)


def test_a_kept_run_that_was_made_as_an_address_asks_comes_back_whole(session):
    then = Settings(learning_rate=5.0)
    plan = Events(Settings()).then(44, then)
    session.plan = plan
    session.follow(then)
    train(session.tape, 60)
    made = session.tape
    for asked, comes_back in ((plan, True), (Events(Settings()).then(20, then), False)):
        session.follow(Settings(hidden_units=4))
        session.plan = asked
        session.follow(then)
        assert (session.tape is made) == comes_back


def test_of_two_runs_whose_rate_was_changed_at_another_epoch_both_are_kept(session):
    for epoch in (2, 3):
        train(session.tape, epoch)
        session.follow(Settings(learning_rate=5.0))
        session.play(None)
        train(session.tape, 0, playing=True)
        train(session.tape, 4)
        session.follow(Settings())
        session.reset()
    assert len(session.runs.newest()) == 2

"""Weights set by hand on the deck, with a trainer in the test's own process."""

import json
from urllib.parse import parse_qsl

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from nets.errors import Refusal
from nets.settings import Settings
from nets.workspace.events.in_address import events_in, with_events
from pages.deck.weights import by_hand
from pages.deck.weights.by_hand import set_weights, undo
from pages.shared import session as session_module
from pages.shared.session import Session
from tests.lecture.golden import PRINTED
from tests.pages.deck.trainer import Trainer
from tests.training.client.tapes import same

LAST_DIGIT = 1.2e-7  # of float32 below 1, in which the course printed


@pytest.fixture
def trainer(monkeypatch):
    trainer = Trainer()
    monkeypatch.setattr(session_module, "trainers", lambda: trainer)
    monkeypatch.setattr(by_hand, "pace", lambda: None)
    monkeypatch.setattr(by_hand, "show_settings", lambda session, values: None)
    return trainer


@pytest.fixture
def session(trainer):
    session = Session()
    session.follow(Settings())
    return session


def deck():
    """The dialog's fields with the predictions below them, as a page."""
    import streamlit as st

    from pages.deck.predictions import predictions
    from pages.deck.weights.type_in import fields

    fields(st.session_state["session"])
    predictions(st.session_state["session"])


def weights(session):
    return {name: value[0].copy() for name, value in session.tape.view().snapshot.params.items()}


def test_a_weight_is_set_where_the_tape_stands_and_undo_takes_one_change_at_a_time_back(session):
    session.play(None)
    before, scores = weights(session), session.tape.view().scores
    set_weights(session, "W1", (0.0,), cell=(2, 1))
    set_weights(session, "W2", tuple(range(10)))
    view = session.tape.view()
    assert weights(session)["W1"][2, 1] == 0
    assert (view.epoch, view.end, view.state) == (100, 100, "finished")
    assert [change.name for change in view.events.by_hand] == ["W1[3,2]", "W2"]
    assert session.runs.newest() == ()  # nothing of the curve is lost
    undo(session)
    assert weights(session)["W1"][2, 1] == 0
    assert same(weights(session)["W2"], before["W2"])
    undo(session)
    assert all(same(weights(session)[name], value) for name, value in before.items())
    assert same(session.tape.view().scores, scores)
    assert not session.tape.events.later
    undo(session)
    assert (session.tape.view().epoch, session.problem) == (100, None)


def test_a_change_at_an_earlier_epoch_keeps_the_curve_and_undo_brings_it_back_as_it_was_left(session):
    session.play(None)
    whole = session.tape
    whole.look_at(30)
    set_weights(session, "W1", (5.0,), cell=(0, 0))
    assert [run.tape for run in session.runs.newest()] == [whole]
    assert session.tape.view().end == 30
    session.play(None)
    changed = session.tape
    undo(session)
    assert session.tape is whole
    assert (whole.view().epoch, whole.view().end) == (30, 100)
    assert [run.tape for run in session.runs.newest()] == [changed]


def test_what_was_trained_after_a_change_is_kept_when_the_change_is_undone(session):
    session.tape.train_to(40)
    set_weights(session, "W1", (5.0,), cell=(0, 0))
    session.play(None)
    changed = session.tape
    undo(session)
    assert (session.tape.view().epoch, session.tape.view().end) == (40, 40)
    assert [run.tape for run in session.runs.newest()] == [changed]


@pytest.mark.parametrize(("settings", "is_kept"), [(Settings(), False), (Settings(learning_rate=0.5), True)])
def test_to_go_on_from_an_earlier_epoch_keeps_the_later_ones_where_they_would_be_others(session, settings, is_kept):
    session.play(None)
    whole = session.tape
    whole.look_at(30)
    session.follow(settings)
    session.play(None)
    assert [run.tape for run in session.runs.newest()] == [whole] * is_kept
    assert same(session.tape.view().scores[:31], whole.view().scores[:31])
    assert session.tape.view().end == 100


def test_to_go_on_from_before_a_weight_was_set_keeps_the_run_in_which_it_was(session):
    session.tape.train_to(40)
    set_weights(session, "W1", (5.0,), cell=(0, 0))
    session.play(None)
    changed = session.tape
    changed.look_at(20)
    session.step()
    assert [run.tape for run in session.runs.newest()] == [changed]
    assert (session.tape.view().end, session.tape.view().events.later) == (21, ())


def test_a_pinned_run_stays_as_it_is(session):
    session.play(None)
    pinned = session.run
    session.pin(pinned)
    set_weights(session, "W1", (5.0,), cell=(0, 0))
    assert session.tape is not pinned.tape
    assert pinned.tape.view().events.later == ()
    assert [run.tape for _, run in session.runs.pinned()] == [pinned.tape]


def test_the_value_that_a_weight_has_is_no_change(session):
    tape, value = session.tape, float(weights(session)["W1"][1, 1])
    set_weights(session, "W1", (value,), cell=(1, 1))
    assert session.tape is tape


def test_a_weight_set_before_the_first_epoch_stands_in_the_address_and_leads_to_the_same_curve(session, trainer):
    set_weights(session, "W1", (0.25,), cell=(4, 2))
    session.play(None)
    set_weights(session, "W2", (1.5,), cell=(0, 0))
    query = with_events("", session.tape.events_by(session.settings))
    told = dict(parse_qsl(query))["changes"]
    assert told == "0:W1.5.3:0.25;100:W2.1.1:1.5"
    other = Session()
    other.plan = events_in(told, Settings())
    other.follow(Settings())
    assert weights(other)["W1"][4, 2] == 0.25
    other.play(None)
    assert same(other.tape.view().scores, session.tape.view().scores)
    assert all(same(weights(other)[name], value) for name, value in weights(session).items())
    undo(other)
    assert [change.name for change in other.tape.events.by_hand] == ["W1[5,3]"]


def test_play_after_the_last_epoch_starts_with_the_weights_set_at_epoch_0_and_reset_without(session):
    from nets.workspace.events.text import play_text

    initial = weights(session)
    set_weights(session, "W1", (0.25,), cell=(4, 2))
    set_weights(session, "W2", tuple(range(10)))
    session.play(None)
    first = session.tape
    set_weights(session, "W2", (9.0,), cell=(1, 1))  # at the last epoch, which is no start
    assert "Play starts again from the weights set at epoch 0" in play_text(session.tape.view(), session.settings)
    session.follow(Settings(learning_rate=0.5))
    session.play(None)
    assert session.tape.view().events.settings_at(0).learning_rate == 0.5
    session.follow(Settings())
    session.play(None)
    again = session.tape
    assert again is not first
    assert [change.name for change in again.events.by_hand] == ["W1[5,3]", "W2"]
    assert same(again.view().scores, first.view().scores)
    session.reset()
    assert all(same(weights(session)[name], value) for name, value in initial.items())
    assert "Reset to the initial weights" in session.notice
    session.play(None)
    assert "initial weights" not in (session.notice or "")
    session.reset()
    assert session.notice is None


def test_an_address_of_weights_that_the_net_does_not_have_says_so_and_leaves_them_out(trainer):
    session = Session()
    session.plan = events_in("0:W1.6.1:3", Settings())
    session.follow(Settings())
    assert "W1[6,1]" in session.problem
    assert session.tape.view().events.later == ()


def test_weights_that_leave_no_loss_are_said_to_have_been_set_by_hand(session):
    from nets.workspace.events.text import play_text
    from pages.shared.status_text import in_words

    session.play(None)
    set_weights(session, "W2", (1e6,) * 5 + (-1e6,) * 5)
    view = session.tape.view()
    words = in_words(view, trainer_ready=True, pace=None, play=play_text(view, session.settings))
    assert view.state == "diverged"
    assert "since W2 was set by hand: press Undo" in words
    undo(session)
    assert session.tape.view().state == "finished"


def test_a_trainer_that_does_not_answer_is_said_and_nothing_changes(session, monkeypatch):
    tape = session.tape
    monkeypatch.setattr(by_hand, "LOOK_S", 0.01)
    tape.connect(lambda message: None)
    tape.train_to(5)
    tape.pause()
    with pytest.raises(Refusal, match="not answered"):
        set_weights(session, "W1", (5.0,), cell=(0, 0))
    assert session.tape is tape


@pytest.mark.parametrize("net", ["mlp", "rnn"])
def test_the_weights_that_the_course_published_typed_in_give_its_estimate_on_the_screen(trainer, net):
    session = Session()
    session.choose(f"lecture_{net}.csv")
    session.follow(Settings(net=net))
    app = AppTest.from_function(deck, default_timeout=60)
    app.session_state["session"] = session
    app.run()
    app.toggle(key="all_digits").set_value(True)
    published = {name: value for name, value in PRINTED[net].items() if name.startswith("W")}
    for name, values in published.items():
        text = json.dumps(values) if name in ("W1", "W_H") else str(np.array(values))
        app.segmented_control(key="typed_matrix").set_value(name).run()
        app.text_area(key=f"typed_{name}").set_value(text)
        app.button(key="set_weights").click().run()
        assert not app.exception
        assert not app.error
    (table,) = app.dataframe
    wanted = np.array(PRINTED[net]["estimate"])
    wanted = wanted.T if net == "mlp" else wanted
    np.testing.assert_allclose(table.value[["p(no)", "p(ya)"]], wanted, rtol=0, atol=LAST_DIGIT)
    assert '"format": "%.8f"' in table.proto.columns
    assert session.tape.view().snapshot.loss[0] == pytest.approx(PRINTED[net]["cost"], abs=LAST_DIGIT)
    app.text_area(key=f"typed_{name}").set_value("1 2 3")
    app.button(key="set_weights").click().run()
    assert "found 1 row of 3 numbers" in app.error[0].value
    undo(session)
    assert [change.name for change in session.tape.events.by_hand] == [next(iter(published))]

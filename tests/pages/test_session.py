"""What a visitor has on the deck, with the trainers left out."""

import pytest

from nets.settings import Settings
from nets.training.client.tape import Tape
from nets.workspace.workspace import OWN_FILE
from pages.shared import session as session_module
from pages.shared.session import Session
from tests.processes.processes import wait_until


class Held:
    """Stands for the trainers: knows which tapes it holds."""

    def __init__(self):
        self.tapes = []

    def open(self, settings, examples):
        tape = Tape(settings, examples)
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
    session.gone()
    timer = session._farewell
    session.here()
    timer.join(10)
    assert not timer.is_alive()
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

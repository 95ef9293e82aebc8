"""The run and the net as they are taken from the deck."""

import ast

import pytest
from streamlit.testing.v1 import AppTest

from nets.export.export import TITLES, exported
from nets.export.of_run import taken_away
from nets.settings import Settings
from nets.training.protocol.events import Events, SettingsChange
from tests.pages.deck.trainer import Trainer


def page():
    import streamlit as st

    from nets.settings import Settings, settings_from
    from pages.deck.take_away import net, script
    from pages.shared.session import current
    from pages.shared.settings_form import settings_widgets

    session = current()
    session.follow(settings_from(settings_widgets(session)) if session.tape is None else Settings())
    if st.toggle("net", key="is_net"):
        net.fields(session)
    else:
        script.fields(session)


@pytest.fixture
def app(monkeypatch):
    from pages.shared import session

    trainer = Trainer()
    monkeypatch.setattr(session, "trainers", lambda: trainer)
    app = AppTest.from_function(page, default_timeout=60).run()
    assert not app.exception
    return app


def test_the_script_is_shown_by_the_library_that_is_chosen(app):
    for library in TITLES:
        app.segmented_control(key="script_library").set_value(library).run()
        assert not app.exception
        (code,) = app.code
        ast.parse(code.value)
        assert TITLES[library] in code.value.splitlines()[0]


def test_a_net_is_offered_at_the_epoch_that_is_shown(app):
    app.toggle(key="is_net").set_value(True).run()
    assert not app.exception
    assert "epoch 0" in app.caption[0].value
    app.segmented_control(key="net_kind").set_value("header").run()
    assert not app.exception


def test_what_was_done_to_the_tape_is_part_of_what_is_taken(app):
    session = app.session_state["session"]
    plan = Events(Settings(), (SettingsChange(3, Settings(learning_rate=0.25)),))
    session.tape = Trainer().open(plan.last, session.prepare(Settings())[1], plan=plan)
    session.settings = plan.last
    session.play(None)
    found = taken_away(session.run)
    assert found.is_whole
    assert found.recipe.changes == plan.later
    code = exported(found, "numpy").content.decode()
    assert "if epoch == 3:\n        learning_rate = 0.25" in code

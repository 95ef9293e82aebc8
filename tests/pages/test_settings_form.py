"""The widgets of the settings: what one shows of another, and what they make of what is typed."""

import numpy as np
import pytest

from nets.settings import Settings
from nets.training.protocol.messages import Go
from pages.shared import session as session_module
from tests.pages.deck.trainer import Trainer
from tests.pages.test_address import opened


@pytest.fixture
def app(tapes):
    return opened()


def settings_of(app):
    return app.session_state["session"].settings


def typed(app, units):
    app.text_input(key="hidden_units").set_value(units).run()
    assert not app.exception
    return app


def test_the_number_of_hidden_layers_follows_their_widths_and_is_free_again_after(app):
    typed(app, "16 x 8")
    layers = app.number_input(key="hidden_layers")
    assert (layers.value, layers.disabled, app.error) == (2, True, [])
    assert settings_of(app).widths == (16, 8)
    typed(app, "4x3x2")
    assert app.number_input(key="hidden_layers").value == 3
    typed(app, "7")
    layers = app.number_input(key="hidden_layers")
    assert (layers.value, layers.disabled) == (3, False)
    layers.set_value(1).run()
    assert settings_of(app).widths == (7,)
    app.button(key="preset_Modern").click().run()
    assert settings_of(app).widths == (32, 32)


def test_units_that_are_none_are_refused_in_a_sentence_and_the_net_stays(app):
    typed(app, "16x8")
    for units in ("", "16x", "many", "0"):
        (error,) = typed(app, units).error
        assert error.value.startswith("Hidden units must be a whole number from 1 to 512")
        assert settings_of(app).widths == (16, 8)


def test_an_rnn_is_not_given_widths(app):
    typed(app, "16x8")
    app.segmented_control(key="net").set_value("rnn").run()
    (error,) = app.error
    assert "must be one whole number, those of its state; found '16x8'" in error.value.replace("\\", "")
    assert settings_of(typed(app, "6")).net == "rnn"
    assert app.error == []


@pytest.mark.usefixtures("tapes")
@pytest.mark.parametrize("layers", [{}, {"hidden_layers": "2"}])
def test_an_address_with_widths_opens_on_them(layers):
    app = opened(hidden_units="16x8", **layers)
    assert app.error == []
    assert settings_of(app).widths == (16, 8)
    assert app.number_input(key="hidden_layers").value == 2


@pytest.mark.usefixtures("tapes")
@pytest.mark.parametrize(
    ("params", "widths", "about"),
    [
        ({"hidden_units": "16x8", "hidden_layers": "3"}, (16, 8), "Hidden layers must be 2"),
        ({"hidden_units": "16x8", "net": "rnn"}, (5,), "Hidden units of an RNN must be one whole number"),
    ],
)
def test_what_is_at_odds_in_an_address_is_refused_and_the_rest_taken(params, widths, about):
    app = opened(**params)
    (error,) = app.error
    assert error.value.startswith(about)
    assert settings_of(app).widths == widths
    assert settings_of(app).net == params.get("net", "mlp")


def test_the_split_s_seed_is_empty_until_it_is_given_and_presets_keep_it(app):
    widget = app.number_input(key="split_seed")
    assert (widget.value, widget.placeholder) == (None, "as the seed")
    widget.set_value(3).run()
    app.button(key="preset_Modern").click().run()
    assert settings_of(app).split_seed == 3
    app.number_input(key="split_seed").set_value(None).run()
    assert settings_of(app).split_seed is None


def test_modern_holds_out_a_fifth_of_each_class_and_lecture_after_it_gives_the_course_s_cost(app, tapes):
    from nets.training.engine.run import Run
    from tests.lecture.golden import golden

    app.button(key="preset_Modern").click().run()
    held = tapes.given.is_validation
    assert np.bincount(tapes.given.targets[held]).tolist() == [1, 1]  # of four and five rows
    app.button(key="preset_Lecture").click().run()
    settings = settings_of(app)
    run = Run(settings, tapes.given)
    run.advance(100)
    wanted = Run(Settings(), golden("mlp").examples)
    wanted.advance(100)
    assert (settings, run.evaluate().scores.shape) == (Settings(), (1, 1))
    assert run.evaluate().loss.tolist() == wanted.evaluate().loss.tolist()


@pytest.mark.parametrize("button", ["play", "step"])
def test_what_was_typed_just_before_a_click_is_what_it_trains_by(tapes, button):
    app = opened()
    sent = []
    app.session_state["session"].tape.connect(sent.append)
    app.number_input(key="learning_rate").set_value(0.3)
    app.button(key=button).click().run()
    assert [message.settings.learning_rate for message in sent if isinstance(message, Go)] == [0.3]


def test_a_run_that_is_finished_takes_a_step_once_more_epochs_are_asked_for(monkeypatch):
    trainer = Trainer()
    monkeypatch.setattr(session_module, "trainers", lambda: trainer)
    app = opened()
    app.number_input(key="epochs").set_value(3)
    app.select_slider(key="speed").set_value("max").run()
    app.button(key="play").click().run()
    assert (app.button(key="step").disabled, app.button(key="step_through").disabled) == (True, True)
    app.number_input(key="epochs").set_value(5).run()
    assert (app.button(key="step").disabled, app.button(key="step_through").disabled) == (False, False)
    app.button(key="step").click().run()
    assert app.session_state["session"].tape.view().epoch == 4

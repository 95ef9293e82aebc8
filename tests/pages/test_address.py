"""What the page's address asks for is taken, or refused in a sentence."""

from urllib.parse import parse_qsl

import pytest
from streamlit.testing.v1 import AppTest

from nets.settings import Settings, fields, settings_from
from nets.training.protocol.events import Events
from nets.workspace.workspace import Workspace
from pages.shared.browser.address import query_of, read_address
from pages.shared.markdown import plain
from tests.pages.conftest import FRAME


def opened(**params):
    """The app, opened at this address."""
    app = AppTest.from_file(FRAME, default_timeout=60)
    for name, text in params.items():
        app.query_params[name] = text
    app.run()
    assert not app.exception
    return app


def said(name):
    """What a page whose address gives this name says was wrong."""
    return [error.value for error in opened(**{name: "3"}).error]


@pytest.mark.usefixtures("tapes")
@pytest.mark.parametrize(("name", "meant"), [("hiden_units", "hidden_units"), ("learning-rate", "learning_rate")])
def test_a_setting_that_there_is_not_is_named_with_the_one_that_may_be_meant(name, meant):
    assert said(name) == [plain(f"There is no setting called '{name}'; did you mean {meant}?", 500)]


@pytest.mark.usefixtures("tapes")
def test_a_setting_and_what_else_stands_in_an_address_is_taken():
    assert opened(hidden_units="3", part="Softmax", autodiff_row="3", embed="true").error == []


@pytest.mark.parametrize("name", ["utm_source", "utm_medium", "utm_campaign", "fbclid", "gclid", "mc_eid", "ref"])
def test_a_name_that_a_mail_program_adds_is_passed_over(name):
    asked = read_address({name: "spring", "hidden_units": "7"})
    assert (asked.settings, asked.refused, asked.told) == ({"hidden_units": 7}, None, ())


@pytest.mark.parametrize("field", [field for field in fields() if field.choices], ids=lambda field: field.name)
def test_a_choice_may_be_written_as_the_page_shows_it_or_as_the_command_line_names_it(field):
    for value, shown in field.choices.items():
        for text in (value, shown, shown.upper()):
            assert read_address({field.name: text}).settings == {field.name: value}


@pytest.mark.parametrize(
    ("text", "settings"),
    [
        ("units=leaky+relu", {"activation": "leaky_relu"}),
        ("units=leaky+ReLU&biases=at+every+layer", {"activation": "leaky_relu", "bias": "every"}),
        ("held_out=0.3&held_out_by=from+each+class", {"validation_split": 0.3, "validation_by": "stratified"}),
        ("patience=20", {"early_stopping": 20}),
        ("window=4&at_cut=forget", {"tbptt_length": 4, "tbptt_state": "reset"}),
        ("at_cut=carry+the+state", {"tbptt_state": "carry"}),
    ],
)
def test_an_address_of_before_means_what_it_meant_and_is_told_the_names_of_now(text, settings):
    given = dict(parse_qsl(text))
    asked = read_address(given)
    assert (asked.settings, asked.refused) == (settings, None)
    assert [sentence.split()[-2] for sentence in asked.told] == list(settings)


def test_an_address_of_modern_from_before_it_had_validation_rows_has_none():
    given = dict(
        parse_qsl("epochs=500&learning_rate=0.01&hidden_layers=2&hidden_units=32&activation=gelu&scale=standard")
    )
    assert settings_from(read_address(given).settings).validation_split == 0


@pytest.mark.usefixtures("tapes")
def test_the_page_tells_the_names_of_now():
    assert any("window is called tbptt" in info.value.replace("\\", "") for info in opened(window="4").info)


@pytest.mark.usefixtures("tapes")
@pytest.mark.parametrize("title", ["Two spirals", "two spirals", "spiral.csv"])
def test_a_table_is_asked_for_by_its_title_or_its_file(title):
    app = opened(dataset=title)
    assert (app.selectbox(key="dataset").value, app.error) == ("spiral.csv", [])


@pytest.mark.usefixtures("tapes")
def test_every_setting_reaches_the_address_whatever_the_table_and_comes_back_from_it():
    app = opened()
    session = app.session_state["session"]
    assert query_of(session, session.settings, page="") == ""
    session.make_problem("xor", n=40, noise=0.1, seed=0)
    app.text_input(key="hidden_units").set_value("7")
    app.number_input(key="seed").set_value(5)
    app.selectbox(key="activation").set_value("leaky_relu").run()
    query = query_of(session, session.settings, page="")
    assert "dataset=Made+to+order" in query
    assert "activation=leaky+relu" in query
    assert read_address(dict(parse_qsl(query))).settings == {"hidden_units": 7, "seed": 5, "activation": "leaky_relu"}


@pytest.mark.usefixtures("tapes")
def test_what_was_done_to_a_tape_is_the_plan_of_the_tape_that_its_address_opens():
    app = opened(learning_rate="5", seed="3", changes="0:learning_rate:1;44:learning_rate:5")
    session = app.session_state["session"]
    first, then = (Settings(learning_rate=rate, seed=3) for rate in (1.0, 5.0))
    assert (app.error, session.settings, session.tape.view().events) == ([], then, Events(first).then(44, then))


@pytest.mark.usefixtures("tapes")
@pytest.mark.parametrize(
    "asked",
    [
        {"changes": "too-many"},
        {"changes": "0:learning_rate:2"},
        {"changes": "0:learning_rate:1;44:learning_rate:5", "learning_rate": "4"},
        {"changes": "0:learning_rate:1;44:learning_rate:5", "learning_rate": "5", "dataset": "mine"},
    ],
)
def test_changes_that_cannot_be_had_are_said_and_the_tape_begins_without_them(asked):
    app = opened(**asked)
    (said,) = app.error
    assert "change" in said.value or "not here" in said.value
    session = app.session_state["session"]
    assert session.tape.view().events == Events(session.settings)


def test_the_axes_of_the_map_and_the_row_reach_the_address_and_come_back_from_it():
    choice = {"decision_x": "petal_width", "decision_y": "a & b", "decision_row": "1"}
    query = query_of(Workspace(lambda: None), Settings(), page="", besides=choice)
    widgets = read_address(dict(parse_qsl(query))).widgets
    assert {name: widgets[name] for name in choice} == choice | {"decision_row": True}


@pytest.mark.parametrize("text", ["-3", "1e3", "²", "12345678"])
@pytest.mark.parametrize(("name", "what"), [("at", "epoch"), ("autodiff_row", "row")])
def test_what_is_no_epoch_and_no_row_is_refused(name, what, text):
    asked = read_address({name: text})
    assert asked.refused == f"The {what} in the address ({name}) must be a whole number; found {text!r}."
    assert (asked.epoch, asked.widgets) == (0, {})


def test_an_epoch_and_a_row_are_taken_from_the_address():
    asked = read_address({"at": "12", "autodiff_row": "3"})
    assert (asked.epoch, asked.widgets, asked.refused) == (12, {"autodiff_row": 3}, None)
    assert read_address({"at": "", "autodiff_row": "0"}).widgets == {}

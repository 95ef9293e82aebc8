"""Explore without trainers: what is asked for, from where, and what is said of it."""

from urllib.parse import parse_qs, parse_qsl

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from nets.settings import Settings
from nets.sweep.study.importance import Importance
from nets.training.client.sweep_tape import SweepTape
from nets.training.protocol.sweep import BatchProgress, GoSweep, SweepProgress
from nets.workspace.exploration import Definition
from pages.shared.browser.address import query_of, read_address
from pages.shared.components.live_updates import Rates
from tests.pages.conftest import FRAME, Tapes


class Sweeps(Tapes):
    """Trainers that train nothing; `told` is what they were told."""

    def __init__(self):
        self.told = []

    def open_sweep(self, sweep, members, plan):
        tape = SweepTape(sweep, members, plan)
        tape.connect(self.told.append)
        return tape


@pytest.fixture
def pool(monkeypatch):
    from pages.explore import importance, sweeping, transport
    from pages.shared import session

    pool = Sweeps()
    for module in (session, sweeping, transport):
        monkeypatch.setattr(module, "trainers", lambda: pool)
    nothing = Importance((), 0, 0, 1.0, "Too few runs.")
    monkeypatch.setattr(importance, "importance_of", lambda *args, **kwargs: nothing)  # it is a thread's, and slow
    return pool


def opened(**params):
    app = AppTest.from_file(FRAME, default_timeout=60)
    for name, text in params.items():
        app.query_params[name] = text
    app.run().switch_page("explore/page.py").run()
    assert not app.exception
    return app


def explore(app):
    return app.session_state["session"].explore


def says(app):
    found = " ".join(each.value for kind in ("markdown", "caption", "info", "error") for each in app.get(kind))
    return found.replace("\\", "")


def train(app, *, to, epochs=100):
    """Have the trainer tell that all runs, which are side by side, have come to this epoch of so many."""
    tape = explore(app).trained.tape
    n_runs = len(tape.view().members)
    progress = BatchProgress(0, 0, np.full((to + 1, n_runs, 1), 0.5), to, np.full(n_runs, 0.75), False)
    tape.hear(SweepProgress(tape.id, (progress,), 1, to < epochs, 1.0, None))


def is_due(app):
    """Whether the feed has the browser ask for the whole page."""
    return app.session_state["session"].feed.news()["whole"]


def test_before_anything_is_asked_the_page_says_what_to_do(pool):
    app = opened()
    assert "Ask a question" in says(app)
    assert app.button(key="play").disabled
    assert explore(app).trained is None


def test_a_question_defines_its_sweep_and_plays_it(pool):
    app = opened()
    app.button(key="question_rate").click().run()
    assert not app.exception
    trained = explore(app).trained
    assert len(trained.tape.view().members) == 12
    assert [each for each in pool.told if isinstance(each, GoSweep)] == [GoSweep(trained.tape.id, (100,), None)]
    assert "= 12 runs" in says(app)


def test_a_question_is_a_step_that_back_leads_over_to_the_sweep_before(pool):
    app = opened()
    session = app.session_state["session"]
    begun = session.visit.at
    app.button(key="question_rate").click().run()
    rate = explore(app).definition
    assert session.visit.at == begun + 1
    app.button(key="question_rate").click().run()  # the same is no other step
    assert session.visit.at == begun + 1
    app.button(key="question_start").click().run()
    assert session.visit.at == begun + 2
    start = explore(app).definition

    session.return_to(session.visit.go(begun + 1, left=begun + 2))
    app.run()
    assert explore(app).definition == rate
    assert "These runs are of another sweep" in says(app)
    session.return_to(session.visit.go(begun, left=begun + 1))
    app.run()
    assert explore(app).definition.is_empty
    assert "The runs below are still those of 64 seeds" in says(app)
    session.return_to(session.visit.go(begun + 2, left=begun))
    app.run()
    assert explore(app).definition == start
    assert "The runs below are still" not in says(app)
    assert session.visit.at == begun + 2


def test_what_mattered_stands_below_maps_that_are_low_and_beside_high_ones(pool):
    def beside_maps(app):
        (column,) = (each for each in app.columns if "What each net decides" in said_in(each) and not each.columns)
        return said_in(column)

    def said_in(column):
        return " ".join(each.value for each in column.header)

    app = opened()
    app.button(key="question_rate").click().run()
    assert "What mattered" in beside_maps(app)
    app.button(key="question_units").click().run()
    assert "What mattered" not in beside_maps(app)


def test_a_page_has_a_speed_of_its_own_and_what_is_given_is_no_warning_in_the_log(pool, caplog, monkeypatch):
    from streamlit.elements.lib import policies

    monkeypatch.setattr(policies, "_shown_default_value_warning", False)  # it is logged once
    app = opened(epochs="50")
    assert app.select_slider(key="speed").value == "max"
    app.select_slider(key="speed").set_value(50).run()
    assert app.switch_page("deck/page.py").run().select_slider(key="speed").value == 20
    assert app.switch_page("explore/page.py").run().select_slider(key="speed").value == 50
    assert "default value" not in caplog.text


def test_an_address_s_sweep_is_ready_and_not_playing(pool):
    app = opened(vary="learning_rate=0.1:10:log:3;activation=tanh,relu", seeds="2", epochs="50")
    assert explore(app).definition == Definition(("learning_rate=0.1:10:log:3", "activation=tanh,relu"), 2)
    assert "= 12 runs" in says(app)
    assert pool.told == []
    app.button(key="play").click().run()
    assert any(isinstance(each, GoSweep) for each in pool.told)


def test_what_is_trained_and_is_no_longer_asked_for_is_said_until_play_trains_it_anew(pool):
    app = opened(vary="learning_rate=0.1,1")
    app.button(key="play").click().run()
    first = explore(app).trained.tape.id
    app.number_input(key="learning_rate").set_value(3.0).run()  # which varies: nothing changes
    assert "anew" not in says(app)
    app.number_input(key="epochs").set_value(30).run()
    assert "The settings have changed since these runs were trained" in says(app)
    app.selectbox(key="dataset").set_value("spiral.csv").run()
    assert "These runs are of another table" in says(app)
    assert explore(app).trained.tape.id == first
    app.button(key="play").click().run()
    assert explore(app).trained.tape.id != first
    assert "These runs are of" not in says(app)


def test_play_trains_what_is_asked_for_also_while_another_sweep_plays(pool):
    app = opened(vary="learning_rate=0.1,1")
    app.button(key="play").click().run()
    train(app, to=3)
    assert app.run().button(key="play").disabled
    first = explore(app).trained.tape.id
    app.number_input(key="epochs").set_value(30).run()
    assert "Play trains" in says(app)
    assert not app.button(key="play").disabled
    app.button(key="play").click().run()
    assert explore(app).trained.tape.id != first


def test_the_whole_page_is_drawn_when_runs_begin_end_or_are_rewound_also_while_maps_are_awaited(pool):
    app = opened(vary="learning_rate=0.1,1")
    app.button(key="play").click().run()
    assert not is_due(app)
    train(app, to=3)
    assert is_due(app)
    app.run()
    assert "Worked out as soon as the runs stand still" in says(app)
    train(app, to=50)
    assert not is_due(app)
    train(app, to=100)
    assert explore(app).trained.tape.view().moving
    assert is_due(app)
    app.run()
    assert "Worked out as soon as" not in says(app)
    assert not is_due(app)
    explore(app).trained.tape.look_at(34)
    assert is_due(app)
    app.run()
    assert "Of epoch 100, where the runs stand" in says(app)
    assert not is_due(app)


def test_the_panels_of_a_new_sweep_are_empty_with_a_sentence(pool):
    app = opened(vary="learning_rate=0.1,1")
    app.button(key="play").click().run()
    train(app, to=100)
    app.run().selectbox(key="dataset").set_value("spiral.csv").run()
    app.button(key="play").click().run()
    feed = app.session_state["session"].feed
    feed.move(Rates(0, 0, 0, 0), until=lambda: False)
    drawn = feed.news()["drawn"]
    for name in ("fan_chart", "grid_chart", "maps_chart"):
        layout = drawn[name]["figure"]["layout"]
        assert ["appears here" in note["text"] for note in layout["annotations"]] == [True]
        assert not layout.get("images")
    assert "0.5" not in app.dataframe[0].value["loss"].astype(str).tolist()


def test_what_may_not_be_had_is_refused_in_a_sentence_that_says_what_to_shorten(pool):
    app = opened(hidden_units="512", hidden_layers="4", seeds="1000")
    assert "take fewer seeds" in says(app)
    assert app.button(key="play").disabled


def test_the_loss_to_reach_is_asked_for_where_the_grid_shows_how_soon_it_is_reached(pool):
    app = opened()
    app.button(key="question_rate").click().run()
    assert "grid_goal" not in {each.key for each in app.number_input}
    app.selectbox(key="grid_score").set_value("Epochs to the goal").run()
    assert app.number_input(key="grid_goal").value == 0.1
    assert not app.number_input(key="grid_goal").set_value(0.02).run().exception


def test_the_sweep_lives_while_other_pages_are_open(pool):
    app = opened()
    app.button(key="question_start").click().run()
    first = explore(app).trained.tape.id
    app.switch_page("autodiff/page.py").run().switch_page("explore/page.py").run()
    assert explore(app).trained.tape.id == first


@pytest.mark.parametrize(
    "definition",
    [
        Definition(("learning_rate=0.001:30:log:12",)),
        Definition(("activation=tanh,leaky_relu", "hidden_units=8,16x8"), 8),
        Definition((), 64),
    ],
)
def test_an_address_leads_back_to_its_sweep(pool, definition):
    app = opened()
    query = query_of(app.session_state["session"], Settings(), page="explore", sweep=definition)
    asked = read_address(dict(parse_qsl(query)))
    assert asked.sweep == definition
    assert asked.refused is None
    assert "vary" not in parse_qs(query_of(app.session_state["session"], Settings(), page="", sweep=definition))


def test_an_address_of_too_many_runs_is_there_to_be_shortened(pool):
    app = opened(vary="learning_rate=1:2:log:50", seeds="1000")
    assert explore(app).definition == Definition(("learning_rate=1:2:log:50",), 1000)
    assert says(app).count("take fewer than 1,000 seeds") == 1
    assert "Nothing is varied yet" not in says(app)
    assert app.button(key="play").disabled
    assert app.text_input(key="vary_0_steps").value == "50"
    app.number_input(key="seeds").set_value(100).run()
    assert "take fewer than 100 seeds" in says(app)
    app.text_input(key="vary_0_steps").set_value("20").run()
    assert "= 2,000 runs" in says(app)
    assert not app.button(key="play").disabled


@pytest.mark.parametrize(
    ("params", "said"),
    [
        ({"vary": "learning_rate"}, "What is to be varied is written as"),
        ({"vary": "epochs=1,2"}, "Epochs is not varied"),
        ({"vary": "learning_rate=0.1:1:lin:1000000000"}, "at most 10,000 steps; found 1,000,000,000"),
        ({"seeds": "many"}, "Seeds must be a whole number"),
        ({"seeds": "5000"}, "Seeds must be a whole number"),
    ],
)
def test_an_address_that_asks_for_no_sweep_is_refused_in_a_sentence(params, said):
    asked = read_address(params)
    assert asked.sweep.is_empty
    assert said in asked.refused

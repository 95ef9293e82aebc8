"""One row through the net: a click opens the panel, and its formulas have the row's numbers."""

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from nets.autodiff.net import Net
from nets.autodiff.written.blackboard import number
from nets.settings import Settings
from nets.training.client.query_cache import Answer
from nets.workspace.panel_choice import PanelChoice
from pages.deck.panels.list import chosen_keys
from pages.deck.row.opening import open_row
from pages.shared import session as session_module
from pages.shared.rows.chosen import chosen_row
from pages.shared.session import Session
from tests.pages.deck.trainer import Trainer


class Answering(Trainer):
    """One that answers what the net is asked, at once."""

    def open(self, settings, examples, *, plan=None):
        tape = super().open(settings, examples, plan=plan)

        def ask(query, *, part, wait_s):
            params = {name: value[0] for name, value in tape.view().snapshot.params.items()}
            return Answer(tape.view().epoch, query.answer(Net(settings, params, examples)), fresh=True)

        tape.ask = ask
        return tape


def page():
    """The panel alone, and a place to click another row."""
    import streamlit as st

    from pages.deck.row.opening import open_row
    from pages.deck.row.panel import row

    session = st.session_state["session"]
    session.feed.clear()
    st.button("Row 7", on_click=open_row, args=(session, 6))
    row(session)


@pytest.fixture
def session(monkeypatch):
    trainer = Answering()
    monkeypatch.setattr(session_module, "trainers", lambda: trainer)
    return Session()


@pytest.mark.parametrize("net", ["mlp", "rnn"])
def test_the_panel_has_the_chosen_row_s_loss_and_probabilities(session, net):
    session.choose({"mlp": "lecture_mlp.csv", "rnn": "lecture_rnn.csv"}[net])
    session.follow(Settings(net=net))
    app = AppTest.from_function(page, default_timeout=60)
    app.session_state["session"] = session
    app.run().button[0].click().run()
    assert not app.exception
    dataset, snapshot = session.loaded.dataset, session.tape.view().snapshot
    label = int(dataset.targets[6])
    loss = -np.log(snapshot.probs_of(np.array([6]))[0, 0, label].astype(float))
    *_, last = app.latex
    assert rf"(\text{{class {label + 1}}})" in last.value
    written = float(last.value.rstrip("$ \n").split(" = ")[-1])
    assert written == pytest.approx(loss, abs=2e-4)
    assert number(loss)[:4] in last.value
    assert any(("Time step 7" in caption.value) == (net == "rnn") for caption in app.caption)


def test_a_click_opens_the_panel_beside_those_that_were_chosen(session):
    session.follow(Settings())
    session.panels = PanelChoice(shown=("loss",))
    open_row(session, 3)
    open_row(session, 4)
    assert chosen_keys(session.panels) == ("loss", "row")
    assert chosen_row(session) == 4
    assert "row" not in chosen_keys(PanelChoice())

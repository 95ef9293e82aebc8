"""A click in the confusion lists the rows of that cell, and a click on one of them chooses it."""

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from nets.settings import Settings
from pages.deck.scores.cell_rows import Cell
from pages.shared import session as session_module
from pages.shared.session import Session
from tests.pages.deck.trainer import Trainer


def page():
    """The panel of the chosen cell."""
    import streamlit as st

    from pages.deck.scores.cell_rows import cell_rows

    session = st.session_state["session"]
    session.feed.clear()
    cell_rows(session)


@pytest.fixture
def session(monkeypatch):
    monkeypatch.setattr(session_module, "trainers", lambda: trainer)
    trainer = Trainer()
    session = Session()
    session.follow(Settings())
    return session


def click(session, label, predicted):
    """The page after a click in this cell."""
    app = AppTest.from_function(page, default_timeout=60)
    app.session_state["session"] = session
    app.session_state["confusion_cell"] = Cell(label, predicted, session.loaded.dataset.sha256)
    return app.run()


@pytest.mark.parametrize("label", [0, 1])
@pytest.mark.parametrize("predicted", [0, 1])
def test_the_rows_of_a_cell_are_those_of_its_label_that_are_predicted_so(session, label, predicted):
    app = click(session, label, predicted)
    dataset, found = session.loaded.dataset, session.tape.view().snapshot.predicted[0]
    rows = np.flatnonzero((dataset.targets == label) & (found == predicted))
    names = dataset.classes
    assert f"label “{names[label]}”, predicted “{names[predicted]}”: {len(rows)}" in app.header[0].value
    if len(rows) == 0:
        assert app.caption[0].value == f"No row with the label “{names[label]}” is predicted as “{names[predicted]}”."
        assert not app.dataframe
        return
    table = app.dataframe[0].value
    assert table["row"].tolist() == (rows + 1).tolist()
    assert set(table["label"]) == {names[label]}
    assert set(table["predicted"]) == {names[predicted]}
    assert {"p(no)", "p(ya)", *dataset.features} <= set(table.columns)


def test_close_takes_the_panel_away_and_so_does_another_table(session):
    app = click(session, 1, 1)
    app.button(key="close_cell").click().run()
    assert not app.header
    app = click(session, 1, 1)
    session.choose("iris.csv")
    session.follow(Settings())
    assert not app.run().header
    assert not app.exception

"""What is pinned and what is put on the deck from elsewhere, as the page shows it."""

import pytest
from streamlit.testing.v1 import AppTest

from nets.settings import Settings
from pages.shared.markdown import plain
from tests.pages.test_address import opened


def script():
    import numpy as np
    import streamlit as st

    from nets.settings import Settings, settings_from
    from nets.training.protocol.snapshot import at_weights
    from pages.shared.session import current
    from pages.shared.settings_form import settings_widgets

    session = current()
    session.follow(settings_from(settings_widgets(session)))

    def take():
        swept = Settings(hidden_layers=2, hidden_units="4x3", learning_rate=0.3, seed=4, split_seed=1, dropout=0.25)
        history = np.linspace(1, 0.5, 9, dtype=np.float32)[:, None]
        session.put_on_deck(swept, history=history, snapshot=at_weights({}, epoch=8))

    st.button("Take", key="take", on_click=take)


@pytest.mark.usefixtures("tapes")
def test_the_widgets_show_the_settings_of_a_run_that_is_put_on_the_deck():
    app = AppTest.from_function(script, default_timeout=60).run()
    app.button(key="take").click().run()
    assert not app.exception
    session = app.session_state["session"]
    swept = Settings(hidden_layers=2, hidden_units="4x3", learning_rate=0.3, seed=4, split_seed=1, dropout=0.25)
    assert session.settings == swept
    assert session.tape.view().end == 8
    layers = app.number_input(key="hidden_layers")
    assert (app.text_input(key="hidden_units").value, layers.value, layers.disabled) == ("4x3", 2, True)
    assert [app.number_input(key=key).value for key in ("learning_rate", "seed", "split_seed", "dropout")] == [
        0.3,
        4,
        1,
        0.25,
    ]


@pytest.mark.usefixtures("tapes")
def test_where_there_is_no_curve_yet_none_is_pinned_and_it_is_said():
    app = opened()
    app.button(key="pin").click().run()
    (error,) = app.error
    assert error.value == plain("There is no curve to pin yet: press Play or Step first.", 500)
    assert app.button(key="pin").label == "Pin"

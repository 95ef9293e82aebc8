"""What the page's address asks for is taken, or refused in a sentence."""

import pytest
from streamlit.testing.v1 import AppTest

from pages.shared.markdown import plain
from tests.pages.conftest import FRAME


def said(name):
    """What a page whose address gives this name says was wrong."""
    app = AppTest.from_file(FRAME, default_timeout=60)
    app.query_params[name] = "3"
    app.run()
    assert not app.exception
    return [error.value for error in app.error]


@pytest.mark.usefixtures("tapes")
@pytest.mark.parametrize(("name", "meant"), [("hiden_units", "hidden_units"), ("learning-rate", "learning_rate")])
def test_a_setting_that_there_is_not_is_named_with_the_one_that_may_be_meant(name, meant):
    assert said(name) == [plain(f"There is no setting called '{name}'; did you mean {meant}?", 500)]


@pytest.mark.usefixtures("tapes")
@pytest.mark.parametrize("name", ["hidden_units", "part", "autodiff_row", "embed"])
def test_a_setting_and_what_else_stands_in_an_address_is_taken(name):
    assert said(name) == []

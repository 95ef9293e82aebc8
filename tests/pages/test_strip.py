"""The strip beside the tabs, on every page."""

import pytest


@pytest.mark.parametrize("page", ["data", "explore"])
def test_each_page_says_what_this_is_and_the_switch_stays_through_a_change_of_page(app, page):
    app.toggle(key="large").set_value(True).run()
    app.switch_page(f"{page}/page.py").run()
    assert app.toggle(key="large").value
    assert any("<strong>Tape Deck</strong>" in element.body for element in app.get("html"))
    assert not app.exception

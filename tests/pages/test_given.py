"""What the app gives a widget is never taken for a person's choice, and a person's choice is never lost to it."""

from types import SimpleNamespace

import pytest

from pages.shared import given as given_module
from pages.shared.given import Given


@pytest.fixture
def widgets(monkeypatch):
    """What the browser has told of the widgets, by key."""
    widgets = {}
    context = SimpleNamespace(headers={"Host": "here"})
    monkeypatch.setattr(given_module, "st", SimpleNamespace(session_state=widgets, context=context))
    return widgets


def test_what_a_browser_tells_that_has_not_drawn_the_value_is_an_echo_and_the_value_is_given_again(widgets):
    given = Given()
    widgets["epochs"] = 70
    given.put("epochs", 500, first=100)
    for echo in (70, 100):  # as it stood before, or as a widget begins whose value was lost
        widgets["epochs"] = echo
        assert given.is_echo("epochs")
        given.hold("epochs")
        assert widgets["epochs"] == 500


def test_another_choice_is_a_person_s_even_before_the_value_is_drawn(widgets):
    given = Given()
    widgets["epochs"] = 70
    given.put("epochs", 500, first=100)
    widgets["epochs"] = 50
    assert not given.is_echo("epochs")
    given.hold("epochs")
    assert widgets["epochs"] == 50


def test_once_the_value_is_drawn_every_choice_is_a_person_s(widgets):
    given = Given()
    widgets["epochs"] = 70
    given.put("epochs", 500, first=100)
    given.drawn(given.number)
    widgets["epochs"] = 70
    assert not given.is_echo("epochs")
    given.hold("epochs")
    assert widgets["epochs"] == 70


def test_a_drawing_of_an_older_value_says_nothing_of_a_newer_one(widgets):
    given = Given()
    given.put("label", "y", first="x")
    older = given.number
    given.put("label", "z", first="x")
    given.drawn(older)
    widgets["label"] = "y"
    assert given.is_echo("label")
    given.show("label", "z", first="x")
    assert widgets["label"] == "z"


def test_a_value_is_kept_over_pages_though_the_new_page_begins_with_another(widgets):
    given = Given()
    widgets["speed"] = 1000
    given.keep("speed", first=20)
    given.drawn(given.number)
    given.page_opened()
    given.keep("speed", first=20)
    widgets["speed"] = 20  # the page that gave it was cut short
    given.keep("speed", first=20)
    assert widgets["speed"] == 1000

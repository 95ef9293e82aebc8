"""Rows typed into the deck's Predict panel, the page run without a browser."""

import pytest

DAYS = [f"{'ab'[n % 2]},{n * 7 % 11},{90 + n * 5 % 8},2024-03-{n * 5 % 8 + 1:02d},0{n * n % 9}:30" for n in range(12)]
RAW = "\n".join(["kind,depth,salt,on,at", *DAYS]).encode()


@pytest.fixture
def deck(app):
    app.file_uploader(key="upload").upload("mine.csv", RAW, "text/csv").run()
    return app.switch_page("deck/page.py").run()


def field(app, kind, widgets):
    return next(each for each in widgets if each.key.startswith("predict_") and f"_{kind}_" in each.key)


def widgets_of(app):
    return {
        "number": field(app, "number", app.number_input),
        "date": field(app, "date", app.date_input),
        "clock": field(app, "clock", app.time_input),
    }


@pytest.mark.parametrize("kind", ["number", "date", "clock"])
def test_a_field_begins_with_the_first_row_and_one_that_was_emptied_stays_empty(deck, kind):
    assert widgets_of(deck)["number"].value == 0
    assert all(widget.value is not None for widget in widgets_of(deck).values())
    widgets_of(deck)[kind].set_value(None)
    deck.button(key="predict_typed").click().run()
    assert not deck.exception
    assert widgets_of(deck)[kind].value is None
    name = {"number": "depth", "date": "on", "clock": "at"}[kind]
    assert any(f"Column “{name}” has no value" in error.value for error in deck.error)
    assert [each for each, widget in widgets_of(deck).items() if widget.value is None] == [kind]


def test_a_field_does_not_take_over_what_stands_in_another_column_s(deck):
    before = widgets_of(deck)["number"]
    before.set_value(7.5)
    deck.button(key="predict_typed").click().run()
    deck.switch_page("data/page.py").run()
    deck.multiselect(key="choice_left_out").select("depth").run()
    deck.switch_page("deck/page.py").run()
    assert [each.value for each in deck.number_input if "_number_" in each.key and "predict_" in each.key] == [90]
    assert not deck.exception

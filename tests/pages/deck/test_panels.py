"""The panels of the deck that are chosen are shown, and where they stand."""

from urllib.parse import parse_qs

import pytest
from streamlit.testing.v1 import AppTest

from nets.settings import Settings
from nets.workspace.panel_choice import FIRST, PanelChoice, choice_in
from nets.workspace.workspace import Workspace
from pages.deck.panels.arrangement import arranged, rows_of
from pages.deck.panels.panels import PANELS
from pages.shared.browser import address
from pages.shared.browser.address import query_of
from tests.pages.conftest import FRAME


def opened(**params):
    """The deck, opened at this address."""
    app = AppTest.from_file(FRAME, default_timeout=60)
    for name, text in params.items():
        app.query_params[name] = text
    app.run()
    assert not app.exception
    return app


def shown(app):
    """The keys of the panels that are there, by the button that each has."""
    return {button.key.removeprefix("alone_") for button in app.button if button.key.startswith("alone_")}


def choice(app):
    return app.session_state["session"].panels


@pytest.mark.parametrize(
    ("widths", "rows"),
    [
        ([7, 5, 7, 5, 12], [[7, 5], [7, 5], [12]]),
        ([7, 12, 5], [[12], [12], [12]]),
        ([6, 7, 5], [[12], [7, 5]]),
        ([3, 3, 3], [[4, 4, 4]]),
        ([], []),
    ],
)
def test_panels_stand_side_by_side_as_far_as_they_fit_and_fill_their_row(widths, rows):
    assert rows_of(widths) == rows


@pytest.mark.parametrize(
    ("left_out", "on_top", "first"),
    [
        (("hidden",), True, ["network", "decision", "loss", "confusion"]),
        (("hidden",), False, ["loss", "decision", "network", "weights", "confusion", "predictions"]),
        (("decision",), False, ["hidden", "loss", "confusion", "network"]),
    ],
)
def test_beside_the_loss_is_the_map_or_the_confusion_and_a_small_net_is_on_top(left_out, on_top, first):
    panels = [panel for panel in PANELS if panel.key not in left_out]
    order = arranged(panels, with_net_on_top=on_top)
    assert [panel.key for panel in order][: len(first)] == first
    assert {panel.key for panel in order} == {panel.key for panel in panels}


@pytest.mark.parametrize(
    "said",
    [
        FIRST,
        PanelChoice(("loss", "scores")),
        PanelChoice((), "loss"),
        PanelChoice(None, "predict"),
        PanelChoice(opened=("row",)),
    ],
)
def test_an_address_leads_to_the_panels_that_it_was_made_of(said):
    query = query_of(Workspace(lambda: None), Settings(), page="", panels=said)
    assert choice_in({name: text for name, (text,) in parse_qs(query, keep_blank_values=True).items()}) == said


@pytest.mark.usefixtures("tapes")
def test_without_a_choice_all_panels_are_there_that_the_net_has():
    mlp, rnn = shown(opened()), shown(opened(net="rnn"))
    at_first = {panel.key for panel in PANELS if panel.is_shown_at_first}
    assert mlp == at_first - {"hidden", "cell_rows"}  # no cell of the confusion is chosen yet
    assert rnn == (mlp | {"hidden"}) - {"decision"}


@pytest.mark.usefixtures("tapes")
def test_the_panels_of_an_address_are_shown_and_no_others_and_one_that_there_is_not_is_said():
    app = opened(panels="loss,scores,los")
    assert shown(app) == {"loss", "scores"}
    assert any("there are not: los" in caption.value for caption in app.caption)


@pytest.mark.usefixtures("tapes")
def test_the_row_that_a_click_looked_into_stands_in_the_address_and_is_there_when_it_is_opened(monkeypatch):
    clicked = PanelChoice(opened=("row",))
    monkeypatch.setattr(address.st, "session_state", {"autodiff_row": 4})
    query = query_of(Workspace(lambda: None), Settings(), page="", panels=clicked)
    monkeypatch.undo()
    assert query == "autodiff_row=4&opened=row"
    app = opened(opened="row", autodiff_row="4")
    assert choice(app) == clicked
    assert "row" in shown(app)
    assert app.number_input(key="autodiff_row").value == 4


def test_a_panel_that_is_put_up_alone_is_the_only_one_and_the_others_come_back():
    app = opened(panels="loss,weights")
    app.button("alone_weights").click().run()
    assert shown(app) == {"weights"}
    assert choice(app) == PanelChoice(("loss", "weights"), "weights")
    app.button("alone_weights").click().run()
    assert shown(app) == {"loss", "weights"}


@pytest.mark.usefixtures("tapes")
def test_a_panel_that_the_net_has_not_cannot_stand_alone():
    assert shown(opened(alone="hidden", panels="loss,hidden")) == {"loss"}


@pytest.mark.usefixtures("tapes")
def test_the_choice_stays_over_a_change_of_page():
    app = opened(panels="loss,confusion")
    app.switch_page("data/page.py").run()
    app.switch_page("deck/page.py").run()
    assert shown(app) == {"loss", "confusion"}


def test_each_panel_says_what_it_shows_in_a_sentence_and_has_a_name_of_its_own():
    for panel in PANELS:
        assert panel.sentence.endswith(".")
        assert panel.help.endswith(".")
    for names in ([panel.key for panel in PANELS], [panel.name for panel in PANELS]):
        assert len(set(names)) == len(names)

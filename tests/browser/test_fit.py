"""The deck in the windows it is looked at in."""

import pytest

GAP = 16  # px between two panels


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1920, 1080)])
def test_the_deck_of_the_lecture_is_in_view_at_once_but_for_the_net_the_scores_and_new_rows_below(
    open_deck, width, height
):
    deck = open_deck(viewport={"width": width, "height": height}).ready().play_to_the_end()
    for name in ("transport", "loss", "decision", "confusion", "weights", "predictions"):
        box = deck.key(name).bounding_box()
        assert box["y"] >= 0, name
        assert box["y"] + box["height"] <= height, name
    beyond = deck.page.locator(".stMain").evaluate("main => main.scrollHeight - main.clientHeight")
    assert beyond <= sum(deck.key(name).bounding_box()["height"] + GAP for name in ("network", "scores", "predict"))

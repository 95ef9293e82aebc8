"""What is wrong with a run stands on the deck, with what to try on a button."""

import pytest


def test_a_run_that_failed_says_so_and_a_click_puts_what_to_try_into_the_fields(open_deck):
    deck = open_deck("/?learning_rate=30").ready()
    page, line = deck.page, deck.page.locator(".diagnosis")
    place = deck.key("loss").bounding_box()
    deck.play_to_the_end()
    deck.says("Finished at epoch 100. Worse than at the start: loss 1.52, 5 of 9 rows right.")
    line.get_by_text("The loss was 0.686 at epoch 0").wait_for()
    line.get_by_role("button", name="1 more").click()
    line.get_by_text("Oscillating").wait_for()
    assert line.locator("button.try").count() == 1  # both have one cause
    line.get_by_role("button", name="Less").click()
    assert deck.key("loss").bounding_box() == pytest.approx(place, abs=0.5)
    line.get_by_role("button", name="Try learning rate 1").first.click()
    line.get_by_role("button", name="Set: learning rate 1. Press Play").first.wait_for()
    assert page.locator(".st-key-learning_rate input").input_value() == "1"
    deck.play_to_the_end()
    deck.says("Finished: 100 epochs.")
    assert line.locator("p").count() == 0

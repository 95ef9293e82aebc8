"""Settings changed in mid-run: the page says so, and its address gives the same curve elsewhere."""

from tests.browser.app.deck import FASTEST


def test_a_rate_changed_in_mid_run_is_marked_and_the_address_opened_elsewhere_gives_the_same_losses(deck, open_deck):
    deck.speed(20)
    deck.set("epochs", 500)
    deck.press("play")
    deck.wait_for_epoch(30)
    deck.set("learning_rate", 0.25)
    deck.speed(FASTEST)
    deck.finished()
    deck.says("These numbers are of learning rate 1, from epoch")
    deck.page.wait_for_function("() => location.search.includes('learning_rate:0.25')")
    (line,) = deck.chart().evaluate("plot => plot._fullLayout.shapes.map(shape => shape.x0)")
    assert 30 <= line < 500
    address = deck.page.url.removeprefix(deck.server.url)
    assert f";{line}:learning_rate:0.25" in address
    other = open_deck(address).ready()
    other.says("Play does what the address says: learning rate 1, from epoch")
    other.play_to_the_end()
    assert other.losses() == deck.losses()
    assert other.page.url == deck.page.url
    deck.set("learning_rate", 10)
    deck.says("Play starts again from the initial weights by learning rate 10.")


def test_an_address_copied_at_an_epoch_opens_at_that_epoch(open_deck):
    deck = open_deck().ready()
    for epoch in (1, 2, 3):
        deck.press("step")
        deck.says(f"Paused at epoch {epoch}.")
    deck.page.wait_for_url(lambda url: url.endswith("at=3"))
    deck.wait_for_points(4, exactly=True)
    other = open_deck("/?at=3")
    other.says("Paused at epoch 3.")
    other.wait_for_points(4, exactly=True)
    assert other.losses() == deck.losses()

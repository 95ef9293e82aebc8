"""On Explore: the loss landscape of the tape on the deck, and an MLP beside an RNN."""

import re


def trained(deck):
    """The lecture's run has been trained, and the page Explore is open."""
    deck.play_to_the_end()
    deck.page.get_by_role("link", name="Explore").click()
    deck.key("landscape").wait_for()
    return deck


def test_the_landscape_shows_the_tape_s_path_as_contours_and_as_a_surface(deck):
    page = trained(deck).page
    deck.press("landscape_draw")
    deck.says("The plane holds 99.8% of the variance of this tape's path")
    figure = page.locator("[data-figure=landscape_contours]")
    figure.locator(".main-svg").first.wait_for()
    told = page.evaluate("() => document.querySelector('[data-figure=landscape_contours]').data.map(each => each.type)")
    assert told == ["contour", "scatter", "scatter", "scatter"]
    figure.locator(".nsewdrag").hover(position={"x": 300, "y": 150})
    page.locator("[data-figure=landscape_contours] .hoverlayer", has_text="loss 0.").wait_for()
    deck.key("landscape_form").get_by_text("surface").click()
    page.locator("[data-figure=landscape_surface] canvas").first.wait_for()
    deck.key("landscape_plane").get_by_text("random directions").click()
    deck.says(re.compile(r"The plane holds \d\.\d% of the variance"))
    deck.key("landscape_seed").locator("input").fill("7")
    deck.key("landscape_seed").locator("input").press("Enter")
    deck.says(re.compile(r"The star is the lowest place drawn"))


def test_an_untrained_tape_is_told_to_be_trained_first(open_deck):
    deck = open_deck("/explore")
    deck.key("landscape_draw").wait_for()
    deck.press("landscape_draw")
    deck.says("The tape has no path yet")


CURVES = "() => document.querySelector('[data-figure=pair_loss]')._fullData.map(each => Array.from(each.y))"


def test_mlp_and_rnn_are_trained_side_by_side_their_first_difference_is_named_and_what_the_rnn_forgets(open_deck):
    deck = open_deck("/explore")
    page = deck.page
    deck.key("pair_shuffle").locator("label").first.click()
    deck.choose("pair_speed", "10/s")
    deck.press("pair_play")
    deck.wait_for_points(6, "pair_loss")
    deck.press("pair_pause")
    deck.says("Paused: Play goes on.")
    assert deck.n_points("pair_loss") < 101
    row = page.locator("[class*=st-key-pair_forget_] input")
    row.wait_for()  # it proposes a row of these epochs, and another when more are trained
    deck.choose("pair_speed", "as fast as it goes")
    deck.press("pair_play")
    deck.says("MLP and RNN differ in 2 of 10 rows, first in row 6: the MLP predicts ya, the RNN no.")
    page.wait_for_function(f"() => ({CURVES})().every(curve => curve.length === 101)")
    curves = page.evaluate(CURVES)
    assert len(curves) == 4
    mlp, rnn, mlp_shuffled, rnn_shuffled = (curve[-1] for curve in curves)
    assert abs(mlp - mlp_shuffled) < 1e-4
    assert rnn < 0.05
    assert rnn_shuffled > 0.3
    strips = page.evaluate("() => document.querySelector('[data-figure=pair_rows]').data[0].y")
    assert strips == ["label", "MLP", "RNN", "MLP, shuffled", "RNN, shuffled"]
    forgotten = deck.page.locator(".st-key-mlp_beside_rnn", has_text="The change lasts")
    forgotten.wait_for()
    page.wait_for_function("() => document.querySelector('[class*=st-key-pair_forget_] input')?.value === '6'")
    assert "1 predicted class changes, the last in row 6" in forgotten.inner_text()
    row.fill("1")
    row.press("Enter")
    deck.says("Row 1 begins a sequence")

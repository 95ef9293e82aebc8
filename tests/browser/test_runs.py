"""Earlier runs: grey on the loss chart, and back whole on a click."""

from urllib.parse import parse_qs, urlsplit

from tests.browser.app.data import go, pick, still
from tests.browser.app.server import ROOT, printed

MLP = ROOT / "sample_data" / "lecture_mlp.csv"


def weights(deck, name="W1"):
    """The values drawn in this matrix."""
    return deck.chart(f"{name}_chart").evaluate("plot => Array.from(plot._fullData[0].z, row => Array.from(row))")


def greys(deck):
    """The names of the grey curves and their values."""
    return deck.chart().evaluate("plot => plot._fullData.slice(2).map(({ name, y }) => [name, Array.from(y)])")


def behind(deck):
    """The name, the colour and the values of each curve but the run's own, the grey ones first."""
    return deck.chart().evaluate(
        "plot => plot._fullData.slice(2).map(({ name, line, y }) => [name, line.color, Array.from(y)])"
    )


def wait_for_greys(deck, n):
    deck.page.wait_for_function(
        """n => document.querySelector('[data-figure="loss_chart"]')?._fullData?.length === 2 + n""", arg=n
    )


def test_after_another_activation_the_run_before_is_grey_and_a_click_brings_it_back_whole(deck):
    deck.set("epochs", 60)
    deck.play_to_the_end()
    deck.wait_for_points(15, "W1_chart", exactly=True)
    still(deck)
    losses, shown, cost = deck.losses(), weights(deck), deck.metric("Loss")
    deck.page.locator("section[data-testid=stSidebar]").get_by_text("More", exact=True).click()
    pick(deck, "activation", "tanh")
    deck.says("the tape starts anew")
    deck.ready()
    wait_for_greys(deck, 1)
    ((name, grey),) = greys(deck)
    assert name == "activation softmax"
    assert grey == losses
    deck.play_to_the_end()
    second = deck.losses()
    assert second != losses

    deck.key("put_back").get_by_role("button", name="activation softmax").click()
    deck.wait_for_text("activation tanh")
    deck.finished()
    still(deck)
    assert (deck.losses(), weights(deck), deck.metric("Loss"), deck.epoch()) == (losses, shown, cost, 60)
    assert deck.chosen("activation") == "softmax"
    assert "activation" not in parse_qs(urlsplit(deck.page.url).query)
    assert greys(deck) == [["activation tanh", second]]

    deck.set("epochs", 100)
    deck.press("play")
    deck.finished()
    assert deck.losses() == printed(MLP)["losses"]


def test_a_run_on_another_table_comes_back_with_table_label_and_panels(deck):
    deck.upload("kind,colour,size\na,red,1\nb,blue,2\na,red,3\nb,blue,4\n", name="<b>mine.csv")
    deck.wait_for_text("4 rows")
    deck.ready()
    pick(deck, "label", "colour")
    deck.ready()
    deck.press("step")
    deck.says("Paused at epoch 1.")
    still(deck)
    losses = deck.losses()
    deck.choose("dataset", "Circle")
    deck.ready()
    wait_for_greys(deck, 1)
    assert deck.chart().locator(".legendtext").text_content() == "table “<b>mine.csv”"
    deck.press("put_back")
    deck.says("Paused at epoch 1.")
    still(deck)
    assert deck.losses() == losses
    assert deck.chosen("label") == "colour"
    assert "mine.csv" in deck.chosen("dataset")
    assert len(deck.table()) == 5


def test_a_pinned_run_stays_over_nets_tables_and_pages_and_is_put_back_whole(deck):
    deck.set("epochs", 60)
    deck.play_to_the_end()
    deck.wait_for_points(15, "W1_chart", exactly=True)
    still(deck)
    losses, shown = deck.losses(), weights(deck)
    deck.press("pin")
    deck.key("pin").get_by_role("button", name="Unpin").wait_for()
    assert deck.key("pins").count() == 0
    deck.page.locator("section[data-testid=stSidebar]").get_by_text("More", exact=True).click()
    pick(deck, "activation", "tanh")
    deck.ready()
    wait_for_greys(deck, 1)
    ((name, colour, values),) = behind(deck)
    assert (name, values) == ("activation softmax", losses)
    deck.play_to_the_end()
    pick(deck, "activation", "relu")
    deck.ready()
    wait_for_greys(deck, 2)
    (_, grey, _), (name, again, values) = behind(deck)
    assert (name, again, values) == ("activation softmax", colour, losses)
    assert grey != colour
    pick(deck, "dataset", "Circle")
    deck.ready()
    go(deck, "Data")
    go(deck, "Deck")
    deck.key("pins").get_by_role("button", name="Pinned: 1").click()
    deck.page.get_by_text("activation softmax instead of relu; epoch 60").wait_for()
    deck.page.get_by_role("button", name="Put back").click()
    deck.finished()
    still(deck)
    assert (deck.losses(), weights(deck), deck.epoch()) == (losses, shown, 60)
    assert deck.chosen("activation") == "softmax"
    deck.key("pin").get_by_role("button", name="Unpin").wait_for()
    deck.press("pin")
    deck.key("pin").get_by_role("button", name="Pin", exact=True).wait_for()

"""What a click in a chart opens: the recurrence of a step, the rows of a cell. Two clicks at one moment count both."""

from tests.browser.app.deck import FASTEST


def click(deck, figure, across, down):
    """Click in the chart at these shares of its width and height, from the upper left."""
    axes = deck.chart(figure).locator(".nsewdrag").first
    axes.scroll_into_view_if_needed()
    box = axes.bounding_box()
    deck.page.mouse.click(box["x"] + across * box["width"], box["y"] + down * box["height"])


def test_a_click_on_a_step_opens_its_recurrence_and_one_on_a_cell_lists_its_rows(open_deck):
    deck = open_deck("/?dataset=Lecture%3A+ten+steps&net=rnn&panels=hidden,loss,confusion,cell_rows").ready()
    deck.wait_for_points(50, "hidden_chart", exactly=True)
    click(deck, "hidden_chart", 0.55, 0.5)
    deck.key("row").get_by_text("Time step 6").wait_for()
    deck.key("row").locator(".katex").first.wait_for()
    deck.wait_for_points(4, "confusion_chart", exactly=True)
    click(deck, "confusion_chart", 0.75, 0.25)
    deck.key("cell_rows").get_by_text("label “no”, predicted “ya”").wait_for()


def test_of_two_clicks_at_one_moment_in_two_parts_of_the_page_both_are_seen(deck):
    deck.speed(FASTEST)
    deck.page.evaluate(
        """() => {
            document.querySelector(".st-key-log input").click()
            document.querySelector(".st-key-play button").click()
        }"""
    )
    deck.finished()
    assert deck.key("log").locator("input").is_checked()

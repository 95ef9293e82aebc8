"""What does not change is not drawn again: drawing and training often share two cores."""

CHARTS = ("loss_chart", "decision_chart", "confusion_chart", "W1_chart", "W2_chart")

COUNT = """charts => {
    window.drawings = Object.fromEntries(charts.map(chart => [chart, 0]))
    for (const chart of charts)
        document.querySelector(`[data-figure=${chart}]`).on('plotly_afterplot', () => window.drawings[chart]++)
}"""


def drawings(deck):
    return deck.page.evaluate("window.drawings")


def test_a_page_that_is_sent_again_leaves_its_charts_as_they_are_and_an_epoch_changes_them(deck):
    deck.page.locator("[data-figure=decision_chart] .heatmaplayer image").wait_for()
    deck.page.wait_for_timeout(1000)
    deck.page.evaluate(COUNT, list(CHARTS))
    deck.speed(5)  # with every change of the speed the whole page is sent
    deck.page.wait_for_timeout(1000)
    assert drawings(deck) == dict.fromkeys(CHARTS, 0)
    deck.press("step")
    deck.says("Paused at epoch 1")
    deck.page.wait_for_function("() => ['loss_chart', 'W1_chart', 'W2_chart'].every(one => window.drawings[one])")

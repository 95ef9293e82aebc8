"""What does not change is not drawn again, and what can be clicked stays where it is."""

import pytest

CHARTS = ("loss_chart", "decision_chart", "confusion_chart", "W1_chart", "W2_chart")

COUNT = """charts => {
    window.drawings = Object.fromEntries(charts.map(chart => [chart, 0]))
    window.drawnAt = performance.now()
    for (const chart of charts)
        document.querySelector(`[data-figure=${chart}]`).on('plotly_afterplot', () => {
            window.drawings[chart]++
            window.drawnAt = performance.now()
        })
}"""

# The places at which each thing that can be clicked ever stands, also between two frames.
FOLLOW = """() => {
    window.places = {}
    const look = () => {
        const counts = {}
        for (const one of document.querySelectorAll("[class*=st-key-] :is(button, label, input)")) {
            const { x, y, width, height } = one.getBoundingClientRect()
            const key = one.closest("[class*=st-key-]").className.match(/st-key-\\S+/)[0]
            const n = (counts[key + one.tagName] = (counts[key + one.tagName] ?? 0) + 1)
            const seen = (window.places[`${key} ${one.tagName} ${n}`] ??= [])
            const place = [x, y, width, height].map(Math.round).join()
            if (!seen.includes(place)) seen.push(place)
        }
    }
    look()
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true })
}"""


def drawings(deck):
    return deck.page.evaluate("window.drawings")


def test_a_page_that_is_sent_again_leaves_its_charts_as_they_are_and_an_epoch_changes_them(deck):
    deck.page.locator("[data-figure=decision_chart] .heatmaplayer image").wait_for()
    deck.page.evaluate(COUNT, list(CHARTS))
    deck.page.wait_for_function("() => performance.now() - window.drawnAt > 1000")
    before = drawings(deck)
    deck.speed(5)  # with every change of the speed the whole page is sent
    deck.page.wait_for_timeout(1000)
    assert drawings(deck) == before
    deck.press("step")
    deck.says("Paused at epoch 1")
    deck.page.wait_for_function(
        "before => ['loss_chart', 'W1_chart', 'W2_chart'].every(one => window.drawings[one] > before[one])", arg=before
    )


@pytest.mark.parametrize("path", ["/", "/?net=RNN"])
def test_what_can_be_clicked_stays_where_it_is_while_it_plays(open_deck, path):
    deck = open_deck(path).ready()
    deck.set("epochs", 1000)
    deck.speed(20)
    deck.press("play")
    deck.wait_for_epoch(10)
    deck.page.evaluate(FOLLOW)
    deck.wait_for_epoch(60)
    places = deck.page.evaluate("window.places")
    assert any("wrong_first" in name for name in places)
    assert {name: seen for name, seen in places.items() if len(seen) > 1} == {}

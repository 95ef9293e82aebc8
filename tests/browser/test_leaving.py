"""A page that is left for another while it is still drawn anew."""

from tests.browser.app.data import still

# A click on the link, and right after it what a playing tape brings: every part asks to be drawn anew.
LEAVE = """() => {
    const parts = ["tape", "chain", "softmax", "ways", "modes", "time", "pushes", "update", "predict"]
    const links = [...document.querySelectorAll("[data-testid=stTopNavLink]")]
    links.find(link => link.innerText.includes("Deck")).click()
    const detail = Object.fromEntries(parts.map(part => [`asks_${part}`, { number: 1 }]))
    window.dispatchEvent(new CustomEvent("tape-deck", { detail }))
}"""


def test_what_a_page_asks_for_after_it_was_left_does_not_take_the_next_one_away(open_deck):
    deck = open_deck("/autodiff")
    deck.key("part_predict").wait_for()
    still(deck)
    deck.page.evaluate(LEAVE)
    deck.key("predictions").wait_for()
    still(deck)
    assert deck.key("predictions").is_visible()
    assert deck.key("play").is_visible()

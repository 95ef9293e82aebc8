"""What axe finds on each page, and where the focus goes."""

from axe_playwright_python.sync_playwright import Axe

PAGES = {"Data": "scatter", "Explore": "questions", "Autodiff": "part_chain", "Deck": "loss"}
GRAVE = ("serious", "critical")


def grave(page):
    """What axe holds to be serious, each with the first of its places."""
    found = Axe().run(page).response["violations"]
    return [(one["id"], one["nodes"][0]["target"]) for one in found if one["impact"] in GRAVE]


def test_axe_finds_nothing_serious_on_any_page_in_either_theme_and_play_hands_the_focus_to_pause_and_back(deck):
    page, found = deck.page, {}
    page.locator(".st-key-play button").press("Enter")
    deck.playing()
    page.wait_for_function("document.activeElement.closest('.st-key-pause')")
    deck.finished()
    page.wait_for_function("document.activeElement.closest('.st-key-play')")
    assert "Finished" in page.locator(".status-told").inner_text()
    for name, panel in PAGES.items():
        page.get_by_role("navigation").get_by_role("link", name=name).click()
        deck.key(panel).wait_for()
        deck.answered()
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.wait_for_function(
                "scheme => getComputedStyle(document.querySelector('.stApp')).colorScheme === scheme", arg=scheme
            )
            page.wait_for_timeout(1000)  # colours fade over, and wide formulas are found once the letters are there
            found[name, scheme] = grave(page)
    assert {place: what for place, what in found.items() if what} == {}
    assert page.get_by_role("heading", name="Loss").count() == 1

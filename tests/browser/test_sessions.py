"""Two visitors at once: what the one has never reaches the other."""

from tests.browser.app.data import lines, wait_for_sidebar
from tests.processes.processes import wait_until


def test_two_sessions_with_nearly_the_same_file_each_see_their_own(open_deck):
    """Of 60,000 rows one cell differs, far from either end, where a sample of the rows would not find it."""
    common = [f"{'ab'[i % 2]},{i % 97},{i % 89}" for i in range(60_000)]
    decks = []
    for own in ("12345", "54321"):
        mine = [*common]
        mine[31_337] = f"b,{own},1"
        deck = open_deck("/data")
        deck.wait_for_points(1, "scatter_chart")
        deck.upload("\n".join(["y,x1,x2", *mine]) + "\n", "mine.csv")
        deck.page.get_by_text("60,000 rows, 3 columns").wait_for()
        decks.append((deck, own))
    for deck, own in decks:
        wait_for_sidebar(deck, "60,000 rows, 2 features")
        deck.set("way_row", 31_338)
        wait_until(lambda: lines(deck, "way_forth")[1][1] == own, what="the row that differs")  # noqa: B023
        assert f"0 to {own}" in lines(deck, "columns")[2][-1]

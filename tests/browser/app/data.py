"""The page of the data as a visitor handles it: its tables, its lists, its scatter."""

from playwright.sync_api import TimeoutError

ROW, WIDTH_OF_TICKS = 35, 30  # px, of the table's editor
STILL = """() => {
    const app = document.querySelector("[data-testid=stApp]")
    const now = performance.now()
    const busy = app.dataset.testScriptState !== "notRunning" || document.querySelector("[data-stale=true]")
    if (busy || window.stillSince === undefined) window.stillSince = now
    return now - window.stillSince > 250
}"""

RUNS = """() => {
    const app = document.querySelector("[data-testid=stApp]")
    window.hasRun = false
    new MutationObserver(() => { window.hasRun = true }).observe(app, { attributeFilter: ["data-test-script-state"] })
}"""


def go(deck, name):
    """Follow the navigation."""
    deck.page.get_by_role("link", name=name, exact=True).click()


def lines(deck, key):
    """The lines of a table in the panel, header first, as screen readers get them."""
    deck.key(key).first.scroll_into_view_if_needed()  # a table out of view is not drawn
    rows = deck.key(key).locator("canvas table tr")
    rows.nth(1).wait_for(state="attached")
    return rows.evaluate_all("rows => rows.map(row => [...row.children].map(cell => cell.textContent))")


def wait_for_sidebar(deck, text):
    deck.page.locator("section[data-testid=stSidebar]").get_by_text(text).first.wait_for()


def place_of(deck, row, column):
    """Where a cell of the editor is in the window; row 0 is the first, column 0 the first of the file, -1 the ticks."""
    canvas = deck.key("table").locator("canvas").first
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    header = lines(deck, "table")[0]
    n_places = len({"row", "line"}.intersection(header))
    before = WIDTH_OF_TICKS + 60 * n_places
    width = (box["width"] - before) / (len(header) - n_places)
    x = before + width * (column + 0.5) if column >= 0 else WIDTH_OF_TICKS / 2
    return box["x"] + x, box["y"] + ROW * (row + 1.5)


def type_into(deck, row, column, text):
    """Put a text into a cell of the editor. A click on a table that moved meanwhile is done again."""
    field = deck.page.locator("#portal textarea, #portal input").first
    for _ in range(5):
        deck.page.mouse.dblclick(*place_of(deck, row, column))
        try:
            field.wait_for(timeout=3000)
        except TimeoutError:
            continue
        (_, y), box = place_of(deck, row, column), field.bounding_box()
        if box["y"] - ROW / 2 < y < box["y"] + box["height"] + ROW / 2:
            break
        field.press("Escape")  # another row's
    field.fill(text)
    field.press("Enter")


def delete(deck, *rows):
    """Tick these rows of the editor and press Delete."""
    still(deck)
    for row in rows:
        deck.page.mouse.click(*place_of(deck, row, -1))
    deck.page.keyboard.press("Delete")
    still(deck)


def still(deck):
    """Wait until the page has been drawn, and is not being drawn anew: an open list is lost in that."""
    deck.page.evaluate("window.stillSince = undefined")
    deck.page.wait_for_function(STILL)


def pick(deck, key, text):
    """Type a part of an option into a list and take the first that is left, which must change something.

    A list that closed because the page below it moved is opened again; the choice itself is made once.
    """
    field, option = deck.key(key).locator("input"), deck.page.get_by_role("option").filter(has_text=text).first
    for _ in range(5):
        still(deck)
        field.scroll_into_view_if_needed()
        field.fill("")
        field.fill(text)
        try:
            option.wait_for(timeout=5000)
            break
        except TimeoutError:
            field.press("Escape")
    deck.page.evaluate(RUNS)
    field.press("Enter")
    deck.page.wait_for_function("() => window.hasRun")
    still(deck)


def tap(deck, x, y):
    """Click at this place of the scatter, in the units of its axes."""
    chart = deck.chart("scatter_chart")
    chart.scroll_into_view_if_needed()
    place = chart.evaluate(
        """(plot, [x, y]) => {
            const { xaxis, yaxis } = plot._fullLayout
            const box = plot.getBoundingClientRect()
            return [box.left + xaxis._offset + xaxis.d2p(x), box.top + yaxis._offset + yaxis.d2p(y)]
        }""",
        [x, y],
    )
    deck.page.mouse.click(*place)


def downloaded(deck, name="lecture_mlp.csv"):
    """The text of the file the download button gives, which is called this."""
    still(deck)
    with deck.page.expect_download() as download:
        deck.press("download_table")
    assert download.value.suggested_filename == name
    return download.value.path().read_text()

"""The page of the data: the table in one's own hands, how it was read, and the way of a row into the net."""

import pytest
from playwright.sync_api import TimeoutError

from tests.processes import wait_until

ROW, WIDTH_OF_TICKS = 35, 30  # px, of the table's editor


@pytest.fixture
def data(open_deck):
    """The app, open at the data, everything drawn."""
    deck = open_deck("/data")
    deck.wait_for_points(1, "scatter_chart")
    return deck


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


def type_into(deck, row, column, text):
    """Put a text into a cell of the editor; row 0 is the first, column 0 the first of the file."""
    canvas = deck.key("table").locator("canvas").first
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    header = lines(deck, "table")[0]
    n_places = len({"row", "line"}.intersection(header))
    before = WIDTH_OF_TICKS + 60 * n_places
    width = (box["width"] - before) / (len(header) - n_places)
    x, y = before + width * (column + 0.5), ROW * (row + 1.5)
    deck.page.mouse.dblclick(box["x"] + x, box["y"] + y)
    field = deck.page.locator("#portal textarea, #portal input").first
    field.fill(text)
    field.press("Enter")


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


def still(deck):
    """Wait until the page has been drawn, and is not being drawn anew: an open list is lost in that."""
    deck.page.evaluate("window.stillSince = undefined")
    deck.page.wait_for_function(STILL)


def pick(deck, key, text):
    """Type a part of an option into a list and take the first that is left, which must change something.

    First without the pointer, and once more if need be: a list closes where the page below it moves, its options too.
    """
    field = deck.key(key).locator("input")
    for attempt in range(5):
        still(deck)
        field.scroll_into_view_if_needed()
        field.fill("")
        field.fill(text)
        deck.page.evaluate(RUNS)
        try:
            option = deck.page.get_by_role("option").filter(has_text=text).first
            if attempt:
                option.click(timeout=5000)
            else:
                option.wait_for(timeout=5000)
                field.press("Enter")
            deck.page.wait_for_function("() => window.hasRun", timeout=5000)
        except TimeoutError:
            field.press("Escape")
        else:
            return still(deck)
    raise AssertionError(f"{key} does not take {text}")


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


def test_a_changed_cell_is_another_table_and_can_be_taken_back(data):
    assert lines(data, "table")[:2] == [["row", "line", "y", "x1", "x2"], ["1", "2", "ya", "-1", "-1"]]
    type_into(data, 0, 0, "no")
    wait_for_sidebar(data, "9 rows, 2 features, label y: no 5, ya 4")
    data.page.get_by_text("9 rows, 3 columns, changed here").wait_for()
    assert "lecture_mlp.csv, changed" in data.chosen("dataset")
    type_into(data, 1, 1, "-1.5")
    data.set("way_row", 2)
    wait_until(lambda: "−1.5" in lines(data, "way_forth")[1], what="the way of row 2 as it was changed")
    data.press("undo")
    wait_until(lambda: "−1.5" not in lines(data, "way_forth")[1], what="the way of row 2 as it was")
    data.press("undo")
    wait_for_sidebar(data, "9 rows, 2 features, label y: no 4, ya 5")
    assert "nine points" in data.chosen("dataset")


def test_a_change_survives_the_page_and_the_deck_trains_on_it(data):
    type_into(data, 0, 0, "no")
    wait_for_sidebar(data, "no 5, ya 4")
    go(data, "Deck")
    data.ready()
    data.play_to_the_end()
    assert data.table()[1][2] == "no"
    go(data, "Data")
    data.page.get_by_text("changed here").wait_for()
    data.press("back_to_file")
    wait_for_sidebar(data, "no 4, ya 5")
    data.press("undo")
    wait_for_sidebar(data, "no 5, ya 4")


def test_what_cannot_be_trained_on_is_said_and_the_net_keeps_what_it_has(data):
    """Beside the choices, where it can be put right; on another page in the sidebar."""
    type_into(data, 0, 1, "abc")
    problem = data.page.locator("[data-testid=stAlertContentError]")
    assert "“abc” on row 1, which is not a number" in data.problem()
    assert data.key("choices").locator(problem).count() == 1
    assert "9 rows, 2 features" in data.sidebar()
    go(data, "Deck")
    data.page.locator("section[data-testid=stSidebar]").locator(problem).get_by_text("“abc” on row 1").wait_for()
    data.ready()
    go(data, "Data")
    data.key("choices").locator(problem).wait_for()
    still(data)
    type_into(data, 0, 1, "3")
    problem.wait_for(state="detached")


def test_clicks_add_points_of_the_chosen_class_however_fast(data):
    pick(data, "click_class", "ya")
    for x, y in ((0.5, 0.5), (-0.5, 0.5), (0.5, -0.5)):
        tap(data, x, y)
    wait_for_sidebar(data, "12 rows, 2 features, label y: no 4, ya 8")
    added = [line.split(",") for line in downloaded(data).splitlines()[-3:]]
    assert [line[0] for line in added] == ["ya"] * 3
    assert [[round(float(cell), 1) for cell in line[1:]] for line in added] == [[0.5, 0.5], [-0.5, 0.5], [0.5, -0.5]]


def downloaded(deck, name="lecture_mlp.csv"):
    """The text of the file the download button gives, which is called this."""
    still(deck)
    with deck.page.expect_download() as download:
        deck.press("download_table")
    assert download.value.suggested_filename == name
    return download.value.path().read_text()


def test_a_drag_in_the_scatter_adds_nothing_and_a_click_after_it_one_point(data):
    data.chart("scatter_chart").scroll_into_view_if_needed()
    box = data.chart("scatter_chart").bounding_box()
    data.page.mouse.move(box["x"] + 150, box["y"] + 150)
    data.page.mouse.down()
    data.page.mouse.move(box["x"] + 250, box["y"] + 220, steps=5)
    data.page.mouse.up()
    tap(data, 0.5, 0.5)
    wait_for_sidebar(data, "10 rows, 2 features")
    still(data)
    assert "10 rows, 2 features" in data.sidebar()


def open_reading(deck):
    deck.page.get_by_text("Read it another way").click()
    deck.key("read_header").wait_for()


def test_every_guess_can_be_overridden_and_what_is_refused_changes_nothing(data):
    data.upload("ort;wert;klasse\nA;1,5;x\nB;2,5;y\nC;3,5;x\nD;0,55;y\n", "messung.csv")
    data.page.get_by_text("4 rows, 3 columns").wait_for()
    open_reading(data)
    pick(data, "read_header", "no")
    data.page.get_by_text("5 rows, 3 columns").wait_for()
    pick(data, "read_encoding", "UTF-16")
    refused = data.page.locator(".stMain [data-testid=stAlertContentError]").first
    refused.get_by_text("cannot be read as utf-16: choose another encoding").wait_for()
    data.page.get_by_text("5 rows, 3 columns").wait_for()


def test_choices_and_axes_survive_a_change_of_page(open_deck):
    deck = open_deck("/data?dataset=Iris+flowers")
    deck.wait_for_points(1, "scatter_chart")
    pick(deck, "choice_left_out", "sepal_width_cm")
    wait_for_sidebar(deck, "150 rows, 3 features")
    pick(deck, "scatter_y", "petal_width_cm")
    deck.set("way_row", 77)
    go(deck, "Deck")
    deck.ready()
    go(deck, "Data")
    deck.wait_for_points(1, "scatter_chart")
    assert "sepal_width_cm" in deck.key("choice_left_out").inner_text()
    assert "petal_width_cm" in deck.chosen("scatter_y")
    assert deck.value("way_row") == "77"
    assert "150 rows, 3 features" in deck.sidebar()


def test_a_text_column_is_one_hot_and_that_is_said(data):
    rows = "".join(
        f"{'ab'[i % 2]},{['rot', 'gruen', 'blau'][i % 3]},{i},{'' if i == 5 else i * 2}\n" for i in range(24)
    )
    data.upload("y,farbe,x,z\n" + rows, "text.csv")
    data.page.get_by_text("24 rows, 4 columns").wait_for()
    text = data.page.locator(".stMain [data-testid=stAlertContentInfo]").inner_text()
    assert "Column “farbe” is text and became one-hot." in text
    assert "missing value" in text
    wait_for_sidebar(data, "23 rows, 5 features")
    data.set("way_row", 2)
    wait_until(lambda: lines(data, "way_target")[1:] == [["a", "0"], ["b", "1"]], what="the way of row 2")
    way = lines(data, "way_forth")
    assert [line[-2:] for line in way[1:]] == [
        ["farbe = blau", "0"],
        ["farbe = gruen", "1"],
        ["farbe = rot", "0"],
        ["x", "1"],
        ["z", "2"],
        ["1", "1"],
    ]
    assert [line[-1] for line in lines(data, "way_back")[1:]] == ["gruen", "1", "2"]


def test_a_problem_made_to_order_is_trained_like_any_table(data):
    pick(data, "problem", "XOR")
    data.set("problem_rows", 40)
    data.press("make_problem")
    wait_for_sidebar(data, "40 rows, 2 features, label class: different")
    go(data, "Deck")
    data.ready()
    data.play_to_the_end()


def test_the_download_is_what_is_on_screen_made_harmless(data):
    data.upload("y,x\n=1+1,1\n=1+1,2\nb,-3\nb,4\n", "formula.csv")
    data.page.get_by_text("4 rows, 2 columns").wait_for()
    text = downloaded(data, "formula.csv")
    assert text.splitlines() == ["y,x", "'=1+1,1", "'=1+1,2", "b,-3", "b,4"]


NASTY = [
    "https://e.example/a",
    "www.e.example",
    "me@e.example",
    "<b>bold</b><img src=//e.example onerror=hit()>",
    "[l](//e.example) ![](//e.example)",
    "$x^2$ :red[r] :material/home: `c`",
    "\u202egnirts",
    "😀 :smile: **q**",
    "=1+1",
    "n" * 10_000,
]
# What these would have become, had any of them been taken for markup.
BECOME = """() => {
    const text = (css, words) => [...document.querySelectorAll(css)].filter(e => words.includes(e.textContent.trim()))
    const inside = (css, part) => [...document.querySelectorAll(css)].filter(e => e.outerHTML.includes(part))
    return [
        ...inside("a, img, iframe, script, link, style, form, object, embed, svg image", "e.example"),
        ...text("b, i, em, strong, u, s, code, h1, h2, li, [style*=bold]", ["bold", "f", "q", "c"]),
        ...text("span", ["r", "home", "😄"]),
        ...inside(".katex", "x^2"),
    ].map(e => e.outerHTML.slice(0, 200))
}"""


def became_nothing(deck):
    """Nothing of the file is an element of its own, and nothing is wider than the window."""
    still(deck)
    assert deck.page.evaluate(BECOME) == []
    assert deck.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_names_and_texts_of_a_file_are_shown_as_they_are_and_become_nothing_else(data):
    header = ",".join(["y", *(f'"{name}"' for name in NASTY)])
    rows = [",".join([NASTY[i % 10], *(str((i * k) % 7) for k in range(1, len(NASTY) + 1))]) for i in range(20)]
    data.upload("\n".join([header, *rows]) + "\n", "www.e.example <i>f</i> **q**.csv")
    data.page.get_by_text("20 rows, 11 columns").wait_for()
    still(data)
    shown = [line[0] for line in lines(data, "columns")[1:]]
    assert shown[:5] == ["y", *NASTY[:4]]
    assert [line[2] for line in lines(data, "table")[1:5]] == NASTY[:4]
    became_nothing(data)
    pick(data, "label", NASTY[0])
    assert data.chosen("label") == NASTY[0]
    assert NASTY[0] in data.problem()  # its column of texts has not been made one-hot
    became_nothing(data)
    pick(data, "label", "y")
    data.page.locator("[data-testid=stAlertContentError]").wait_for(state="detached")
    pick(data, "choice_left_out", "1+1")
    wait_for_sidebar(data, "20 rows, 9 features")
    became_nothing(data)
    for net, last in (("MLP", "pushes_chart"), ("RNN", "time_reach")):
        data.choose_net(net)
        go(data, "Deck")
        data.ready()
        became_nothing(data)
        data.play_to_the_end()
        became_nothing(data)
        go(data, "Autodiff")
        data.key("part_time").scroll_into_view_if_needed()
        data.wait_for_points(1, last)
        became_nothing(data)
    go(data, "Data")
    data.wait_for_points(1, "scatter_chart")
    became_nothing(data)


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


def test_on_a_phone_nothing_runs_over_the_edge(open_deck):
    deck = open_deck("/data", viewport={"width": 390, "height": 844}, has_touch=True)
    deck.wait_for_points(1, "scatter_chart")
    assert deck.page.evaluate("document.documentElement.scrollWidth") <= 390

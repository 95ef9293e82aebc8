"""What is chosen on the page of the data: how the file is read, what is made of its columns, which problem."""

from tests.browser.app.data import go, lines, pick, wait_for_sidebar
from tests.processes.processes import wait_until


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


def test_choices_and_axes_survive_a_change_of_page_and_another_choice_stops_the_tape(open_deck):
    deck = open_deck("/data?dataset=Iris+flowers")
    deck.wait_for_points(1, "scatter_chart")
    pick(deck, "choice_left_out", "sepal_width_cm")
    wait_for_sidebar(deck, "150 rows, 3 features")
    assert "petal_width_cm" in deck.chosen("scatter_y")
    pick(deck, "scatter_y", "sepal_length_cm")
    deck.set("way_row", 77)
    go(deck, "Deck")
    deck.ready()
    deck.speed(20)
    deck.press("play")
    deck.wait_for_epoch(3)
    go(deck, "Data")
    deck.wait_for_points(1, "scatter_chart")
    assert "sepal_width_cm" in deck.key("choice_left_out").inner_text()
    assert "sepal_length_cm" in deck.chosen("scatter_y")
    assert deck.value("way_row") == "77"
    assert "150 rows, 3 features" in deck.sidebar()
    pick(deck, "choice_left_out", "petal_length_cm")
    wait_for_sidebar(deck, "150 rows, 2 features")
    deck.page.get_by_text("The data changed: the tape starts anew.").wait_for()


def test_a_text_column_is_one_hot_and_that_is_said(data):
    rows = "".join(
        f"{'ab'[i % 2]},{['rot', 'gruen', 'blau'][i % 3]},{i},{'' if i == 5 else i * 2 % 23}\n" for i in range(24)
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


def test_on_a_phone_nothing_runs_over_the_edge(open_deck):
    deck = open_deck("/data", viewport={"width": 390, "height": 844}, has_touch=True)
    deck.wait_for_points(1, "scatter_chart")
    assert deck.page.evaluate("document.documentElement.scrollWidth") <= 390

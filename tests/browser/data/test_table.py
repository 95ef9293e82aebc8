"""The table in a visitor's own hands: changed, taken back, trained on, taken home."""

from tests.browser.app.data import delete, downloaded, go, lines, still, type_into, wait_for_sidebar
from tests.processes.processes import wait_until


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


def test_rows_are_added_and_deleted_down_to_the_last_and_all_of_it_can_be_taken_back(data):
    data.upload("y,x1,x2\n=a,1,2\nb,3,4\n=a,5,6\n", "mine.csv")
    data.page.get_by_text("3 rows, 3 columns").wait_for()
    still(data)
    for column, text in enumerate(("c", "7", "8")):  # in the empty line at the bottom
        type_into(data, 3, column, text)
        still(data)
    wait_for_sidebar(data, "4 rows, 2 features, label y: =a 2, b 1, c 1")
    delete(data, 0, 2)
    wait_for_sidebar(data, "2 rows, 2 features, label y: b 1, c 1")
    delete(data, 0)
    data.page.get_by_text("1 row, 3 columns, changed here").wait_for()
    assert "Every row has the label “c”" in data.problem()
    assert "2 rows, 2 features, label y: b 1, c 1" in data.sidebar()
    delete(data, 0)
    data.page.get_by_text("The last row cannot be deleted: a table has at least one.").wait_for()
    data.page.get_by_text("1 row, 3 columns, changed here").wait_for()
    for n_rows in ("2 rows", "4 rows"):
        still(data)
        data.press("undo")
        wait_for_sidebar(data, f"{n_rows}, 2 features")
    still(data)
    data.press("back_to_file")
    wait_for_sidebar(data, "3 rows, 2 features, label y: =a 2, b 1")
    made_harmless = ["y,x1,x2", "'=a,1,2", "b,3,4", "'=a,5,6"]  # a spreadsheet would take =a for a formula
    assert downloaded(data, "mine.csv").splitlines() == made_harmless


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
    beside = data.key("choices").locator(problem)
    beside.wait_for()
    assert "has no value on row 1 (“abc”)" in beside.inner_text()
    assert "9 rows, 2 features" in data.sidebar()
    go(data, "Deck")
    data.page.locator("section[data-testid=stSidebar]").locator(problem).get_by_text("on row 1 (“abc”)").wait_for()
    data.ready()
    go(data, "Data")
    data.key("choices").locator(problem).wait_for()
    still(data)
    type_into(data, 0, 1, "3")
    problem.first.wait_for(state="detached")

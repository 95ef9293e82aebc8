"""The scatter of a table of two features: a click adds a point, a drag does not."""

from tests.browser.app.data import downloaded, pick, still, tap, wait_for_sidebar


def test_clicks_add_points_of_the_chosen_class_however_fast_and_of_a_new_one(data):
    pick(data, "click_class", "ya")
    for x, y in ((0.5, 0.5), (-0.5, 0.5), (0.5, -0.5)):
        tap(data, x, y)
    wait_for_sidebar(data, "12 rows, 2 features, label y: no 4, ya 8")
    added = [line.split(",") for line in downloaded(data).splitlines()[-3:]]
    assert [line[0] for line in added] == ["ya"] * 3
    assert [[round(float(cell), 1) for cell in line[1:]] for line in added] == [[0.5, 0.5], [-0.5, 0.5], [0.5, -0.5]]
    pick(data, "click_class", "perhaps")
    tap(data, 1.5, 1.5)
    wait_for_sidebar(data, "13 rows, 2 features, label y: no 4, perhaps 1, ya 8")
    data.press("undo")
    wait_for_sidebar(data, "12 rows, 2 features, label y: no 4, ya 8")


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

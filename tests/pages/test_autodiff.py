"""The page Autodiff opens on one part; a part alone has its heading above all else."""

import pytest


@pytest.fixture
def page(app):
    return app.switch_page("autodiff/page.py").run()


def headings(page):
    return [each.value for each in page.subheader]


def keys_in_order(page):
    """The keys of the buttons from top to bottom, the page's own."""
    return [button.key for button in page.main.button]


def test_it_opens_on_its_first_part_and_has_all_on_request(page):
    assert headings(page) == ["1. The chain"]
    page.session_state["part"] = "All parts"
    assert len(headings(page.run())) == 9
    page.session_state["part"] = "Through time"
    assert headings(page.run()) == ["6. Through time"]
    assert not page.exception


def test_alone_the_heading_comes_before_the_transport_and_back_leads_to_the_page_around_it(page):
    page.session_state["part"] = "Softmax"
    page.run()
    assert keys_in_order(page).index("play") < keys_in_order(page).index("open_softmax")
    page.button(key="open_softmax").click().run()
    assert headings(page) == ["2. Softmax"]
    assert keys_in_order(page).index("open_softmax") == 0
    page.button(key="open_softmax").click().run()
    assert headings(page) == ["2. Softmax"]
    assert keys_in_order(page).index("play") < keys_in_order(page).index("open_softmax")
    assert not page.exception


def test_a_part_that_there_is_not_is_the_first_one(page):
    page.session_state["part"] = "Nonsense"
    assert headings(page.run()) == ["1. The chain"]

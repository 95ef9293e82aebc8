"""Step through in a browser: the panels show what is known in each part, and a click on a cell its history."""

import numpy as np
import pytest

from tests.browser.app.server import ROOT, printed
from tests.processes.processes import wait_until


def numbers(deck, name="W1_chart"):
    """The numbers of a matrix as they are drawn."""
    return deck.chart(name).evaluate("plot => plot._fullData[0].z.map(row => Array.from(row))")


def shows(deck, values, **within):
    """Wait until the matrix is these values: its heading may come a frame before its chart."""
    wait_until(lambda: np.allclose(numbers(deck), values, **within), what="the numbers of the matrix")


def part(deck, name):
    """Press, and wait until this part is on the screen."""
    deck.press("step_through")
    deck.key("step_line").locator("strong", has_text=name).wait_for()
    deck.answered()


def test_the_parts_of_a_step_are_shown_and_its_weights_are_those_of_one_epoch(deck):
    deck.wait_for_points(15, "W1_chart", exactly=True)
    first = np.array(numbers(deck))
    second = np.array(printed(ROOT / "sample_data" / "lecture_mlp.csv", "--epochs=1")["weights"]["W1"])
    part(deck, "forward")
    part(deck, "loss")
    assert "0.685844" in deck.key("step_line").inner_text()
    part(deck, "backward")
    deck.key("network").get_by_text("gradient").first.wait_for()
    deck.page.wait_for_function("() => document.querySelector('.st-key-weights').innerText.startsWith('Gradients')")
    shows(deck, first - second, rtol=1e-7, atol=2e-7)
    part(deck, "update")
    deck.wait_for_epoch(1)
    deck.page.wait_for_function("() => document.querySelector('.st-key-weights').innerText.startsWith('Weights')")
    shows(deck, second, rtol=1e-6, atol=0)

    deck.chart("W1_chart").locator(".nsewdrag").first.click(position={"x": 5, "y": 5})
    deck.key("weights").get_by_text("W1[1,1]").wait_for()
    deck.wait_for_points(2, "weights_cell_chart", exactly=True)
    curve = deck.chart("weights_cell_chart").evaluate("plot => Array.from(plot._fullData[0].y)")
    np.testing.assert_allclose(curve, [first[0, 0], second[0, 0]], rtol=1e-6)
    deck.press("play")
    deck.playing()
    deck.key("step_line").wait_for(state="hidden")


def test_panels_keep_their_place_while_a_step_is_taken_in_parts_and_when_the_run_has_ended(open_deck):
    deck = open_deck(viewport={"width": 1280, "height": 720}).ready()
    place = deck.key("loss").bounding_box()
    for name in ("forward", "loss", "backward", "update"):
        part(deck, name)
        assert deck.key("loss").bounding_box() == pytest.approx(place, abs=0.5), name
    deck.play_to_the_end()
    assert deck.key("loss").bounding_box() == pytest.approx(place, abs=0.5)

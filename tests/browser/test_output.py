"""A sigmoid output, chosen, trained and shown: one row of weights, and both classes wherever they were before."""

import numpy as np
import pytest

from tests.browser.app.data import pick
from tests.browser.app.server import ROOT, printed

MLP = ROOT / "sample_data" / "lecture_mlp.csv"
CELLS = 3600


def softmax(sums):
    powers = np.exp(sums - sums.max(axis=0))
    return powers / powers.sum(axis=0)


def p_of_second(weights, x, y):
    """P = sigmoid(W2 softmax(W1 X)) at each place of the map, (n, n)."""
    places = np.stack([*np.meshgrid(x, y), np.ones((len(y), len(x)))]).reshape(3, -1)
    z = np.array(weights["W2"]) @ softmax(np.array(weights["W1"]) @ places)
    return (1 / (1 + np.exp(-z))).reshape(len(y), len(x))


def test_a_sigmoid_output_is_chosen_trained_shown_and_stands_in_the_address(deck, open_deck):
    deck.page.locator("section[data-testid=stSidebar]").get_by_text("More", exact=True).click()
    pick(deck, "output", "sigmoid")
    deck.wait_for_text("20 weights: W1 5×3, W2 1×5")
    deck.page.wait_for_function("() => location.search.includes('output=sigmoid')")
    deck.ready()
    deck.key("weights").get_by_text("1×5").wait_for()
    deck.play_to_the_end()
    expected = printed(MLP, "--output", "sigmoid")
    assert deck.losses()[-1] == pytest.approx(expected["cost"], rel=1e-5)
    assert deck.n_points("W2_chart") == 5
    estimate = expected["estimate"]
    deck.page.wait_for_function(
        """last => {
            const cells = [...document.querySelectorAll('.st-key-predictions canvas table td')]
            return cells.some(cell => cell.textContent.startsWith(last))
        }""",
        arg=f"{estimate[0][0]:.5f}"[:-1],
    )
    header, *rows = deck.table()
    places = [header.index("p(no)"), header.index("p(ya)")]
    assert [[float(row[place]) for place in places] for row in rows] == pytest.approx(np.array(estimate), abs=1e-6)
    deck.wait_for_points(CELLS, "decision_chart", exactly=True)
    x, y = (deck.chart("decision_chart").evaluate(f"plot => Array.from(plot._fullData[0].{axis})") for axis in "xy")
    p = p_of_second(expected["weights"], np.array(x), np.array(y))
    assert 0.01 < (p > 0.5).mean() < 0.99
    cells = (p > 0.5) + 2 * np.maximum(p, 1 - p) - 1  # the predicted class, and how sure it is of that
    deck.page.wait_for_function(
        """cells => {
            const {z, type} = document.querySelector('[data-figure=decision_chart]')._fullData[0]
            return type === 'heatmap' && cells.every((row, i) => row.every((c, j) => Math.abs(z[i][j] - 1000 * c) <= 3))
        }""",
        arg=cells.tolist(),
    )
    again = open_deck("/?output=sigmoid").ready()
    assert again.losses()[0] == deck.losses()[0]
    again.key("weights").get_by_text("1×5").wait_for()

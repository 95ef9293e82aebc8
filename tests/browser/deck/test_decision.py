"""The decision panel: the map is what the net says at each place, at the epoch that is shown."""

import numpy as np
import pytest

from nets.data.csv.parse import read
from tests.browser.app.deck import FASTEST
from tests.browser.app.server import ROOT, printed

MLP = ROOT / "sample_data" / "lecture_mlp.csv"
PENGUINS = ROOT / "tests" / "browser" / "app" / "penguins.csv"
CELLS = 3600

# Of each place: the predicted class, and how far its probability is from 1/K towards 1, as the colours say it.
MAP = """plot => {
    const {z, zmax, colorscale, x, y} = plot._fullData[0]
    const rows = Array.from(z, row => Array.from(row))
    return {z: rows, zmax, n: colorscale.length / 2, x: Array.from(x), y: Array.from(y)}
}"""


def drawn(deck):
    """The map as it is drawn: x (n,), y (n,), predicted (n, n), probability (n, n)."""
    found = deck.chart("decision_chart").evaluate(MAP)
    place = np.array(found["z"]) / found["zmax"] * found["n"]
    x, y = np.array(found["x"]), np.array(found["y"])
    least = 1 / found["n"]
    return x, y, np.floor(place).astype(int), least + (1 - least) * (place % 1)


def softmax(sums):
    powers = np.exp(sums - sums.max(axis=0))
    return powers / powers.sum(axis=0)


def lecture_says(weights, x, y):
    """P = softmax(W2 softmax(W1 X)) at every place, (K, n, n)."""
    places = np.stack([*np.meshgrid(x, y), np.ones((len(y), len(x)))]).reshape(3, -1)
    return softmax(np.array(weights["W2"]) @ softmax(np.array(weights["W1"]) @ places)).reshape(-1, len(y), len(x))


def wait_for_map(deck, weights):
    """Wait until the map of these weights is drawn: its middle cells show what the net with them says there."""
    deck.wait_for_points(CELLS, "decision_chart", exactly=True)
    x, y, _, _ = drawn(deck)
    probs = lecture_says(weights, x, y)
    expected = (probs.argmax(axis=0) + 2 * probs.max(axis=0) - 1) * 1000
    deck.page.wait_for_function(
        """([cells, within]) => {
            const {z, type} = document.querySelector('[data-figure=decision_chart]')._fullData[0]
            return type === 'heatmap' && cells.every(([i, j, value]) => Math.abs(z[i][j] - value) <= within)
        }""",
        arg=[[[i, j, float(expected[i, j])] for i, j in ((3, 3), (30, 30), (30, 3), (55, 40))], 3],
    )
    return probs


def test_the_map_moves_while_it_plays_is_the_net_s_own_and_rewinds_with_it(deck):
    plot = deck.chart("decision_chart")
    deck.wait_for_points(CELLS, "decision_chart", exactly=True)
    plot.evaluate("plot => { plot.marked = true }")
    before = drawn(deck)[3]
    deck.speed(20)
    deck.press("play")
    deck.wait_for_epoch(5)
    deck.page.wait_for_function(
        """before => {
            const {z} = document.querySelector('[data-figure=decision_chart]')._fullData[0]
            return z && Math.abs(z[30][30] - before) > 4
        }""",
        arg=float(plot.evaluate("plot => plot._fullData[0].z[30][30]")),
    )
    deck.speed(FASTEST)
    deck.finished()
    probs = wait_for_map(deck, printed(MLP)["weights"])
    _, _, predicted, probability = drawn(deck)
    assert (predicted == probs.argmax(axis=0))[probs.max(axis=0) > 0.501].all()
    np.testing.assert_allclose(probability, probs.max(axis=0), atol=2e-3)
    slider = deck.rewind()
    slider.press("Home")
    deck.says("Rewound to epoch 0")
    slider.press("ArrowRight")
    deck.says("Rewound to epoch 1 of")
    wait_for_map(deck, printed(MLP, "--epochs", "1")["weights"])
    assert not np.allclose(drawn(deck)[3], before, atol=1e-4)
    assert plot.evaluate("plot => plot.marked") is True
    deck.choose_net("RNN")
    deck.ready()
    assert deck.key("decision").count() == 0


def test_of_more_features_two_are_chosen_and_the_axes_are_in_the_units_of_the_file(open_deck):
    deck = open_deck("/?scale=standardised&validation_split=0.3").ready()
    deck.upload(PENGUINS.read_bytes(), "penguins.csv")
    deck.wait_for_text("342 rows")
    deck.says("Ready at the initial weights")
    deck.says("others at mean; rings: validation")
    deck.choose("decision_y", "body_mass_g")
    deck.page.wait_for_function(
        """() => {
            const plot = document.querySelector('[data-figure=decision_chart]')
            return plot._fullLayout.yaxis.title.text === 'body_mass_g' && plot._fullData[0].type === 'heatmap'
        }"""
    )
    x, y, _, _ = drawn(deck)
    table = read(PENGUINS.read_bytes(), name="penguins.csv").cells
    lengths, masses = (
        sorted(float(text) for text in table[name] if text not in ("", "NA"))
        for name in ("bill_length_mm", "body_mass_g")
    )
    assert x[0] < lengths[0] < lengths[-1] < x[-1]
    assert y[0] < masses[0] < masses[-1] < y[-1] < 2 * masses[-1]
    traces = deck.chart("decision_chart").evaluate(
        "plot => plot._fullData.slice(1).map(one => ({y: Array.from(one.y), ring: one.marker.line.color}))"
    )
    points = sorted(value for trace in traces for value in trace["y"])
    assert points == pytest.approx(masses, rel=1e-9)
    assert len(traces) == 6  # three classes, each with training rows and validation rows


def test_a_date_stands_on_its_axis_as_a_date(deck):
    rows = [f"{'ab'[day % 2]},2025-03-{day:02} 18:00,{day % 2}" for day in range(1, 21) for _ in range(2)]
    deck.upload("\n".join(["kind,when,size", *rows]))
    deck.ready()
    chart = deck.chart("decision_chart")
    chart.get_by_text("2025").wait_for()
    low, high = chart.evaluate("plot => plot._fullLayout.xaxis.range")
    assert "2025-02-20" < low < "2025-03-01 18:00"
    assert "2025-03-20 18:00" < high < "2025-03-27"
    assert "2025-03-02T18:00:00.000" in chart.evaluate("plot => plot._fullData.map(trace => trace.x[0])")


def test_of_a_smaller_table_the_map_fills_its_axes(deck):
    deck.wait_for_points(CELLS, "decision_chart", exactly=True)
    deck.upload("y,x1,x2\na,1,2\nb,2,1\na,3,3\nb,4,2\n")
    deck.page.wait_for_function(
        """() => {
            const {_fullLayout: axes, _fullData: [map]} = document.querySelector('[data-figure=decision_chart]')
            const ends = [map.x[0], map.x.at(-1), map.y[0], map.y.at(-1)]
            const shown = [...axes.xaxis.range, ...axes.yaxis.range]
            return map.type === 'heatmap' && ends[0] > 0 && `${ends}` === `${shown}`
        }"""
    )

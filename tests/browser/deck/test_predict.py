"""The predict panel: a second file and a typed row, at the epoch that is shown, in the table and on the map."""

import csv

import numpy as np
import pytest

from tests.browser.app.server import ROOT, printed

MLP = ROOT / "sample_data" / "lecture_mlp.csv"
LINES = [line.split(",") for line in MLP.read_text().splitlines()]
REVERSED = "\n".join(f"{x2},7,{x1}" for _, x1, x2 in reversed(LINES[1:]))
DIAMONDS = """() => document.querySelector('[data-figure=decision_chart]')._fullData
    .filter(trace => trace.marker?.symbol === 'diamond')
    .flatMap(trace => Array.from(trace.x, (x, k) => [x, trace.y[k]]))"""


def give(deck, text, name):
    file = {"name": name, "mimeType": "text/csv", "buffer": text.encode()}
    deck.key("predict_upload").locator("input[type=file]").set_input_files(file)


def ask_about(deck, source):
    """Choose where the new rows come from."""
    deck.answered()
    deck.key("predict_source").get_by_text(source).click()
    deck.answered()


def downloaded(deck):
    """The lines of the panel's download, once it can be pressed."""
    with deck.page.expect_download() as download:
        deck.press("predict_download")
    return list(csv.DictReader(download.value.path().read_text().splitlines()))


def probabilities(lines):
    return np.array([[float(line["p(no)"]), float(line["p(ya)"])] for line in lines])


def test_new_rows_are_predicted_at_the_epoch_that_is_shown_and_a_wrong_file_changes_nothing(deck):
    ask_about(deck, "Give a file")
    give(deck, f"x2,id,x1\n{REVERSED}\n", "new.csv")
    deck.says("At epoch 0")
    deck.says("1 column that the net does not read, ignored: “id”.")
    deck.play_to_the_end()
    deck.says("At epoch 100")
    lines = downloaded(deck)
    expected = np.array(printed(MLP)["estimate"])[::-1]
    assert list(lines[0]) == ["line", "predicted", "p(no)", "p(ya)", "x2", "id", "x1"]
    assert probabilities(lines) == pytest.approx(expected, abs=1e-6)
    deck.page.wait_for_function(f"() => ({DIAMONDS})().length === 9")
    points = sorted([float(x1), float(x2)] for _, x1, x2 in LINES[1:])
    assert sorted(deck.page.evaluate(DIAMONDS)) == points
    give(deck, "X1,x3\n1,2\n", "wrong.csv")
    assert "wrong.csv: 2 columns that the net reads are missing: “x1” (is it “X1”?)" in deck.problem("wrong.csv")
    slider = deck.rewind()
    slider.press("Home")
    deck.says("At epoch 0")
    slider.press("ArrowRight")
    deck.key("predict").get_by_text("At epoch 1", exact=True).wait_for()
    expected = np.array(printed(MLP, "--epochs", "1")["estimate"])[::-1]
    assert probabilities(downloaded(deck)) == pytest.approx(expected, abs=1e-6)
    ask_about(deck, "Type a row")
    fields = deck.key("predict").locator("[data-testid=stNumberInput] input")
    for k, text in enumerate(("2", "-40")):
        fields.nth(k).fill(text)
    deck.key("predict_typed").locator("button").click()
    deck.says("Row 1: “x2” is “-40”, below all training rows (-2 to 2).")
    deck.says("Outside the map: 1 of 1 new rows.")
    assert [(line["x1"], line["x2"]) for line in downloaded(deck)] == [("2", "-40")]

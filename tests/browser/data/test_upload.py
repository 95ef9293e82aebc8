"""A visitor's own file: a good one goes on the deck, a bad one is refused in a sentence and changes nothing."""

import numpy as np
import pandas as pd

from tests.browser.app.server import ROOT, printed
from tests.processes.processes import wait_until

PENGUINS = ROOT / "tests" / "browser" / "app" / "penguins.csv"  # allisonhorst/palmerpenguins, CC0-1.0: complete rows
BAD = {
    "binary.csv": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)), ""),
    "empty.csv": (b"", "empty"),
    "header.csv": (b"y,x\n", "no row"),
    "one_class.csv": (b"y,x\na,1\na,2\n", "label"),
    "text.csv": (b"y,x\na,one\nb,two\n", "x"),
    "<u>f</u>.csv": (
        b"y,<b>x</b>\na,[l](//e.ex)\nb,2\n",
        "“[l](//e.ex)” on line 2 in column “<b>x</b>”",
    ),
}


def test_a_good_file_learns_what_the_command_line_learns_and_another_label_makes_other_classes(deck, tmp_path):
    file = tmp_path / "mine.csv"
    file.write_text("kind,width,height\n" + "".join(f"{'ab'[i % 2]},{i % 5},{(i * 7) % 11}\n" for i in range(40)))
    deck.upload(file.read_bytes(), "mine.csv")
    deck.wait_for_text("40 rows, 2 features")
    deck.ready()
    assert "mine.csv" in deck.chosen("dataset")
    assert deck.chosen("label") == "kind"
    deck.play_to_the_end()
    assert deck.losses() == printed(file)["losses"]
    deck.choose("label", "width")
    deck.wait_for_text("label width: 0 8, 1 8, 2 8, 3 8, 4 8")
    deck.ready()


def test_of_a_large_table_the_first_rows_are_shown_and_all_can_be_taken_home(deck, tmp_path):
    file = tmp_path / "large.csv"
    file.write_text("kind,width,height\n" + "".join(f"{'ab'[i % 2]},{i % 5},{(i * 7) % 11}\n" for i in range(3000)))
    deck.upload(file.read_bytes(), "large.csv")
    deck.wait_for_text("The first 1,000 of 3,000 rows are shown")
    deck.ready()
    deck.play_to_the_end()
    with deck.page.expect_download() as download:
        deck.press("download")
    told = pd.read_csv(download.value.path())
    assert told["row"].tolist() == list(range(1, 3001))
    np.testing.assert_array_equal(told[["p(a)", "p(b)"]], printed(file)["estimate"])


def test_each_file_that_is_uploaded_over_another_is_the_one_that_is_named_and_shown(deck):
    for n in range(3, 7):
        raw = "kind,width\n" + "".join(f"{'abc'[i % 3]},{i * 0.7}\n" for i in range(10 * n))
        deck.upload(raw.encode(), f"file_{n}.csv")
        deck.wait_for_text(f"{10 * n} rows, 1 feature")
        wait_until(lambda n=n: f"file_{n}.csv" in deck.chosen("dataset"), what="the name of the file")


def test_a_file_of_others_and_back_to_a_sample(deck):
    deck.upload(PENGUINS.read_bytes(), "penguins.csv")
    deck.wait_for_text("342 rows, 4 features")
    assert "Adelie 151, Chinstrap 68, Gentoo 123" in deck.sidebar()
    deck.ready()
    deck.play_to_the_end()
    assert deck.losses() == printed(PENGUINS)["losses"]
    assert deck.metric("Accuracy").endswith("of 342")
    deck.choose("dataset", "nine points")
    deck.ready()
    deck.play_to_the_end()
    assert deck.losses() == printed(ROOT / "sample_data" / "lecture_mlp.csv")["losses"]


def test_bad_files_are_refused_in_one_sentence_each_what_was_there_stays_and_a_good_one_is_taken(deck):
    deck.press("step")
    deck.says("Paused at epoch 1.")
    for epoch, (name, (raw, part)) in enumerate(BAD.items(), start=1):
        deck.upload(raw, name)
        problem = deck.problem(name)
        assert name in problem
        assert part in problem
        assert "\n" not in problem
        assert problem.endswith(".")
        no_markup(deck)
        assert deck.epoch() == epoch
        assert "9 rows, 2 features" in deck.sidebar()
        deck.press("step")
        deck.says(f"Paused at epoch {epoch + 1}.")
    deck.upload(PENGUINS.read_bytes(), "penguins.csv")
    deck.wait_for_text("342 rows, 4 features")
    deck.ready()
    assert deck.page.locator('[data-testid="stAlertContentError"]').count() == 0


MARKUP = {
    "label": "<i>y</i>",
    "features": ["<b>x</b>", "[l](//e.ex)", "$x^2$", "**q**"],
    "classes": ["<s>n</s>", "![](//e.ex)"],
    "file": "<u>f`_o_</u>:red[x].csv",
}


def test_markup_in_a_file_is_shown_as_it_was_written(deck):
    features, classes = MARKUP["features"], MARKUP["classes"]
    script = '"<img src=//e.ex onerror=""window.hit=1"">"'
    lines = [",".join([MARKUP["label"], *features, script])]
    lines += [",".join([classes[i % 2], *(str((i * k) % 7) for k in range(1, 6))]) for i in range(6)]
    deck.upload("\n".join(lines) + "\n", MARKUP["file"])
    deck.wait_for_text("6 rows, 5 features")
    deck.ready()
    deck.play_to_the_end()
    assert MARKUP["label"] in deck.sidebar()
    assert all(name in deck.sidebar() for name in classes)
    assert MARKUP["file"] in deck.chosen("dataset")
    wait_until(lambda: set(features) <= set(deck.table()[0]), what="the names in the table of predictions")
    header, *rows = deck.table()
    assert {row[header.index("label")] for row in rows} == set(classes)
    ticks = deck.chart("W1_chart").locator(".xtick text").all_text_contents()
    assert features == ticks[:4]
    assert sorted(deck.chart("W2_chart").locator(".ytick text").all_text_contents()) == sorted(classes)
    no_markup(deck)


def no_markup(deck):
    """Nothing of the file has become an element, a link or a program."""
    found = deck.page.evaluate(
        """() => [...document.querySelectorAll('img, a, script, iframe, b, i, u, s, .katex, .katex-mathml')]
            .filter(e => e.textContent.length < 9 || e.outerHTML.includes('e.ex'))
            .filter(e => !e.closest('nav, [data-testid=stIconMaterial]'))
            .map(e => e.outerHTML)"""
    )
    own = [html for html in found if "e.ex" in html or html.startswith(("<b>", "<i>", "<u>", "<s>", "<span"))]
    assert own == []
    assert deck.page.evaluate("window.hit") is None

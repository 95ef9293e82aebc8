"""The figure of an RNN that forgets, and the sentence about it."""

import numpy as np
import pytest

from nets.figures.explore.forget import forget_figure, forget_words
from nets.figures.wire import wire
from nets.queries.forget import GONE, Forgotten

LABELS = np.array([0, 1, 1, 0, 1, 1, 0, 0])


def record(change=(0.6, 0.2, 1e-4, 0.0), without=(0, 1, 0, 0), *, step=3, rows=(3, 5, 6, 7)):
    n = len(change)
    of_label = np.stack([np.linspace(0.9, 0.8, n), np.linspace(0.3, 0.7, n)], axis=1)
    return Forgotten(np.array(rows), LABELS[list(rows)], np.array(without), of_label, np.array(change), step)


def test_labels_predictions_and_the_change_stand_over_one_another_by_the_table_s_rows():
    panel = forget_figure(record(), LABELS, classes=("no", "ya"))
    strip, *_, change = panel.figure["data"]
    assert strip["y"] == ["label", "remembers", "forgets"]
    assert strip["z"].tolist() == [[0, 1, 0, 0], [0, 1, 0, 0], [0, 1, 0, 0]]
    assert strip["customdata"][0].tolist() == [4, 6, 7, 8]
    assert change["customdata"][:, 0].tolist() == [4, 6, 7, 8]
    assert change["customdata"][:, 1:] == pytest.approx(record().of_label)
    assert change["y"] == pytest.approx([0.6, 0.2, 1e-4, 1e-8])
    assert panel.figure["layout"]["shapes"][0]["y0"] == GONE
    assert panel.note == ""
    wire(panel.figure)


def test_of_a_long_sequence_the_first_rows_are_drawn():
    labels = np.zeros(900, int)
    n = len(labels)
    found = Forgotten(np.arange(n), labels, labels, np.ones((n, 2)), np.zeros(n), 1)
    panel = forget_figure(found, labels, classes=("no", "ya"))
    assert panel.figure["data"][0]["z"].shape == (3, 200)
    assert panel.note == "The first 200 of 900 rows are drawn."


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (
            record(without=(1, 1, 0, 0)),
            "The change lasts 2 rows: from row 7 on no probability differs by 0.001 or more. "
            "1 predicted class changes, the last in row 4.",
        ),
        (
            record((0.5, 0.0, 0.0, 0.0)),
            "The change lasts 1 row: from row 6 on no probability differs by 0.001 or more. "
            "No predicted class changes.",
        ),
        (
            record((0.5, 0.4, 0.3, 0.2), (1, 0, 1, 1)),
            "The change lasts to the end of the sequence, 4 rows on. 4 predicted classes change, the last in row 8.",
        ),
        (record((0.0, 0.0, 1e-5, 0.0)), "Forgetting before row 4 changes no probability by 0.001 or more."),
        (record(step=0), "Row 4 begins a sequence: the state before it is zero anyway, and nothing changes."),
    ],
)
def test_the_sentence_says_how_far_the_change_lasts(found, said):
    assert forget_words(found) == said

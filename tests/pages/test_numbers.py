"""The numbers beside the buttons: training and validation rows are told in one way."""

import msgspec
import numpy as np

from nets.metrics import Baseline
from nets.settings import Settings
from nets.training.client.view import View
from nets.training.protocol.snapshot import at_weights
from pages.shared.run_numbers import Counted, number_row


def row(scores, accuracy, counted):
    snapshot = msgspec.structs.replace(
        at_weights({}, epoch=7), scores=np.array([scores], np.float32), accuracy=np.array([accuracy], np.float32)
    )
    view = View("paused", False, Settings(), snapshot, 7, np.zeros((8, 1)), None, None, None, None)
    return {
        number.name: (number.text, number.about)
        for number in number_row(view, counted, "ya", n_epochs=view.settings.epochs)
    }


def test_without_validation_rows_it_counts_as_the_course_does_and_says_what_nothing_learnt_would_get():
    found = row([0.25], 8 / 9, Counted(9, 0, Baseline(1, 5, 9)))
    assert list(found) == ["Epoch of 100", "Loss", "Accuracy", "Baseline", "Elapsed"]
    assert (found["Loss"][0], found["Accuracy"][0], found["Baseline"][0]) == ("0.2500", "8 of 9", "5 of 9")
    assert "always saying “ya”" in found["Baseline"][1]


def test_with_validation_rows_both_losses_and_accuracies_stand_there_alike():
    found = row([0.25, 0.5, 0.9], 0.95, Counted(120, 30, Baseline(1, 10, 30)))
    assert (found["Loss"][0], found["Validation loss"][0]) == ("0.2500", "0.5000")
    assert [found[name][0] for name in ("Accuracy", "Validation accuracy", "Baseline")] == ["95.0%", "90.0%", "33.3%"]
    assert "114 of 120 training rows" in found["Accuracy"][1]
    assert "27 of 30 validation rows" in found["Validation accuracy"][1]

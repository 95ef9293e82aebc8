"""A look back: the nearest moment that is known stands in until the trainer has told of the epoch itself."""

import msgspec
import numpy as np
import pytest

from nets.settings import Settings
from nets.training.client.checkpoints import Checkpoints
from nets.training.client.look_back import LookBack
from nets.training.client.view import View
from nets.training.protocol.events import Events
from nets.training.protocol.snapshot import at_weights

EVENTS = Events(Settings())
QUICK_S, SLOW_S = 1e-5, 0.1  # an epoch


def moment(epoch, epoch_s=QUICK_S):
    return msgspec.structs.replace(at_weights({"W1": np.ones(3)}, epoch=epoch), elapsed_s=epoch * epoch_s)


@pytest.fixture
def kept():
    checkpoints = Checkpoints()
    for epoch in (0, 10, 20, 40):
        checkpoints.keep(moment(epoch))
    return checkpoints


@pytest.mark.parametrize(("epoch", "nearest"), [(0, 0), (4, 0), (5, 0), (6, 10), (29, 20), (31, 40), (99, 40)])
def test_the_closest_moment_kept_may_lie_before_or_after(kept, epoch, nearest):
    assert kept.closest(epoch).epoch == nearest
    assert Checkpoints().closest(epoch) is None


def test_what_is_trained_again_quickly_is_asked_for_at_once_while_the_nearest_known_is_shown(kept):
    look = LookBack()
    look.begin(37, kept, last=moment(45))
    assert look.query("run", EVENTS, kept).epoch == 37
    assert (look.shown.epoch, look.is_awaited) == (45, True)
    assert not look.take(moment(37))
    assert (look.shown.epoch, look.is_awaited) == (37, False)
    look.begin(30, kept, last=moment(45))
    assert look.shown.epoch == 37
    look.end()
    assert look.shown is None


def test_what_takes_long_is_asked_for_after_the_nearest_that_is_kept(kept):
    look = LookBack()
    look.begin(38, kept, last=moment(45, SLOW_S))
    first = look.query("run", EVENTS, kept)
    assert (first.epoch, first.start.epoch) == (40, 40)
    assert look.take(moment(40))
    assert (look.shown.epoch, look.is_awaited) == (40, True)
    exact = look.query("run", EVENTS, kept)
    assert (exact.epoch, exact.start.epoch) == (38, 20)
    assert not look.take(moment(12))  # of an earlier wish
    assert (look.shown.epoch, look.is_awaited) == (40, True)
    assert not look.take(moment(38))
    assert (look.shown.epoch, look.is_awaited) == (38, False)


@pytest.mark.parametrize(
    ("scores", "best"),
    [
        ([[3], [1], [2]], 1),
        ([[3, 1, 0.5], [2, 4, 0.5], [1, 5, 0.5]], 0),
        ([[3, 9, 0.5], [2, 4, 0.5], [1, 4, 0.5]], 1),
        ([[3], [np.nan], [2], [np.inf]], 2),
        ([[np.nan]], 0),
        (np.zeros((0, 1)), 0),
    ],
)
def test_the_best_epoch_has_the_lowest_validation_loss_else_training_loss(scores, best):
    view = View("paused", False, Settings(), None, 3, np.array(scores, float), None, None, None, None)
    assert view.best_epoch == best

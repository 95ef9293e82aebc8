"""Decks with something on them, trained without a trainer process."""

import numpy as np

from nets.data.csv.parse import read
from nets.training.client.tape import Tape
from nets.training.engine.run import Run
from nets.training.protocol.messages import Progress
from nets.workspace.deck import Deck
from nets.workspace.runs import Room


class NoTrainers:
    """Stands for the trainers, and trains nothing."""

    def open(self, settings, examples, *, plan=None):
        return Tape(settings, examples, plan=plan)

    def hold(self, tape):
        pass


def deck():
    return Deck(read, pool=NoTrainers, room=Room())


def train(tape, n_epochs):
    """Train so many epochs more as a trainer does, by the tape's own settings and events; tell the tape."""
    start = tape.recorded().start
    run, scores = Run(tape.settings, tape.examples, start=start and start.snapshot), []
    first = run.epoch
    while run.epoch < first + n_epochs and run.diverged_at is None and run.stopped_at is None:
        scores.append(run.advance(first + n_epochs - run.epoch)[:, 0])
    last = run.evaluate(in_brief=True)
    told = np.concatenate([*scores, last.scores[:0]])
    if run.stopped_at is None:
        told = told[: last.epoch - first]
    tape.hear(
        Progress(
            run=tape.id,
            settings=tape.settings,
            first_epoch=first,
            scores=told,
            snapshot=last,
            playing=False,
            diverged_at=run.diverged_at,
            stopped_at=run.stopped_at,
        )
    )


def evaluated(tape):
    """Tell a tape that was opened again how it looks, as a trainer does that is given it."""
    train(tape, 0)
    return tape

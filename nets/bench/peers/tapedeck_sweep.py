"""This project's own engine on a sweep: as `python -m nets sweep` trains it, and one structure after the other."""

import numpy as np

from nets.bench.sweeps import SweepWorkload
from nets.settings.compile_key import compile_key
from nets.sweep.pieces import pieces_of
from nets.sweep.plan import plan_of
from nets.sweep.sweep import Member
from nets.training.engine.all_cores import train_on_all_cores
from nets.training.engine.compile import try_compiler
from nets.training.engine.run import Run


def begin() -> None:
    """Wake the compiler."""
    try_compiler()


def together(workload: SweepWorkload) -> np.ndarray:
    """The last losses of all runs, those of other widths and activations in one function."""
    examples = workload.examples
    pieces = pieces_of(plan_of([Member(run, ()) for run in workload.runs], lambda settings: examples))
    losses = np.empty(len(workload.runs))
    for piece, found in train_on_all_cores(pieces, [examples], lambda n_done: None):
        losses[list(piece.members)] = found.scores[-1, : len(piece.members), 0]
    return losses


def one_by_one(workload: SweepWorkload) -> np.ndarray:
    """The same, one structure after the other."""
    examples, losses = workload.examples, np.empty(len(workload.runs))
    structures: dict = {}
    for place, run in enumerate(workload.runs):
        structures.setdefault(compile_key((run,)), []).append(place)
    for places in structures.values():
        run = Run([workload.runs[place] for place in places], examples)
        while run.epoch < run.settings.epochs:
            run.advance(run.settings.epochs - run.epoch)
        losses[places] = run.evaluate(in_brief=True).loss
    return losses

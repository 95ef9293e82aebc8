"""The paths a landscape shows: that of the run on the deck, and those of kept runs that began at the same weights."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nets.errors import Code, Refusal
from nets.landscape.plane import line_of
from nets.queries.landscape import Directions, KeptPath, LandscapeQuery
from nets.settings.compile_key import forward_key
from nets.workspace.run import Run

MOST_NUMBERS = 1_000_000  # of all paths: they are sent to the trainer
MOST_WEIGHTS = 100_000  # of a net, so that a path has its moments
MOST_RUNS = 8  # beside the deck's


@dataclass(frozen=True, eq=False)
class Question:
    """`query` asks for the landscape; `runs` are those of its paths after the first, which is the deck's."""

    query: LandscapeQuery
    runs: tuple[Run, ...]


def question_of(run: Run, others: Sequence[Run], *, directions: Directions, seed: int) -> Question:
    """What to ask the trainer for the landscape of this run, with the others that have the same start on it.

    They are runs of the same net on the same rows, with its seed: they began at the weights that it began at. Raises
    `Refusal` where the run has not been trained yet, or its net has too many weights.
    """
    own = run.tape.params_kept()
    n_weights = sum(value[0].size for value in next(iter(own.values())).values())
    if n_weights > MOST_WEIGHTS:
        sentence = (
            f"A landscape is drawn of nets of up to {MOST_WEIGHTS:,} weights, and this one has {n_weights:,}: take "
            "fewer hidden units or layers."
        )
        raise Refusal(Code.TOO_WIDE, sentence)
    if directions == "path" and not run.tape.view().end:
        sentence = "The tape has no path yet: train it for a few epochs on the deck, or take random directions."
        raise Refusal(Code.TOO_FEW, sentence)
    beside = [other for other in others if other.tape is not run.tape and _is_beside(other, run)][:MOST_RUNS]
    most = max(4, MOST_NUMBERS // (n_weights * (1 + len(beside))))
    paths = tuple(_path(each, most) for each in (run, *beside))
    return Question(LandscapeQuery(directions, paths, seed), tuple(beside))


def _is_beside(other: Run, run: Run) -> bool:
    """Whether it is a trained run of such a net on the same rows from the same weights."""
    settings, own = other.settings, run.settings
    if (forward_key(settings), settings.seed, settings.init) != (forward_key(own), own.seed, own.init):
        return False
    if (other.data, settings.scale) != (run.data, own.scale) or not other.tape.view().end:
        return False
    if other.facts.events.weights_at(0) != run.facts.events.weights_at(0):
        return False
    return np.array_equal(other.loaded.is_validation, run.loaded.is_validation)


def _path(run: Run, most: int) -> KeptPath:
    """The moments of the run that are kept, at most so many, the first and the last among them."""
    kept = run.tape.params_kept()
    epochs = np.array(list(kept))
    epochs = epochs[np.unique(np.linspace(0, len(epochs) - 1, min(most, len(epochs))).astype(int))]
    lines = np.stack([line_of({name: value[0] for name, value in kept[epoch].items()}) for epoch in epochs.tolist()])
    events = run.tape.events
    return KeptPath(epochs, lines, None if events.of_steps().later else events.first)

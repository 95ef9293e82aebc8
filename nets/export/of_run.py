"""The run on the deck as it is taken elsewhere."""

import numpy as np

from nets.data.prepare.split import Prepared
from nets.export.export import Trained
from nets.export.recipe import Recipe
from nets.training.protocol.examples import examples_of
from nets.workspace.run import Run


def taken_away(run: Run) -> Trained:
    """What is known of a run now: what it is made by, its losses so far, and the weights that are shown.

    The losses are those of every epoch where it has come to its end, else as far as it has come.
    """
    view, loaded = run.tape.view(), run.loaded
    file = run.state.file
    recipe = Recipe(
        loaded.table,
        loaded.dataset,
        examples_of(Prepared(loaded.dataset, loaded.is_validation), view.settings),
        run.events_to_be,
        file.raw if file else None,
        loaded.table.name,
        view.diverged_at,
    )
    params = {name: value[0] for name, value in view.snapshot.params.items()} if view.snapshot else {}
    last = float(view.snapshot.loss[0]) if view.snapshot else float("nan")
    return Trained(recipe, np.asarray(view.losses), last, params, view.epoch, view.diverged_at, view.stopped_at)

"""A recipe trained by the app's own engine."""

from dataclasses import replace

import numpy as np

from nets.export.export import Trained
from nets.export.recipe import Recipe
from nets.training.engine.run import Run


def trained(recipe: Recipe) -> Trained:
    """What the app makes of it, from its initial weights to its last epoch, with all that is done on the way."""
    events, n_epochs = recipe.events, recipe.n_epochs
    run = Run(events.settings_at(0), recipe.examples)
    scores = []
    while True:
        run.set_weights(events.weights_at(run.epoch))
        run.settings = events.settings_at(run.epoch)
        if run.epoch >= n_epochs or run.diverged_at is not None or run.stopped_at is not None:
            break
        stretch = min(n_epochs - run.epoch, events.n_epochs_from(run.epoch))
        scores.append(run.advance(int(stretch))[:, 0])
    last = run.evaluate(in_brief=True)
    curve = np.concatenate([*scores, last.scores[:0]])
    if run.stopped_at is None:
        curve = np.concatenate([curve[: last.epoch], last.scores])
    return Trained(
        replace(recipe, diverged_at=run.diverged_at),
        curve[:, 0],
        float(last.loss[0]),
        {name: value[0] for name, value in last.params.items()},
        last.epoch,
        run.diverged_at,
        run.stopped_at,
    )

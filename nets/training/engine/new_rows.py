"""The forward pass on rows that a net was not trained on, by the engine's own evaluation."""

from collections.abc import Mapping

import numpy as np

from nets.queries.predictions import Predictions, PredictionsQuery
from nets.settings import Settings
from nets.training.engine.run import Run
from nets.training.memory import check_size
from nets.training.protocol.examples import Examples
from nets.training.protocol.snapshot import at_weights


def predictions(
    settings: Settings, params: Mapping[str, np.ndarray], trained_on: Examples, query: PredictionsQuery
) -> Predictions:
    """What the net with these weights, each (rows, columns), which was `trained_on` other rows, predicts for the
    query's.

    The classes have the weights in the loss that they had in training. Rows without a label are to the engine what
    validation rows are: their outputs count in no score.
    Raises `SettingsError` where net and rows together are too large.
    """
    check_size(
        settings,
        n_rows=len(query.targets),
        n_features=len(query.columns),
        n_classes=trained_on.n_classes,
        groups=query.groups,
    )
    is_labelled = query.targets >= 0
    examples = Examples(
        query.columns,
        np.maximum(query.targets, 0),
        trained_on.n_classes,
        groups=query.groups,
        is_validation=~is_labelled if is_labelled.any() and not is_labelled.all() else None,
        class_weights=trained_on.class_weights,
    )
    start = at_weights({name: value[None] for name, value in params.items()})
    found = Run(settings, examples, start=start).outputs()
    return Predictions(
        predicted=found.predicted[0],
        probs=found.probs[0],
        loss=float(found.loss[0]) if is_labelled.any() else None,
        accuracy=float(found.accuracy[0]) if is_labelled.any() else None,
    )

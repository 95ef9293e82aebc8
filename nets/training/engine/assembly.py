"""Runs as the compiled functions take them: side by side, padded where some are narrower than others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import msgspec
import numpy as np
import tensorflow as tf

from nets.models.heads import head_of
from nets.models.mixture import Mixture
from nets.models.padding import Arrays, initial, own_shape
from nets.settings import Settings
from nets.settings.compile_key import Structure, structure_of
from nets.training.engine.batching import Batch
from nets.training.engine.gradient import forward, model_of
from nets.training.protocol.snapshot import Snapshot


@dataclass(frozen=True)
class Assembly:
    """R runs that can be trained in one function, on rows of `n_features` inputs and `n_classes`."""

    runs: tuple[Settings, ...]
    n_features: int
    n_classes: int

    @cached_property
    def structure(self) -> Structure:
        """What their compiled functions depend on; raises `ValueError` where there is no one function for them."""
        return structure_of(self.runs)

    @cached_property
    def mixture(self) -> Mixture:
        """How they differ inside."""
        activations = self.structure.activations
        units = [run.widths for run in self.runs] if self.structure.is_padded else None
        choice = [activations.index(run.activation) for run in self.runs] if len(activations) > 1 else None
        return Mixture(*(() if each is None else tf.constant(each) for each in (units, choice)))

    def initial(self) -> Arrays:
        """Their first weights by name, (R, rows, columns)."""
        return initial(self.structure.net, runs=self.runs, n_features=self.n_features, n_classes=self.n_classes)

    def taken_out(self, moment: Snapshot, place: int) -> Snapshot:
        """Of a moment of them all, the run at this place alone, its weights and slots at its own shape (1, rows,
        columns): all that training on from there needs.
        """
        sizes = {"n_features": self.n_features, "n_classes": self.n_classes}
        one = slice(place, place + 1)
        params, slots = (
            own_shape(
                {name: value[one] for name, value in part.items()},
                settings=self.runs[place],
                wide=self.structure.net,
                **sizes,
            )
            for part in (moment.params, moment.slots)
        )
        return msgspec.structs.replace(
            moment.without_answers(),
            scores=moment.scores[one],
            accuracy=moment.accuracy[one],
            params=params,
            slots=slots,
        )

    def predictions(
        self, params: Mapping[str, np.ndarray], places: Sequence[int], inputs: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """The class that the MLPs at these m places, of all runs' weights (R, rows, columns), predict at the inputs
        (n, D), in as few bytes as the number of classes needs, and its probability, float32; both (m, n).

        Nothing is compiled for it.
        """
        mine = list(places)
        dtype = tf.as_dtype(self.structure.net.precision)
        mixture = tf.nest.map_structure(lambda value: tf.gather(value, mine), self.mixture)
        columns = tf.constant(np.concatenate([inputs.T, np.ones((1, len(inputs)))]), dtype)
        weights = {name: tf.gather(tf.constant(value, dtype), mine) for name, value in params.items()}
        _, logits = forward(model_of(self.structure, mixture), weights, Batch(columns, columns))
        head = head_of(self.structure.net)
        predicted = head.predicted(logits, axis=1).numpy().astype(np.min_scalar_type(self.n_classes))
        return predicted, tf.reduce_max(head.probabilities(logits, axis=1), axis=1).numpy().astype(np.float32)

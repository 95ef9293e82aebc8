"""The evidence for a diagnosis: a run up to one epoch, and what a trainer was asked about it."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from nets.data.table import shortened
from nets.diagnosis.rows import TrainingRows
from nets.diagnosis.units import Layer, layers_of
from nets.queries.autodiff.through_time import ThroughTime
from nets.queries.curvature import Curvature
from nets.settings import Settings
from nets.training.protocol.snapshot import Snapshot

FEWEST_EPOCHS = 20  # of which a course of the loss can be told
WINDOW = 0.25  # of the epochs so far, the last ones, that say how the loss goes now
FLAT = 0.01  # of the entropy of the labels: a loss that moves less than this has settled
LEARNT = 0.9  # of the entropy of the labels explained: what is still odd inside did no harm
HALF_LEARNT = 0.5
STEADY = 0.95  # of the epochs in which a loss falls steadily
FASTER = 1.05  # times as fast as before


@dataclass(frozen=True, eq=False, kw_only=True)
class Evidence:
    """A run of these settings at `snapshot`, with its `scores` (n + 1, M) of the n epochs to there from `first_epoch`
    on, which is 0, or the last at which weights were set by hand.

    `has_ended`: it trains no further by itself. `diverged_at` is as the run has it. `curvature` and `through_time` are
    the trainer's answers about these weights, None where it was not asked or gave none.
    """

    settings: Settings
    rows: TrainingRows
    snapshot: Snapshot
    scores: np.ndarray
    first_epoch: int = 0
    has_ended: bool = False
    diverged_at: int | None = None
    curvature: Curvature | None = None
    through_time: ThroughTime | None = None

    @cached_property
    def losses(self) -> np.ndarray:
        """The loss at each of these epochs, (n + 1,)."""
        return self.scores[:, 0].astype(np.float64)

    @property
    def loss(self) -> float:
        """The loss of the training rows at the weights of the snapshot."""
        return float(self.snapshot.scores[0, 0])

    @cached_property
    def window(self) -> np.ndarray:
        """The losses of the last quarter of the epochs, at least `FEWEST_EPOCHS` / 2; none where they are too few to
        tell anything from.
        """
        n_epochs = len(self.losses) - 1
        window = self.losses[-max(FEWEST_EPOCHS // 2, int(WINDOW * n_epochs)) - 1 :]
        is_known = np.isfinite(window).all() and np.isfinite(self.losses[0])  # of a run of a sweep some are not
        return window if n_epochs >= FEWEST_EPOCHS and is_known else self.losses[:0]

    @property
    def explained(self) -> float:
        """The share of the labels' entropy that the net takes away, 1 - loss / entropy: 0 is guessing, 1 is all."""
        return 1 - self.loss / max(self.rows.entropy, 1e-12)

    @cached_property
    def recent(self) -> np.ndarray:
        """The losses of the last tenth of the epochs, at least ten; none where `window` has none."""
        return self.window[-max(FEWEST_EPOCHS // 2, (len(self.losses) - 1) // 10) - 1 :]

    @property
    def has_settled(self) -> bool:
        """Whether the loss hardly moves any more, nor begins to, nor would at its pace in the epochs that are left."""
        if not len(self.recent) or self.is_speeding_up:
            return False
        left = 0 if self.has_ended else max(0, self.settings.epochs - self.snapshot.epoch)
        to_come = abs(self.recent[0] - self.recent[-1]) / (len(self.recent) - 1) * left
        return bool(max(np.ptp(self.recent), to_come) <= FLAT * self.rows.entropy)

    @property
    def is_over(self) -> bool:
        """Whether the run has come to something: it has ended after enough epochs, or its loss has settled."""
        return len(self.window) > 0 and (self.has_ended or self.has_settled)

    @property
    def has_failed(self) -> bool:
        """Whether it has come to less than half of what there is to learn."""
        return self.diverged_at is not None or (self.is_over and self.explained < HALF_LEARNT)

    @property
    def is_still_falling(self) -> bool:
        """Whether the loss falls at half its pace from the start, or at a tenth of it but faster and faster."""
        if not len(self.window):
            return False
        pace = (self.losses[0] - self.losses[-1]) / (len(self.losses) - 1)
        pace_now = (self.window[0] - self.window[-1]) / (len(self.window) - 1)
        is_steady = np.mean(np.diff(self.window) < 0) >= STEADY
        least = 0.1 if self.is_speeding_up else 0.5
        return bool(is_steady and pace_now >= least * pace > 0)

    @property
    def is_speeding_up(self) -> bool:
        """Whether the loss is leaving a plateau: it falls steadily, and in the later half of the last epochs more."""
        if not len(self.recent):
            return False
        steps, half = np.diff(self.recent), len(self.recent) // 2
        first, second = self.recent[0] - self.recent[half], self.recent[-half - 1] - self.recent[-1]
        return bool(np.mean(steps < 0) >= STEADY and second > FASTER * first)

    @cached_property
    def predicted(self) -> np.ndarray:
        """The class predicted for each training row, (n,)."""
        return self.snapshot.predicted[0][self.rows.rows]

    @cached_property
    def predicted_counts(self) -> np.ndarray:
        """How many training rows are predicted as each class, (K,)."""
        return np.bincount(self.predicted, minlength=len(self.rows.counts))

    @cached_property
    def n_right(self) -> np.ndarray:
        """How many training rows of each class are predicted as it, (K,)."""
        right = self.predicted == self.rows.targets
        return np.bincount(self.rows.targets[right], minlength=len(self.rows.counts))

    @cached_property
    def layers(self) -> tuple[Layer, ...]:
        """The hidden layers, from the inputs on."""
        return layers_of(self.settings, self.snapshot, self.rows)

    @property
    def steepest(self) -> float | None:
        """The largest eigenvalue of the Hessian; None where it is not known or not above 0, or steps are not by it."""
        is_descent = self.settings.optimiser == "sgd" and not self.settings.batch
        is_known = self.curvature is not None and self.curvature.largest > 0
        return self.curvature.largest if is_known and is_descent else None

    def name(self, k: int) -> str:
        """Class number k in quotation marks."""
        return shortened(self.rows.dataset.classes[k], 24)

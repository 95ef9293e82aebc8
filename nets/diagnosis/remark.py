"""A remark on a run: what it is, the numbers it rests on, where they are seen, and what to try."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from nets.diagnosis.proposal import Proposal

Severity = Literal["fault", "warning", "good"]

# The panel that shows what a remark rests on, by the key it has on the deck.
Panel = Literal["loss", "confusion", "weights", "hidden", "scores", "predictions"]


class Code(StrEnum):
    """The short name of each remark, the most important first: of several the first are told."""

    DIVERGED = "diverged"
    ABOVE_START = "above-start"
    OSCILLATING = "oscillating"
    STUCK = "stuck"
    EQUAL_ROWS = "equal-rows"
    TWIN_UNITS = "twin-units"
    EXPLODING = "exploding-gradients"
    VANISHING = "vanishing-gradients"
    INPUT_SCALE = "input-scale"
    DEAD_RELUS = "dead-relus"
    SATURATED = "saturated-units"
    NEVER_PREDICTED = "class-never-predicted"
    UNBALANCED = "unbalanced-classes"
    OVERFITTING = "overfitting"
    TOO_SLOW = "too-slow"
    NOTHING_LEFT = "nothing-left"


# Remarks on a net that learns, but could do better; those not here are on one that does not.
WARNINGS = {Code.EQUAL_ROWS, Code.INPUT_SCALE, Code.NEVER_PREDICTED, Code.UNBALANCED, Code.OVERFITTING, Code.TOO_SLOW}


@dataclass(frozen=True)
class Remark:
    """`headline` says what it is, without a full stop; `detail` has the numbers, in whole sentences."""

    code: Code
    headline: str
    detail: str
    panel: Panel
    proposal: Proposal | None = None

    @property
    def severity(self) -> Severity:
        """Whether the run failed, could be better, or is done."""
        if self.code == Code.NOTHING_LEFT:
            return "good"
        return "warning" if self.code in WARNINGS else "fault"

    @property
    def sentence(self) -> str:
        """All of it in words."""
        return f"{self.headline}. {self.detail}"

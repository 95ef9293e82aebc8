"""A recorded tape, replayed: forward through its operations, then backward."""

from dataclasses import dataclass
from functools import cached_property

from nets.queries.autodiff.record import Operation


@dataclass(frozen=True)
class Replay:
    """The operations of a record; at each moment (0 up) it is about one of them. Constants are left out."""

    operations: list[Operation]

    @cached_property
    def forward(self) -> list[int]:
        """The places of the operations on the way forward, in order."""
        return [n for n, operation in enumerate(self.operations) if operation.kind != "Const"]

    @cached_property
    def backward(self) -> list[int]:
        """The places of the operations on the way back, in the order in which the gradient reaches them."""
        reached = [n for n in self.forward if self.operations[n].reached >= 0]
        return sorted(reached, key=lambda n: self.operations[n].reached)

    @property
    def last(self) -> int:
        """The last moment."""
        return len(self.forward) + len(self.backward) - 1

    def current(self, moment: int) -> int:
        """The place of the operation that this moment is about."""
        return [*self.forward, *self.backward][moment]

    def is_backward(self, moment: int) -> bool:
        """Whether it is on the way back."""
        return moment >= len(self.forward)

    def number(self, moment: int) -> tuple[int, int]:
        """Which operation of this direction it is (1 up), and of how many."""
        if self.is_backward(moment):
            return moment + 1 - len(self.forward), len(self.backward)
        return moment + 1, len(self.forward)

    def states(self, moment: int) -> list[int]:
        """Of each operation: 0 not yet reached, 1 its value known, 2 its gradient too."""
        reached = set(self.backward[: max(0, moment + 1 - len(self.forward))])
        known = len(self.operations) if self.is_backward(moment) else self.forward[moment] + 1
        return [2 if n in reached else int(n < known) for n in range(len(self.operations))]

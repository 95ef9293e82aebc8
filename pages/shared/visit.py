"""A visit, step by step: what Back leaves, and what it comes back to."""

import secrets
from dataclasses import dataclass, replace

from nets.data.editing import not_editable
from nets.settings import Settings
from nets.workspace.undo import TableState

MOST = 50  # steps that can be gone back


@dataclass(frozen=True)
class Step:
    """Where a visitor stood: the page, the table and the settings, and how often a preset had been chosen.

    `table` tells one table from another, whatever was changed in it since or made of it. `state` is None once the
    table was too large to be kept beside a later one.
    """

    page: str
    table: tuple[object, ...]
    state: TableState | None
    settings: Settings
    n_presets: int


def step_at(page: str, state: TableState, settings: Settings, *, n_presets: int) -> Step:
    """The step of a visitor who stands here."""
    file = state.file
    table = (state.choice, file.name, hash(file.raw)) if file else (state.choice, id(state.start))
    return Step(page, table, state, settings, n_presets)


class Visit:
    """The steps so far, and at which of them the visitor is.

    To open another page, to take another table or a preset is a step. What else changes belongs to the step that it
    is changed at.
    """

    def __init__(self) -> None:
        self.id = secrets.token_urlsafe(9)
        self.at = 0
        self.arrived = 0  # the last time that Back or Forward led somewhere, and the app followed
        self._steps: dict[int, Step] = {}
        self._before: dict[int, Step] = {}  # the steps before the last one was made

    def stand(self, now: Step) -> None:
        """The visitor stands here now."""
        here = self._steps.get(self.at, now)
        if (here.page, here.table, here.n_presets) != (now.page, now.table, now.n_presets):
            self._before = self._steps
            self.at += 1
            self._steps = {n: step for n, step in self._steps.items() if self.at - MOST < n < self.at}
        self._steps = self._steps | {self.at: now}
        if not_editable(now.state.table):
            for n, step in self._steps.items():
                if step.state and step.table != now.table and not_editable(step.state.table):
                    self._steps[n] = replace(step, state=None)

    def has(self, step: int) -> bool:
        """Whether this step can be gone to."""
        return step in self._steps or step in self._before

    def go(self, to: int, *, left: int) -> Step | None:
        """Back or Forward has led from step `left` to another: how all stood there, if it is to be so again.

        Where only pages lie between, table and settings stay as they are, and it is None.
        """
        if self.at == left + 1:  # the page that the tab opened by itself was taken for a new step
            self.at, self._steps = left, self._before
        here, there = self._steps[self.at], self._steps.get(to)
        if there is None:
            return None
        between = [self._steps[n] for n in range(min(self.at, to), max(self.at, to) + 1)]
        self.at = to
        if any((step.table, step.n_presets) != (here.table, here.n_presets) for step in between):
            return there
        self._steps = self._steps | {to: replace(here, page=there.page)}
        return None

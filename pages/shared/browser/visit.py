"""A visit, step by step: what Back leaves, and what it comes back to."""

import secrets
from dataclasses import dataclass, replace

from nets.data.editing import not_editable
from nets.settings import Settings
from nets.workspace.exploration import NOTHING, Definition
from nets.workspace.undo import TableState

MOST = 50  # steps that can be gone back


@dataclass(frozen=True)
class Step:
    """Where a visitor stood: the page, the table, the settings, and the sweep that was asked for.

    `n_puts` is how often all of it had been put at once: by a preset, a question of Explore, or an entry from before a
    reload. `table` tells one table from another, whatever was changed in it since or made of it. `state` is None once
    the table was too large to be kept beside a later one.
    """

    page: str
    table: tuple[object, ...]
    state: TableState | None
    settings: Settings
    n_puts: int
    sweep: Definition = NOTHING


def step_at(page: str, state: TableState, settings: Settings, *, n_puts: int, sweep: Definition = NOTHING) -> Step:
    """The step of a visitor who stands here."""
    file = state.file
    table = (state.choice, file.name, hash(file.raw)) if file else (state.choice, id(state.start))
    return Step(page, table, state, settings, n_puts, sweep)


class Visit:
    """The steps so far, and at which of them the visitor is.

    To open another page, to take another table or a preset, to ask another question or to come to an entry from before
    a reload is a step. What else changes belongs to the step that it is changed at.
    """

    def __init__(self) -> None:
        self.id = secrets.token_urlsafe(9)
        self.at = 0
        self.arrived = 0  # the last time that Back or Forward led somewhere, and the app followed
        self._steps: dict[int, Step] = {}
        self._last = 0  # the highest number of a step so far: entries that were left for good may still have theirs
        self._before: tuple[int, dict[int, Step]] = (0, {})  # how all stood before the last step was made

    def stand(self, now: Step) -> None:
        """The visitor stands here now."""
        here = self._steps.get(self.at, now)
        if (here.page, here.table, here.n_puts) != (now.page, now.table, now.n_puts):
            self._before = self.at, self._steps
            self._last += 1
            self.at = self._last
            self._steps = {n: self._steps[n] for n in sorted(self._steps)[-(MOST - 1) :]}
        self._steps = self._steps | {self.at: now}
        if not_editable(now.state.table):
            for n, step in self._steps.items():
                if step.state and step.table != now.table and not_editable(step.state.table):
                    self._steps[n] = replace(step, state=None)

    def has(self, step: int) -> bool:
        """Whether this step can be gone to."""
        return step in self._steps or step in self._before[1]

    def go(self, to: int, *, left: int) -> Step | None:
        """Back or Forward has led from step `left` to another: how all stood there, if it is to be so again.

        Where only pages lie between, table, settings and sweep stay as they are, and it is None.
        """
        if self.at != left == self._before[0]:  # the page that the tab opened by itself was taken for a new step
            self.at, self._steps = self._before
        here, there = self._steps[self.at], self._steps.get(to)
        if there is None:
            return None
        first, last = sorted((self.at, to))
        between = [step for n, step in self._steps.items() if first <= n <= last]
        self.at = to
        if any((step.table, step.n_puts) != (here.table, here.n_puts) for step in between):
            return there
        self._steps = self._steps | {to: replace(here, page=there.page)}
        return None

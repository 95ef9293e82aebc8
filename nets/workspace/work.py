"""All that a visitor has, at one moment."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from nets.workspace.exploration import NOTHING, Definition
from nets.workspace.run import Run
from nets.workspace.runs import MOST_PINS
from nets.workspace.undo import MOST as MOST_STATES
from nets.workspace.undo import Tables


@dataclass(frozen=True, eq=False)
class Work:
    """The states of the table, and the runs, the oldest first, each with its number if it is pinned; the last is on the
    deck. `is_of_table`: that one is of the table on the deck. `changed_from` is the deck's. `sweep` is what Explore
    varies.
    """

    tables: Tables
    runs: tuple[tuple[Run, int | None], ...]
    is_of_table: bool = True
    changed_from: Mapping[str, str] = field(default_factory=dict)
    sweep: Definition = NOTHING

    @property
    def deck(self) -> tuple[Run, int | None]:
        """The run on the deck, and its number if it is pinned."""
        return self.runs[-1]

    @property
    def is_worth_saving(self) -> bool:
        """Whether anything is in it that its address does not say: a table, or epochs that were trained."""
        is_touched = any(run.tape.events.by_hand or run.tape.view().end for run, _ in self.runs)
        return is_touched or self.tables.own is not None

    @property
    def to_take_along(self) -> "Work":
        """Only what is on the deck, and the pinned runs: no earlier run, no state that was left, no other table."""
        tables = self.tables
        own = tables.current if tables.current is tables.own else None
        pinned = tuple((run, pin) for run, pin in self.runs[:-1] if pin is not None)
        runs = (*pinned, self.deck)
        return replace(self, tables=Tables(tables.current, own, tables.made_of), runs=runs, changed_from={})

    def beside(self, other: "Work") -> "Work":
        """This with what the other has as earlier runs, and its own table to go back to; pins as far as there is room
        for them.
        """
        free = iter(sorted(set(range(MOST_PINS)) - {pin for _, pin in self.runs}))
        kept = [(run, pin) for run, pin in other.runs if run.tape.view().end]
        earlier = tuple((run, None if pin is None else next(free, None)) for run, pin in kept)
        left = (*other.tables.undo, other.tables.own) if other.tables.own else other.tables.undo
        tables = replace(self.tables, undo=(*left, *self.tables.undo)[-MOST_STATES:])
        changed_from = {**other.changed_from, **self.changed_from}
        return replace(self, tables=tables, runs=(*earlier, *self.runs), changed_from=changed_from)

"""All that a visitor has, at one moment."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from nets.workspace.exploration import NOTHING, Definition
from nets.workspace.run import Run
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

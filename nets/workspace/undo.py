"""The states of the table that a visitor can go back to."""

from dataclasses import dataclass, field

from nets.data.editing import not_editable
from nets.data.prepare.options import PreprocessingOptions
from nets.data.table import Note, Table
from nets.workspace.upload import SourceFile

MOST = 50


@dataclass(frozen=True, eq=False)
class TableState:
    """The table on the deck, where it came from, and what is to be made of it.

    `choice` is the entry in the list of tables. `start` is the table before any change by hand. `file` is None for a
    table that was made to order. `notes` say which of the options were suggested.
    """

    choice: str
    table: Table
    options: PreprocessingOptions
    start: Table
    file: SourceFile | None
    notes: tuple[Note, ...] = ()

    @property
    def is_changed(self) -> bool:
        """Whether it has been changed by hand."""
        return self.table is not self.start

    @property
    def suggestion(self) -> str | None:
        """What was suggested, in sentences; None if it was nothing."""
        if not self.notes:
            return None
        return " ".join([*(note.sentence for note in self.notes), "The Data page can change that."])


@dataclass(frozen=True, eq=False)
class Tables:
    """All states of a visitor's table: that on the deck, the visitor's own one, that of which the dataset was made, and
    those that can be gone back to, the latest last.
    """

    current: TableState
    own: TableState | None
    made_of: TableState
    undo: tuple[TableState, ...] = ()


@dataclass
class UndoStack:
    """The states before each change, the latest last."""

    states: list[TableState] = field(default_factory=list)

    def push(self, state: TableState) -> None:
        """Keep a state. One too large to be edited is not held, and clears the stack."""
        if not_editable(state.table):
            self.states.clear()
        else:
            self.states = [*self.states, state][-MOST:]

    def pop(self) -> TableState:
        """The latest state, which leaves the stack."""
        return self.states.pop()

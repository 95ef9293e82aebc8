"""The table a visitor works on, the options for it, and the dataset made of it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from nets.data.columns.infer import RawColumn
from nets.data.datasets.samples import FOLDER, SAMPLES, read_sample
from nets.data.datasets.synthetic import problem_table
from nets.data.editing import edited
from nets.data.prepare.chosen import Chosen
from nets.data.prepare.options import PreprocessingOptions
from nets.data.read_options import READER_DECIDES, Reading
from nets.data.table import Note, Table
from nets.errors import Refusal
from nets.workspace.suggestion import Suggested, Suggestions
from nets.workspace.undo import Tables, TableState, UndoStack
from nets.workspace.upload import RefusedFile, SourceFile

OWN_FILE = "own file"  # the entry in the list of tables that stands for the visitor's own


class Workspace:
    """A visitor's table and what is made of it. A refusal changes neither: `problem` is its sentence.

    `table` and `options` are what the visitor asked for. `dataset` is the last one that could be made. `obstacle` says
    why it is not the one of this table and these options; None: it is.
    """

    def __init__(self, read: Callable[..., Table]) -> None:
        """`read` makes a Table of a file's bytes, its `name` and its `reading`, as `ReaderPool.read` does."""
        self._read = read
        self.own: TableState | None = None
        self.refused: RefusedFile | None = None  # the file that was given last, if it was not taken
        self.problem: str | None = None
        self.obstacle: str | None = None
        self.notice: str | None = None
        self.n_changes = 0  # of the table on the deck: a widget over the table is a new one then
        self.editor_base: Table | None = None  # what the editor of the table began with
        self.n_taps = 0  # clicks in the scatter that have become points
        self._undo = UndoStack()
        self._suggestions = Suggestions()
        self._chosen: dict[tuple[str, ...], Suggested] = {}  # options of this file, by the columns it was read into
        self._memo: dict[str, tuple[tuple[Any, ...], Any]] = {}
        self._current = self._sample(SAMPLES[0].file)
        self.dataset = self._suggestions.dataset(self.table, self.options)
        self._made_of = self._current  # the state that the dataset is of

    @property
    def choice(self) -> str:
        """The entry in the list of tables: a sample's file, or `OWN_FILE`."""
        return self._current.choice

    @property
    def table(self) -> Table:
        """The table on the deck, with all changes by hand."""
        return self._current.table

    @property
    def options(self) -> PreprocessingOptions:
        """What is to be made of the table."""
        return self._current.options

    @property
    def start(self) -> Table:
        """The table before any change by hand."""
        return self._current.start

    @property
    def file(self) -> SourceFile | None:
        """The file the table was read from; None if it was made to order."""
        return self._current.file

    @property
    def suggestions(self) -> tuple[Note, ...]:
        """Notes on the options that were suggested, until the visitor chooses others."""
        return self._current.notes

    @property
    def can_undo(self) -> bool:
        """Whether there is a state of the table to go back to."""
        return self.choice == OWN_FILE and bool(self._undo.states)

    def take(self, raw: bytes, *, name: str, reading: Reading = READER_DECIDES) -> bool:
        """Read an uploaded file. Whether a net can be trained on it; if not, it becomes `refused`."""
        file, is_a_table = SourceFile(raw, name), False
        try:
            table = self._read(raw, name=name, reading=reading)
            is_a_table = True
            suggested = self._suggestions.suggest(table)
        except Refusal as refusal:
            self.refuse(RefusedFile(file, reading, refusal.code, is_a_table), refusal)
            return False
        self._set_own(_own(table, suggested, file))
        return True

    def refuse(self, refused: RefusedFile, refusal: Refusal) -> None:
        """Say that this file was not taken, and why."""
        self.problem = f"{refused.file.name}: {refusal.sentence}"
        self.refused = refused

    def read_refused_again(self, **overrides: Any) -> None:
        """Read the refused file with these fields of its `Reading`, and put it on the deck if that helps."""
        file, reading = self.refused.file, replace(self.refused.reading, **overrides)
        if self.take(file.raw, name=file.name, reading=reading):
            self.choose(OWN_FILE)

    def open_refused(self) -> None:
        """Put the refused file's table on the deck, to be corrected there. The dataset stays until one can be made."""
        self._try(self._open_refused)

    def dismiss_refused(self) -> None:
        """Forget the refused file and its sentence."""
        self.problem = self.refused = None

    def choose(self, choice: str) -> None:
        """Put this table on the deck: a sample's file, or `OWN_FILE`."""
        if choice == OWN_FILE and self.own is None:
            return
        self.refused = None
        self._put(self.own if choice == OWN_FILE else self._sample(choice))

    def set_label(self, label: str) -> None:
        """Let this column hold the classes; all else is proposed anew. If no dataset can be made, `obstacle` says why
        and the last one stays.
        """
        self.problem = None
        options, notes = self._suggestions.suggest_or_plain(self.table, chosen=Chosen(label=label))
        self._current = replace(self._current, options=options, notes=notes)
        self.notice = self._current.suggestion
        self._keep_own_and_make()

    def set_options(self, options: PreprocessingOptions) -> None:
        """Make a dataset by these options. If none can be made, `obstacle` says why and the last one stays."""
        self.problem = self.notice = None
        self._current = replace(self._current, options=options, notes=())
        self._keep_own_and_make()

    def choose_cells(self, options: PreprocessingOptions) -> None:
        """The same where the options say anew what odd cells are: if gaps are in the way for want of a rule for them,
        the one that is proposed is taken, and said.
        """
        self.set_options(options)
        if self.obstacle and options.missing == "refuse":
            try:
                options, notes = self._suggestions.with_rule_for_gaps(self.table, options)
            except Refusal:
                return  # the obstacle is another
            self._current = replace(self._current, options=options, notes=notes)
            self.notice = self._current.suggestion
            self._keep_own_and_make()

    def read_again(self, **overrides: Any) -> None:
        """Read the file with these fields of its `Reading`. Changes by hand go, and `undo` brings them back."""
        self._try(lambda: self._read_as(replace(self.start.reading, **overrides)))

    def edit(self, cells: pd.DataFrame) -> bool:
        """Put these cells in place of the table's. False where they are the same, and nothing happens."""
        if cells.fillna("").to_numpy().tolist() == self.table.cells.to_numpy().tolist():
            return False
        self._try(lambda: self._change(edited(self.table, cells)))
        return True

    def change(self, make: Callable[[Table], Table]) -> None:
        """Put what `make` makes of the table in its place."""
        self._try(lambda: self._change(make(self.table)), is_new=True)

    def reshape(self, make: Callable[[Table], Table]) -> None:
        """Put what `make` makes of the table in its place; what is made of that is proposed anew, but for the label."""
        self._try(lambda: self._reshape(make(self.table)), is_new=True)

    def make_problem(self, key: str, *, n: int, noise: float, seed: int) -> None:
        """Put a table made to order on the deck."""
        self._try(lambda: self._begin(problem_table(key, n=n, noise=noise, seed=seed)), is_new=True)

    def back_to_start(self) -> None:
        """Take back all changes by hand."""
        self._change(self.start)
        self.n_changes += 1

    def undo(self) -> None:
        """Take back the last change of the table."""
        if self.can_undo:
            self._put(self._undo.pop())

    def go_back_to(self, state: TableState) -> None:
        """Put an earlier state on the deck. If it replaces the visitor's own table, `undo` brings that back."""
        if state is self._current:
            return
        if state.choice == OWN_FILE and self.own and self.own.table is not state.table:
            self._undo.push(self.own)
        self._put(state)

    @property
    def tables(self) -> Tables:
        """All states of the table that it has."""
        return Tables(self._current, self.own, self._made_of, tuple(self._undo.states))

    def take_up(self, tables: Tables) -> None:
        """Have these states in place of its own. Raises `DataError`, all staying as it is, where no dataset can be made
        of that of which one was made.
        """
        made_of = tables.made_of
        self.dataset = self._suggestions.dataset(made_of.table, made_of.options)
        self._made_of, self._current, self.own = made_of, tables.current, tables.own
        self._undo, self._chosen = UndoStack(list(tables.undo)), {}
        self.problem = self.notice = self.refused = None
        self.n_changes += 1
        self._make()

    def memoized(self, name: str, of: Sequence[Any], make: Callable[[], Any]) -> Any:
        """The result of `make`, made once as long as `of` are the very same objects. It is this visitor's alone."""
        if name not in self._memo or any(old is not new for old, new in zip(self._memo[name][0], of, strict=True)):
            self._memo[name] = (tuple(of), make())
        return self._memo[name][1]

    def known(self, table: Table) -> dict[str, RawColumn]:
        """What was found of each column of the table, for `columns_of`: the same numbers are not held twice."""
        return self._suggestions.known(table)

    def _sample(self, choice: str) -> TableState:
        table = read_sample(choice)
        options, notes = self._suggestions.suggest(table)
        return TableState(choice, table, options, table, SourceFile((FOLDER / choice).read_bytes(), choice), notes)

    def _try(self, do: Callable[[], None], *, is_new: bool = False) -> None:
        self.problem = self.notice = None
        try:
            do()
        except Refusal as refusal:
            self.problem = refusal.sentence
            self.n_changes += 1  # a widget shows what was refused: a new one does not
        else:
            self.n_changes += is_new

    def _set_own(self, state: TableState) -> None:
        if self.own:
            self._undo.push(self.own)
        self.own = state
        self.refused = None

    def _open_refused(self) -> None:
        file = self.refused.file
        table = self._read(file.raw, name=file.name, reading=self.refused.reading)
        self._set_own(_own(table, self._suggestions.suggest_or_plain(table), file))
        self.choose(OWN_FILE)

    def _read_as(self, reading: Reading) -> None:
        table = self._read(self.file.raw, name=self.file.name, reading=reading)
        self._chosen[self.table.columns] = self.options, self.suggestions
        suggested = self._chosen.get(table.columns) or self._suggestions.suggest_or_plain(table)
        self._undo.push(self._current)
        self._put(_own(table, suggested, self.file))

    def _change(self, table: Table) -> None:
        if table.columns != self.table.columns:
            self._reshape(table)
            return
        self._undo.push(self._current)
        self.own = self._current = replace(self._current, choice=OWN_FILE, table=table)
        self._make()

    def _reshape(self, table: Table) -> None:
        label = self.options.label if self.options.label in table.columns else None
        options, notes = self._suggestions.suggest_or_plain(table, chosen=Chosen(label=label))
        self._undo.push(self._current)
        self.own = self._current = replace(self._current, choice=OWN_FILE, table=table, options=options, notes=notes)
        self.notice = self._current.suggestion
        self._make()

    def _begin(self, table: Table) -> None:
        suggested = self._suggestions.suggest(table)
        self._undo.push(self._current)
        self._put(_own(table, suggested, None))

    def _put(self, state: TableState) -> None:
        self.problem = None
        self.notice = state.suggestion
        if state.file is not self.file:
            self._chosen = {}
        self._current = state
        if state.choice == OWN_FILE:
            self.own = state
        self.n_changes += 1
        self._make()

    def _keep_own_and_make(self) -> None:
        if self.choice == OWN_FILE:
            self.own = self._current
        self._make()

    def _make(self) -> None:
        self.obstacle = None
        if self._made_of.table is self.table and self.dataset.options == self.options:
            self._made_of = self._current
            return
        try:
            self.dataset = self._suggestions.dataset(self.table, self.options)
            self._made_of = self._current
        except Refusal as refusal:
            self.obstacle = refusal.sentence


def _own(table: Table, suggested: Suggested, file: SourceFile | None) -> TableState:
    options, notes = suggested
    return TableState(OWN_FILE, table, options, table, file, notes)

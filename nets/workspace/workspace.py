"""The table in a visitor's hands: how it is read, the versions one can go back to, and the dataset made of it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from nets.data.columns.infer import Plain
from nets.data.datasets.samples import FOLDER, SAMPLES, read_sample
from nets.data.datasets.synthetic import problem_table
from nets.data.editing import edited
from nets.data.prepare.dataset import Dataset, dataset_from
from nets.data.prepare.options import PreprocessingOptions
from nets.data.prepare.suggest import proposed_dataset
from nets.data.read_options import READER_DECIDES, Reading
from nets.data.table import Note, Table
from nets.errors import Refusal
from nets.workspace.undo import File, Refused, Version, Versions

OWN_FILE = "own file"  # the choice of table that stands for the visitor's own

LISTS = ("left_out", "as_text")  # choices that name columns


class Workspace:
    """The table and what is made of it. What was refused is said in `problem`; what was there before stays.

    `table` and `choices` are what is asked for. `dataset` is the last that could be made, `obstacle` says why it
    is not made of these.
    """

    def __init__(self, read: Callable[..., Table]) -> None:
        """`read` makes a Table of a file's bytes, its `name` and its `reading`, as `ReaderPool.read` does."""
        self._read = read
        self.own: Version | None = None
        self.refused: Refused | None = None  # the file that `take` was given last, if it was not taken
        self.problem: str | None = None
        self.obstacle: str | None = None
        self.notice: str | None = None
        self.n_changes = 0  # of the table on the deck: a widget over the table is a new one then
        self.editor_base: Table | None = None  # what the editor of the table began with
        self.n_taps = 0  # clicks in the scatter that have become points
        self._versions = Versions()
        self._chosen: dict[
            tuple[str, ...], tuple[PreprocessingOptions, tuple[Note, ...]]
        ] = {}  # of this file, by its columns
        self._kept: dict[str, tuple[tuple[Any, ...], Any]] = {}
        self._proposed: tuple[Table, Dataset] | None = None  # the last table proposed for, until a dataset is made
        self._at = self._sample(SAMPLES[0].file)
        self.dataset = self._dataset()
        self._made_of = self._at  # the version that the dataset is of

    @property
    def choice(self) -> str:
        """The table on the deck: a sample's file, or `OWN_FILE`."""
        return self._at.choice

    @property
    def table(self) -> Table:
        """The table on the deck, as it was read or as it was changed since."""
        return self._at.table

    @property
    def choices(self) -> PreprocessingOptions:
        """What is to be made of the table."""
        return self._at.choices

    @property
    def start(self) -> Table:
        """The table before any change by hand."""
        return self._at.start

    @property
    def file(self) -> File | None:
        """The file the table was read from, None if it was made."""
        return self._at.file

    @property
    def proposals(self) -> tuple[Note, ...]:
        """What was chosen for the visitor, beyond the plain choices, as long as nothing else was."""
        return self._at.notes

    @property
    def can_undo(self) -> bool:
        """Whether there is a version of the table to go back to."""
        return self.choice == OWN_FILE and bool(self._versions.past)

    def take(self, raw: bytes, *, name: str, reading: Reading = READER_DECIDES) -> bool:
        """Read an uploaded file; whether a net can be trained on it. If not, `refused` has it."""
        file, is_a_table = File(raw, name), False
        try:
            table = self._read(raw, name=name, reading=reading)
            is_a_table = True
            choices, notes = self._propose(table)
        except Refusal as refusal:
            self.problem = f"{name}: {refusal.sentence}"
            self.refused = Refused(file, reading, refusal.code, is_a_table)
            return False
        self._take(Version(OWN_FILE, table, choices, table, file, notes))
        return True

    def take_refused(self, **choices: Any) -> None:
        """Read the refused file with these choices of a `Reading`, and put it on the deck if that makes it good."""
        refused = self.refused
        if self.take(refused.file.raw, name=refused.file.name, reading=replace(refused.reading, **choices)):
            self.choose(OWN_FILE)

    def look_at_refused(self) -> None:
        """Put the refused file's table on the deck, to be mended there; the tape stays until it can be trained on."""
        self._try(self._look_at_refused)

    def choose(self, choice: str) -> None:
        """Put this table on the deck: a sample's file, or `OWN_FILE`."""
        if choice == OWN_FILE and self.own is None:
            return
        self.refused = None
        self._put(self.own if choice == OWN_FILE else self._sample(choice))

    def label_by(self, label: str) -> None:
        """Let this column hold the classes."""
        aside = {name: None for name in ("group", "time") if getattr(self.choices, name) == label}
        others = {name: tuple(each for each in getattr(self.choices, name) if each != label) for name in LISTS}
        self.make_of(replace(self.choices, label=label, bins=None, **others, **aside))

    def make_of(self, choices: PreprocessingOptions) -> None:
        """Make this of the table; if it cannot be made, `obstacle` says why and the last dataset stays."""
        self.problem = self.notice = None
        self._at = replace(self._at, choices=choices, notes=())
        if self.choice == OWN_FILE:
            self.own = self._at
        self._make()

    def read_again(self, **choices: Any) -> None:
        """Read the file with these choices of a `Reading`; what was changed by hand can be had back by `undo`."""
        self._try(lambda: self._read_as(replace(self.start.reading, **choices)))

    def edit(self, cells: pd.DataFrame) -> None:
        """Put these cells in place of the table's."""
        self._try(lambda: self._change(edited(self.table, cells)))

    def change(self, make: Callable[[Table], Table]) -> None:
        """Put what `make` makes of the table in its place."""
        self._try(lambda: self._change(make(self.table)), is_new=True)

    def make_problem(self, key: str, *, n: int, noise: float, seed: int) -> None:
        """Put a problem made to order on the deck."""
        self._try(lambda: self._begin(problem_table(key, n=n, noise=noise, seed=seed)), is_new=True)

    def back_to_start(self) -> None:
        """The table as it was read or made."""
        self._change(self.start)
        self.n_changes += 1

    def undo(self) -> None:
        """The table as it was before the last change of it."""
        if self.can_undo:
            self._put(self._versions.back())

    def go_back_to(self, version: Version) -> None:
        """Put an earlier version on the deck; that of the visitor's own table in its place can be had by `undo`."""
        if version is self._at:
            return
        if version.choice == OWN_FILE and self.own and self.own.table is not version.table:
            self._versions.keep(self.own)
        self._put(version)

    def forgive(self) -> None:
        """Speak no more of what was refused."""
        self.problem = self.refused = None

    def kept(self, name: str, of: Sequence[Any], make: Callable[[], Any]) -> Any:
        """What `make` gives, worked out once as long as it is `of` the very same things; this visitor's alone."""
        if name not in self._kept or any(old is not new for old, new in zip(self._kept[name][0], of, strict=True)):
            self._kept[name] = (tuple(of), make())
        return self._kept[name][1]

    def known(self, table: Table) -> dict[str, Plain]:
        """What was found of each column of the table, for `columns_of`: the same numbers are not held twice."""
        return self.kept("known", [table], dict)

    def _sample(self, choice: str) -> Version:
        table = read_sample(choice)
        choices, notes = self._propose(table)
        return Version(choice, table, choices, table, File((FOLDER / choice).read_bytes(), choice), notes)

    def _try(self, do: Callable[[], None], *, is_new: bool = False) -> None:
        self.problem = self.notice = None
        try:
            do()
        except Refusal as refusal:
            self.problem = refusal.sentence
            self.n_changes += 1  # what a widget shows of it goes
        else:
            self.n_changes += is_new

    def _take(self, version: Version) -> None:
        if self.own:
            self._versions.keep(self.own)
        self.own = version
        self.refused = None

    def _look_at_refused(self) -> None:
        file = self.refused.file
        table = self._read(file.raw, name=file.name, reading=self.refused.reading)
        self._take(Version(OWN_FILE, table, PreprocessingOptions(label=table.columns[0]), table, file))
        self.choose(OWN_FILE)

    def _read_as(self, reading: Reading) -> None:
        table = self._read(self.file.raw, name=self.file.name, reading=reading)
        self._chosen[self.table.columns] = self.choices, self._at.notes
        choices, notes = self._chosen.get(table.columns) or self._proposed_or_plain(table)
        self._versions.keep(self._at)
        self._put(Version(OWN_FILE, table, choices, table, self.file, notes))

    def _change(self, table: Table) -> None:
        self._versions.keep(self._at)
        self.own = self._at = replace(self._at, choice=OWN_FILE, table=table)
        self._make()

    def _begin(self, table: Table) -> None:
        choices, notes = self._propose(table)
        self._versions.keep(self._at)
        self._put(Version(OWN_FILE, table, choices, table, None, notes))

    def _put(self, version: Version) -> None:
        self.problem = None
        self.notice = said(version.notes)
        if version.file is not self._at.file:
            self._chosen = {}
        self._at = version
        if version.choice == OWN_FILE:
            self.own = version
        self.n_changes += 1
        self._make()

    def _make(self) -> None:
        self.obstacle = None
        if self._made_of.table is self.table and self.dataset.choices == self.choices:
            self._made_of = self._at
            return
        try:
            self.dataset = self._dataset()
            self._made_of = self._at
        except Refusal as refusal:
            self.obstacle = refusal.sentence

    def _propose(self, table: Table) -> tuple[PreprocessingOptions, tuple[Note, ...]]:
        known: dict[str, Plain] = {}
        dataset, notes = proposed_dataset(table, known=known)
        self._proposed = table, dataset
        self.kept("known", [table], lambda: known)
        return dataset.choices, notes

    def _proposed_or_plain(self, table: Table) -> tuple[PreprocessingOptions, tuple[Note, ...]]:
        """What to make of a table that is shown whether or not a net can be trained on it."""
        try:
            return self._propose(table)
        except Refusal:
            return PreprocessingOptions(label=table.columns[0]), ()

    def _dataset(self) -> Dataset:
        """What the choices make of the table: what was just proposed, where it is that."""
        ready, self._proposed = self._proposed, None
        if ready and ready[0] is self.table and ready[1].choices == self.choices:
            return ready[1]
        return dataset_from(self.table, choices=self.choices, known=self.known(self.table))


def said(notes: Sequence[Note]) -> str | None:
    if not notes:
        return None
    return " ".join([*(note.sentence for note in notes), "The Data page can change that."])

"""What one visitor has on the deck: a table, the dataset made of it, the settings, and the tape."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
import streamlit as st

from nets.data.choices import Choices
from nets.data.dataset import Dataset, dataset_from
from nets.data.editing import edited
from nets.data.prepared import prepared
from nets.data.problems import problem_table
from nets.data.proposal import proposed
from nets.data.read import read
from nets.data.reading import Reading
from nets.data.samples import FOLDER, SAMPLES, read_sample
from nets.data.table import Note, Table
from nets.errors import Refusal
from nets.settings import Settings, another_net
from nets.training.examples import examples_of
from nets.training.tape import Tape
from pages.shared.trainers import trainers
from pages.shared.versions import File, Version, Versions

GRACE_S = 30  # how long a tab may be out of touch before its tape leaves the trainer
OWN_FILE = "own file"  # the choice of table that stands for the visitor's own


@dataclass(frozen=True)
class Cassette:
    """What a tape was made from."""

    table: Table
    dataset: Dataset
    n_held_out: int


LISTS = ("left_out", "as_text")  # choices that name columns


class Session:
    """The visitor's things. What was refused is said in `problem`; what was there before stays.

    `table` and `choices` are what is asked for. `dataset` is the last that could be made, `obstacle` says why it
    is not made of these. `cassette` is what the tape has: the same, but where no tape could be made of them.
    """

    def __init__(self) -> None:
        self.own: Version | None = None
        self.settings = Settings()
        self.tape: Tape | None = None
        self.problem: str | None = None
        self.obstacle: str | None = None
        self.notice: str | None = None
        self.moved = False  # table or label are others than the sidebar's lists stand at
        self.n_changes = 0  # of the table on the deck: a widget over the table is a new one then
        self.editor_base: Table | None = None  # what the editor of the table began with
        self.n_taps = 0  # clicks in the scatter that have become points
        self._versions = Versions()
        self._kept: dict[str, tuple[tuple[Any, ...], Any]] = {}
        self._at = self._sample(SAMPLES[0].file)
        self.dataset: Dataset = dataset_from(self.table, choices=self.choices)
        self._made_of = self.table
        self.cassette = Cassette(self.table, self.dataset, 0)
        self._tape_of = ""
        self._parked = False
        self._farewell: threading.Timer | None = None

    @property
    def choice(self) -> str:
        """The table on the deck: a sample's file, or `OWN_FILE`."""
        return self._at.choice

    @property
    def table(self) -> Table:
        """The table on the deck, as it was read or as it was changed since."""
        return self._at.table

    @property
    def choices(self) -> Choices:
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

    def take(self, raw: bytes, *, name: str) -> bool:
        """Read an uploaded file; whether a net can be trained on it."""
        try:
            table = read(raw, name=name)
            choices, notes = proposed(table)
        except Refusal as refusal:
            self.problem = f"{name}: {refusal.sentence}"
            return False
        if self.own:
            self._versions.keep(self.own)
        self.own = Version(OWN_FILE, table, choices, table, File(raw, name), notes)
        return True

    def choose(self, choice: str) -> None:
        """Put this table on the deck: a sample's file, or `OWN_FILE`."""
        if choice == OWN_FILE and self.own is None:
            return
        self._put(self.own if choice == OWN_FILE else self._sample(choice))

    def label_by(self, label: str) -> None:
        """Let this column hold the classes."""
        aside = {name: None for name in ("group", "time") if getattr(self.choices, name) == label}
        others = {name: tuple(each for each in getattr(self.choices, name) if each != label) for name in LISTS}
        self.make_of(replace(self.choices, label=label, bins=None, **others, **aside))

    def make_of(self, choices: Choices) -> None:
        """Make this of the table; if it cannot be made, `obstacle` says why and the last dataset stays."""
        self.problem = self.notice = None
        if choices.label != self.choices.label:
            self.moved = True
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

    def forgive(self) -> None:
        """Speak no more of what was refused."""
        self.problem = None

    def kept(self, name: str, of: Sequence[Any], make: Callable[[], Any]) -> Any:
        """What `make` gives, worked out once as long as it is `of` the very same things; this visitor's alone."""
        if name not in self._kept or any(old is not new for old, new in zip(self._kept[name][0], of, strict=True)):
            self._kept[name] = (tuple(of), make())
        return self._kept[name][1]

    def follow(self, settings: Settings) -> None:
        """Have the tape that belongs to the dataset and the settings, a new one if it is another net.

        Raises `Refusal`, the tape staying as it is, where there can be none.
        """
        changed = self._what_changed(settings)
        if changed is not None:
            before = self.tape
            self._open(settings)
            if before:
                if before.view().epoch:
                    said = _said(self._at.notes) if changed == "The data" else None
                    self.notice = " ".join(filter(None, [f"{changed} changed: the tape starts anew.", said]))
                before.drop()
        self.settings = settings

    def reset(self) -> None:
        """Back to the same initial weights."""
        self.notice = None
        self.tape.drop()
        self._open(self.settings)

    def play(self, pace: float | None) -> None:
        """Train on to the last epoch; from the start again if it is reached."""
        self.notice = None
        if self.tape.view().epoch >= self.settings.epochs:
            self.reset()
        self.tape.play(self.settings, pace=pace)

    def step(self) -> None:
        """Train one epoch."""
        self.notice = None
        self.tape.step(self.settings)

    def here(self) -> None:
        """The visitor is (again) in touch: a tape that had left its trainer goes back to one, and on."""
        if self._farewell:
            self._farewell.cancel()
            self._farewell = None
        if self._parked:
            trainers().hold(self.tape)
            self._parked = False

    def gone(self) -> None:
        """The visitor is out of touch: after a grace time the trainer is freed. What the tape holds stays."""
        self._farewell = threading.Timer(GRACE_S, self._park)
        self._farewell.daemon = True
        self._farewell.start()

    def _park(self) -> None:
        if self.tape:
            self.tape.drop()
            self._parked = True

    def _what_changed(self, settings: Settings) -> str | None:
        """What makes it another net than the tape's, None if nothing does."""
        if self.tape is None or self._tape_of != self.dataset.sha256:
            return "The data"
        field = another_net(self.settings, settings)
        return field.title if field else None

    def _open(self, settings: Settings) -> None:
        ready = prepared(self._made_of, settings, choices=self.dataset.choices)
        self.tape = trainers().open(settings, examples_of(ready, settings))
        self.cassette = Cassette(self._made_of, ready.dataset, int(ready.held_out.sum()))
        self._tape_of = self.dataset.sha256

    def _sample(self, choice: str) -> Version:
        table = read_sample(choice)
        choices, notes = proposed(table)
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

    def _read_as(self, reading: Reading) -> None:
        table = read(self.file.raw, name=self.file.name, reading=reading)
        same = table.columns == self.table.columns
        choices, notes = (self.choices, self._at.notes) if same else _proposed_or_plain(table)
        self._versions.keep(self._at)
        self._put(Version(OWN_FILE, table, choices, table, self.file, notes))

    def _change(self, table: Table) -> None:
        self._versions.keep(self._at)
        self.own = self._at = replace(self._at, choice=OWN_FILE, table=table)
        self.moved = True
        self._make()

    def _begin(self, table: Table) -> None:
        choices, notes = proposed(table)
        self._versions.keep(self._at)
        self._put(Version(OWN_FILE, table, choices, table, None, notes))

    def _put(self, version: Version) -> None:
        self.problem = None
        self.notice = _said(version.notes)
        self._at = version
        if version.choice == OWN_FILE:
            self.own = version
        self.moved = True
        self.n_changes += 1
        self._make()

    def _make(self) -> None:
        self.obstacle = None
        if self._made_of is self.table and self.dataset.choices == self.choices:
            return
        try:
            self.dataset = dataset_from(self.table, choices=self.choices)
            self._made_of = self.table
        except Refusal as refusal:
            self.obstacle = refusal.sentence


def _proposed_or_plain(table: Table) -> tuple[Choices, tuple[Note, ...]]:
    """What to make of a table that is shown whether or not a net can be trained on it."""
    try:
        return proposed(table)
    except Refusal:
        return Choices(label=table.columns[0]), ()


def _said(notes: Sequence[Note]) -> str | None:
    if not notes:
        return None
    return " ".join([*(note.sentence for note in notes), "The Data page can change that."])


def current() -> Session:
    """The visitor's session."""
    if "session" not in st.session_state:
        st.session_state["session"] = Session()
    session = st.session_state["session"]
    _presence(session)
    session.here()
    return session


@st.cache_resource(scope="session", show_spinner=False, on_release=lambda session: session.gone())
def _presence(_session: Session) -> Session:
    return _session

"""What one visitor has on the deck: a table, the dataset made of it, the settings, and the tape."""

import threading
from dataclasses import dataclass

import streamlit as st

from nets.data.dataset import Dataset, dataset_from
from nets.data.prepared import prepared
from nets.data.read import read
from nets.data.samples import SAMPLES, read_sample
from nets.data.table import Table
from nets.errors import DataError, Refusal
from nets.settings import Settings, another_net
from nets.training.examples import examples_of
from nets.training.tape import Tape
from pages.shared.trainers import trainers

GRACE_S = 30  # how long a tab may be out of touch before its tape leaves the trainer
NO_LABEL = ("one-class", "label-is-measured", "too-many-classes")  # refusals of a column as the label
OWN_FILE = "own file"  # the choice of table that stands for the visitor's upload


@dataclass(frozen=True)
class Cassette:
    """What a tape was made from."""

    table: Table
    dataset: Dataset
    n_held_out: int


class Session:
    """The visitor's things. What was refused is said in `problem`; what was there before stays.

    `table` and `dataset` are what was chosen, `cassette` is what the tape has: the same, but where no tape could
    be made of the choice.
    """

    def __init__(self) -> None:
        self.own: Table | None = None
        self.choice = SAMPLES[0].file
        self.table: Table = read_sample(self.choice)
        self.dataset: Dataset = dataset_from(self.table)
        self.settings = Settings()
        self.tape: Tape | None = None
        self.problem: str | None = None
        self.notice: str | None = None
        self.cassette = Cassette(self.table, self.dataset, 0)
        self._tape_of = ""
        self._parked = False
        self._farewell: threading.Timer | None = None

    def take(self, raw: bytes, *, name: str) -> bool:
        """Read an uploaded file; whether a net can be trained on it."""
        try:
            table = read(raw, name=name)
            first_dataset(table)
        except Refusal as refusal:
            self.problem = f"{name}: {refusal.sentence}"
            return False
        self.own = table
        return True

    def choose(self, choice: str) -> None:
        """Put this table on the deck: a sample's file, or `OWN_FILE`."""
        if choice == OWN_FILE and self.own is None:
            return
        self.choice = choice
        self.problem = None
        self.table = self.own if choice == OWN_FILE else read_sample(choice)
        self.dataset = first_dataset(self.table)

    def label_by(self, label: str) -> None:
        """Let this column hold the classes."""
        self.problem = None
        try:
            self.dataset = dataset_from(self.table, label=label)
        except Refusal as refusal:
            self.problem = refusal.sentence

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
                    self.notice = f"{changed} changed: the tape starts anew."
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
        ready = prepared(self.table, settings, choices=self.dataset.choices)
        self.tape = trainers().open(settings, examples_of(ready, settings))
        self.cassette = Cassette(self.table, ready.dataset, int(ready.held_out.sum()))
        self._tape_of = self.dataset.sha256


def first_dataset(table: Table) -> Dataset:
    """The dataset by the first column's labels, or, where those are no classes, by the last column's."""
    try:
        return dataset_from(table)
    except DataError as error:
        if error.code not in NO_LABEL:
            raise
        try:
            return dataset_from(table, label=table.columns[-1])
        except DataError:
            raise error from None


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

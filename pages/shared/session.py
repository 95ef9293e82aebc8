"""What one visitor has on the deck: a table, the dataset made of it, the settings, and the tape."""

import threading
from dataclasses import dataclass

import numpy as np
import streamlit as st

from nets.data.prepare.dataset import Dataset
from nets.data.prepare.train_test import prepared
from nets.data.table import Table
from nets.settings import Settings, another_net
from nets.training.client.tape import Tape
from nets.training.protocol.examples import examples_of
from nets.workspace.workspace import Workspace, said
from pages.shared.components.live_updates import Feed
from pages.shared.given import Given
from pages.shared.readers import readers
from pages.shared.trainers import trainers
from pages.shared.visit import Step, Visit, step_at

GRACE_S = 30  # how long a tab may be out of touch before its tape leaves the trainer


@dataclass(frozen=True, eq=False)
class LoadedData:
    """What a tape was made from; `is_validation` (B,) is True for the dataset's rows that are tested on only."""

    table: Table
    dataset: Dataset
    is_validation: np.ndarray

    @property
    def n_validation(self) -> int:
        """How many rows are tested on only."""
        return int(self.is_validation.sum())


class Session(Workspace):
    """The visitor's things: the tray with the table, and the tape of the net that is trained on it.

    `loaded` is what the tape has: the table and the dataset of the tray, but where no tape could be made of them.
    """

    def __init__(self) -> None:
        super().__init__(readers().read)
        self.settings = Settings()
        self.tape: Tape | None = None
        self.feed = Feed()
        self.given = Given()
        self.visit = Visit()
        self.page = ""  # the last part of its address; the deck has none
        self.n_presets = 0  # how often one was chosen
        self.loaded = LoadedData(self.table, self.dataset, np.zeros(self.dataset.n_rows, bool))
        self._tape_of = ""
        self._parked = False
        self._farewell: threading.Timer | None = None
        self._moves = ("", 0)  # of the Rewind slider: the tape it was on, and the last move dealt with

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
                    about = said(self._at.notes) if changed == "The data" else None
                    self.notice = " ".join(filter(None, [f"{changed} changed: the tape starts anew.", about]))
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

    def n_moves(self, tape: str) -> int:
        """How many moves of the Rewind slider have been dealt with on the tape of this id."""
        return self._moves[1] if self._moves[0] == tape else 0

    def rewind(self, move: int, epoch: int) -> None:
        """Look at this epoch of the tape, as the person's move of this number asks."""
        self._moves = self.tape.id, move
        self.tape.look_at(epoch)

    def turn_to(self, page: str) -> None:
        """This page is drawn."""
        if page != self.page:
            self.page = page
            self.given.page_opened()

    def stand(self) -> None:
        """What is on the page now is what Back comes back to."""
        self.visit.stand(step_at(self.page, self._at, self.settings, n_presets=self.n_presets))

    def return_to(self, step: Step) -> None:
        """Put table and preset back as they were at this step; its settings are the widgets' to show."""
        self.n_presets = step.n_presets
        if step.version is None:
            self.problem = "That table was too large to be kept beside a later one. Upload it once more."
        elif step.version is not self._at:
            self._put(step.version)

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
        ready = prepared(
            self._made_of, settings, choices=self.dataset.choices, made=self.dataset, known=self.known(self._made_of)
        )
        self.tape = trainers().open(settings, examples_of(ready, settings))
        self.loaded = LoadedData(self._made_of, ready.dataset, ready.is_validation)
        self._tape_of = self.dataset.sha256


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

"""What one visitor has on the deck: a table, the dataset made of it, the settings, and the tape."""

import threading
from dataclasses import replace

import msgspec
import numpy as np
import streamlit as st

from nets.comparison.pair import Pair
from nets.comparison.running import RunningPair
from nets.errors import Refusal
from nets.saved.same_numbers import SameNumbers
from nets.settings import Settings
from nets.training.protocol.snapshot import Snapshot
from nets.workspace.deck import Deck
from nets.workspace.exploration import Exploration
from nets.workspace.new_rows_input import NewRowsInput
from nets.workspace.panel_choice import PanelChoice
from nets.workspace.runs import Room
from nets.workspace.work import Work
from pages.shared.browser.visit import Step, Visit, step_at
from pages.shared.components.live_updates import Feed
from pages.shared.given import Given
from pages.shared.keeper import keeper
from pages.shared.readers import readers
from pages.shared.settings_form import show_settings
from pages.shared.trainers import trainers

GRACE_S = 30  # how long a tab may be out of touch before its tape leaves the trainer


class Session(Deck):
    """The deck of one visitor, and what the pages know of them."""

    def __init__(self) -> None:
        super().__init__(readers().read, pool=trainers, room=_room())
        self.explore = Exploration()
        self.new_rows = NewRowsInput(readers().read)
        self.speeds: dict[str, int | str] = {}  # of the pages whose Speed is not drawn now
        self.speed_of: str | None = None  # the page whose Speed is
        self.pace: float | None = None  # the Speed of the deck, in epochs a second; None is as fast as it goes
        self.pair: RunningPair | None = None  # an MLP beside an RNN
        self.feed = Feed()
        self.given = Given()
        self.visit = Visit()
        self.panels = PanelChoice()
        self.map_choice: dict[str, str] = {}  # what the address says of the decision map
        self.epoch_asked = 0  # by the address, of the next tape
        self.page = ""  # the last part of its address; the deck has none
        self.n_puts = 0  # how often all settings were put at once, or a question was asked
        self._parked = False
        self._farewell: threading.Timer | None = None
        self.saver = keeper().saver(self._captured, self.taken_over)
        self.is_known = not st.context.headers  # whether the tab has said what it held; without a browser there is none
        self.is_reopened = False  # what the tab had was opened again, and the address is still to be looked at
        self.is_link = False  # and that was opened, not loaded once more
        self.is_forgotten = False
        self.same_numbers: SameNumbers | None = None  # of a tape that was opened from a file, until that is told
        self.second: str | None = None  # the browser's secret of this, "" for none, None where it is not known
        self.others_second = ""  # the browser's secret of something else, which can be opened again
        self.can_open_again = False
        self._moves = ("", 0)  # of the Rewind slider: the tape it was on, and the last move dealt with

    @property
    def keeps_nothing(self) -> str | None:
        """Why what is here would be lost at a reload; None where it would not, or nothing is here."""
        return (self.saver.problem or keeper().problem) if self.work.is_worth_saving else None

    def go_where_asked(self) -> None:
        """Train a new tape to the epoch that the address asks for; as far as it goes."""
        epoch, self.epoch_asked = self.epoch_asked, 0
        if epoch and self.tape.view().end == 0:
            self.tape.train_to(min(epoch, self.settings.epochs))

    def compare(self, pair: Pair) -> None:
        """Have the tapes of this pair, at their initial weights, in place of those of another.

        Raises `Refusal` where the server has no room for them; there is no pair then.
        """
        self.let_go_of_pair()
        self.pair = RunningPair(pair, trainers().open)

    def let_go_of_pair(self) -> None:
        """Forget the tapes of the pair."""
        if self.pair:
            self.pair.drop()
            self.pair = None

    def put_on_deck(self, settings: Settings, *, history: np.ndarray, snapshot: Snapshot) -> None:
        """Put the run of `run_from` on the deck, and have the widgets show its settings; the run before is kept.

        The loss chart shows this history at once, and training goes on from the snapshot. Where it cannot be, `problem`
        says why and all stays as it is.
        """
        self.problem = None
        try:
            run = self.run_from(settings, history=history, snapshot=snapshot)
        except Refusal as refusal:
            self.problem = refusal.sentence
            return
        self.put_back(run)
        if run.tape is self.tape:
            self.n_puts += 1  # a step of its own for Back
            show_settings(self, msgspec.structs.asdict(self.settings))

    def n_moves(self, tape: str) -> int:
        """How many moves of the Rewind slider have been dealt with on the tape of this id."""
        return self._moves[1] if self._moves[0] == tape else 0

    def rewind(self, move: int, epoch: int) -> None:
        """Look at this epoch of the tape, as the person's move of this number asks."""
        self.leave_step_through()
        self.note_move(self.tape.id, move)
        self.tape.look_at(epoch)

    def note_move(self, tape: str, move: int) -> None:
        """The person's move of this number, on the tape of this id, has been dealt with."""
        self._moves = tape, move

    def turn_to(self, page: str) -> None:
        """This page is drawn; a step is taken in parts on one page alone."""
        if page != self.page:
            self.leave_step_through()
            self.page = page
            self.given.page_opened()

    def taken_over(self) -> None:
        """Another page has all this now, or it was forgotten: the trainers are freed."""
        self._farewell_said()
        self._park()

    def _captured(self) -> Work | None:
        """All that the visitor has."""
        return None if self.tape is None else replace(self.work, sweep=self.explore.definition)

    def stand(self) -> None:
        """Take down what is on the page now, for Back to come back to."""
        sweep = self.explore.definition
        self.visit.stand(step_at(self.page, self._current, self.settings, n_puts=self.n_puts, sweep=sweep))

    def return_to(self, step: Step) -> None:
        """Put table, preset and sweep back as they were at this step; its settings are the widgets' to show."""
        self.n_puts, self.explore.definition = step.n_puts, step.sweep
        if step.state is None:
            self.problem = "That table was too large to be kept beside a later one. Upload it once more."
        else:
            self.go_back_to(step.state)

    def here(self) -> None:
        """The visitor is (again) in touch: a tape that had left its trainer goes back to one, and on."""
        self._farewell_said()
        if self._parked:
            trainers().hold(self.tape)
            if self.explore.trained:
                trainers().hold(self.explore.trained.tape)
            self._parked = False

    def gone(self) -> None:
        """The visitor is out of touch: after a grace time the trainer is freed. What the tape holds stays."""
        self._farewell = threading.Timer(GRACE_S, self._park)
        self._farewell.daemon = True
        self._farewell.start()

    def _farewell_said(self) -> None:
        if self._farewell:
            self._farewell.cancel()
            self._farewell = None

    def _park(self) -> None:
        self.let_go_of_pair()
        if self.tape:
            self.tape.drop()
            if self.explore.trained:
                self.explore.trained.tape.drop()
            self._parked = True


@st.cache_resource(show_spinner=False)
def _room() -> Room:
    """What all visitors share for their kept runs."""
    return Room()


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

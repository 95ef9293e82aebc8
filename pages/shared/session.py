"""What one visitor has on the deck: a table, the dataset made of it, the settings, and the tape."""

import threading

import msgspec
import numpy as np
import streamlit as st

from nets.comparison.pair import Pair
from nets.comparison.running import RunningPair
from nets.data.prepare.split import prepared
from nets.errors import Refusal
from nets.settings import Settings, another_net, same_steps, without_others
from nets.training.client.start import Start
from nets.training.client.tape import Tape
from nets.training.protocol.events import Events
from nets.training.protocol.examples import Examples, examples_of
from nets.training.protocol.snapshot import Snapshot
from nets.workspace.checkup import Checkup
from nets.workspace.events_in_address import misfit
from nets.workspace.exploration import Exploration
from nets.workspace.let_go_text import let_go_text
from nets.workspace.loaded_data import LoadedData
from nets.workspace.new_rows_input import NewRowsInput
from nets.workspace.panel_choice import PanelChoice
from nets.workspace.run import Run
from nets.workspace.runs import Room, Runs
from nets.workspace.step.step_through import StepThrough
from nets.workspace.workspace import Workspace
from pages.shared.browser.visit import Step, Visit, step_at
from pages.shared.components.live_updates import Feed
from pages.shared.given import Given
from pages.shared.readers import readers
from pages.shared.settings_form import show_settings
from pages.shared.trainers import trainers

LOOK_S = 5  # Play and Step wait so long for an epoch that is still looked up, since they go on from there
GRACE_S = 30  # how long a tab may be out of touch before its tape leaves the trainer


class Session(Workspace):
    """The visitor's things: the workspace with the table, the tape of the net that is trained on it, and earlier runs.

    `loaded` is the data of the tape. They are older than the workspace's if that cannot be trained on.
    """

    def __init__(self) -> None:
        super().__init__(readers().read)
        self.settings = Settings()
        self.tape: Tape | None = None
        self.runs = Runs(_room())
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
        self.page = ""  # the last part of its address; the deck has none
        self.n_puts = 0  # how often all settings were put at once, or a question was asked
        self.loaded = LoadedData(self.table, self.dataset, np.zeros(self.dataset.n_rows, bool))
        self.plan: Events | None = None  # what the address asks to be done to the next tape
        self._opened_from = self._made_of
        self._tape_of = ""
        self._parked = False
        self._farewell: threading.Timer | None = None
        self.changed_from: dict[
            str, str
        ] = {}  # by the tape with a weight set by hand that on which it was set: their ids
        self._stepping: StepThrough | None = None
        self._moves = ("", 0)  # of the Rewind slider: the tape it was on, and the last move dealt with

    @property
    def run(self) -> Run | None:
        """What is on the deck, None before the first tape."""
        if self.tape is None:
            return None
        return Run(self.tape, self.settings, self.loaded, self._opened_from, self._tape_of)

    @property
    def checkup(self) -> Checkup:
        """The diagnosis of the tape on the deck."""
        return self.memoized("checkup", (self.tape, self.loaded), lambda: Checkup(self.tape, self.loaded))

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

    def follow(self, settings: Settings) -> None:
        """Put the tape of the dataset and the settings on the deck. For another net that is the kept run made by
        exactly these, else a new tape; the run before is kept.

        Raises `Refusal`, the tape staying as it is, where there can be none.
        """
        plan = self._take_plan(settings)
        changed = "The address" if plan else self._what_changed(settings)
        if changed is not None:
            before, kept = self.run, None if plan else self.runs.find(settings, self.dataset.sha256)
            if kept:
                self._bring_back(kept)
            else:
                self._open(settings, plan=plan)
            self.settings = settings
            if kept:
                self.notice = _it_is_back(kept)
            elif before and before.tape.view().end:
                about = self._current.suggestion if changed == "The data" else None
                anew = f"{changed} changed: the tape starts anew. The run before is kept on the loss chart."
                self.notice = " ".join(filter(None, [anew, about]))
            if before:
                before.tape.park()
                self._keep(before)
        self.settings = settings
        self._say_what_was_let_go()

    def run_from(self, settings: Settings, *, history: np.ndarray, snapshot: Snapshot) -> Run:
        """A run on the table that is on the deck, trained elsewhere by these settings from its initial weights; no
        trainer has it.

        `history` (n, M) are its scores at epoch 0, 1, ..., at least of all before the snapshot's, NaN where they are
        not known; M as in `View`.
        Raises `Refusal` where no net can be trained by them on this table.
        """
        settings = without_others(settings)
        loaded, examples = self.prepare(settings)
        tape = Tape(settings, examples, Start(history, snapshot))
        return Run(tape, settings, loaded, self._made_of, self.dataset.sha256)

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

    def pin(self, run: Run | None = None) -> None:
        """Pin a run, that on the deck if none is given: its curve stays on the loss chart, whatever comes next.

        Where it cannot be, `problem` says why.
        """
        self.problem = None
        run = run or self.run
        if run.tape.view().end == 0:
            self.problem = "There is no curve to pin yet: press Play or Step first."
            return
        try:
            self.runs.pin(run, beside=self.run)
        except Refusal as refusal:
            self.problem = refusal.sentence

    def unpin(self, run: Run | None = None) -> None:
        """Pin a run no longer, that on the deck if none is given."""
        self.problem = None
        self.runs.unpin(run or self.run)

    def put_back(self, run: Run) -> None:
        """Put a kept run on the deck again, as it was left, with its table and settings; the run before is kept.

        Where it cannot be had, `problem` says why and all stays as it is. The page's widgets have to be told.
        """
        if run.tape is self.tape:
            return
        before = self.run
        try:
            self._bring_back(run)
        except Refusal as refusal:
            self.problem = refusal.sentence
            return
        self.go_back_to(run.state)
        self.settings = run.settings
        self.notice = None
        before.tape.park()
        self._keep(before)

    def reset(self) -> None:
        """Back to the same initial weights."""
        self.leave_step_through()
        before = self.run
        self.notice = None
        self.tape.park()
        self._open(self.settings)
        self._keep(before)

    def play(self, pace: float | None) -> None:
        """Train on to the last epoch; from the start again if it is reached."""
        self.notice = None
        self.leave_step_through()
        if self.tape.view().epoch >= self.settings.epochs:
            self.reset()
        self.tape.wait_for_look(LOOK_S)
        self._leave_later_epochs()
        self.tape.play(self.settings, pace=pace)

    def pause(self) -> None:
        """Stop the run on the deck, which may be another than when its button was drawn."""
        self.leave_step_through()
        self.tape.pause()

    def step(self) -> None:
        """Train one epoch; one that is being taken in parts is not trained twice."""
        self.leave_step_through()
        self._train_epoch()

    def step_through(self) -> None:
        """Take the next part of a step: forward, loss, backward, update."""
        self.notice = None
        self.tape.wait_for_look(LOOK_S)
        if self.stepping:
            self._stepping.press(self.settings, train=self._train_epoch)
        elif self.tape.view().snapshot is not None:
            self._stepping = StepThrough(self.tape, self.settings)

    @property
    def stepping(self) -> StepThrough | None:
        """The step that is being taken in parts, None where none is: it ends where the tape is moved otherwise."""
        if self._stepping and not self._stepping.is_on(self.tape, self.tape.view()):
            self.leave_step_through()
        return self._stepping

    def leave_step_through(self) -> None:
        """Take no step in parts any more: the tape stands at the epoch before it, or at that after its last part."""
        if self._stepping:
            self._stepping.leave()
            self._stepping = None

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
        if self._farewell:
            self._farewell.cancel()
            self._farewell = None
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

    def _park(self) -> None:
        self.let_go_of_pair()
        if self.tape:
            self.tape.drop()
            if self.explore.trained:
                self.explore.trained.tape.drop()
            self._parked = True

    def swap_tape(self, tape: Tape, *, keep: bool) -> None:
        """Put this tape of the same net and table on the deck, and keep the run before or let it go.

        Raises `Refusal`, all staying as it is, where the server can hold no more tapes.
        """
        before = self.run
        trainers().hold(tape)
        before.tape.park()
        self.tape = tape
        if keep:
            self._keep(before)
        else:
            self.runs.unpin(before)
            self.runs.make_room(beside=self.run)

    def _train_epoch(self) -> Tape:
        self.notice = None
        self.tape.wait_for_look(LOOK_S)
        self._leave_later_epochs()
        self.tape.step(self.settings)
        return self.tape

    def _leave_later_epochs(self) -> None:
        """Let what is trained from an earlier epoch be a run of its own where the later ones would be lost: of a pinned
        run, and where it goes on in another way. That run stays as it is.
        """
        view = self.tape.view()
        if view.epoch == view.end or view.state == "playing":
            return
        is_planned = self.tape.events_by(self.settings).is_ahead_of(view.end)
        done = same_steps(view.events.settings_at(view.epoch)), view.events.after(view.epoch)
        is_other = not is_planned and done != (same_steps(self.settings), ())
        if is_other or self.runs.is_pinned(self.run):
            self.swap_tape(self.tape.branch(), keep=True)
            self.tape.wait_until_at_rest(LOOK_S)

    def _what_changed(self, settings: Settings) -> str | None:
        """What makes it another net than the tape's, None if nothing does."""
        if self.tape is None or self._tape_of != self.dataset.sha256:
            return "The data"
        field = another_net(self.settings, settings)
        return field.title if field else None

    def prepare(self, settings: Settings) -> tuple[LoadedData, Examples]:
        """The dataset as a net of these settings is trained on it. Raises `Refusal` where none can be."""
        table = self._made_of.table
        ready = prepared(table, settings, options=self.dataset.options, made=self.dataset, known=self.known(table))
        return LoadedData(table, ready.dataset, ready.is_validation), examples_of(ready, settings)

    def _take_plan(self, settings: Settings) -> Events | None:
        """What the address asks for, once the settings are those that it leads to; it is asked for once."""
        if self.plan is None or same_steps(self.plan.last) != same_steps(settings):
            return None
        plan, self.plan = self.plan, None
        return plan

    def _open(self, settings: Settings, *, plan: Events | None = None) -> None:
        loaded, examples = self.prepare(settings)
        if plan and (sentence := misfit(plan, loaded.weights(settings))):
            self.problem, plan = sentence, None
        self.tape, self.loaded = trainers().open(settings, examples, plan=plan), loaded
        self._opened_from, self._tape_of = self._made_of, self.dataset.sha256

    def _bring_back(self, run: Run) -> None:
        trainers().hold(run.tape)
        self.runs.take(run)
        self.tape, self.loaded = run.tape, run.loaded
        self._opened_from, self._tape_of = run.state, run.data

    def _keep(self, run: Run) -> None:
        """Keep what was on the deck, if it was trained."""
        view = run.tape.view()
        if view.end and not view.failure:
            self.runs.keep(run, beside=self.run)
        else:
            self.runs.unpin(run)
            self.runs.make_room(beside=self.run)

    def _say_what_was_let_go(self) -> None:
        """Tell which kept runs were dropped to make room, also that of other visitors' runs."""
        said = let_go_text(self.runs.told(), beside=self.run.facts_on_deck)
        self.notice = " ".join(filter(None, [self.notice, said])) or None


def _it_is_back(run: Run) -> str:
    epoch = run.tape.view().epoch
    return f"This net was trained before: its run is back, at epoch {epoch:,}. Reset starts it anew."


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

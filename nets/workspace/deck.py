"""The deck without a screen: the tape of the net that is trained on the table, and what is done to it."""

from collections.abc import Callable

import numpy as np

from nets.data.prepare.split import prepared
from nets.data.table import Table
from nets.errors import Refusal
from nets.settings import Settings, another_net, same_steps, without_others
from nets.training.client.pool import TrainerPool
from nets.training.client.start import Start
from nets.training.client.tape import Tape
from nets.training.protocol.events import Events
from nets.training.protocol.examples import Examples, examples_of
from nets.training.protocol.snapshot import Snapshot
from nets.workspace.checkup import Checkup
from nets.workspace.events.in_address import misfit
from nets.workspace.let_go_text import let_go_text
from nets.workspace.loaded_data import LoadedData
from nets.workspace.run import Run
from nets.workspace.runs import Room, Runs
from nets.workspace.step.step_through import StepThrough
from nets.workspace.work import Work
from nets.workspace.workspace import Workspace

LOOK_S = 5  # Play and Step wait so long for an epoch that is still looked up, since they go on from there
RESET_BY_HAND = "Reset to the initial weights: no weight is as it was set by hand."


class Deck(Workspace):
    """The workspace with the table, the tape of the net that is trained on it, and earlier runs.

    `loaded` is the data of the tape. They are older than the workspace's if that cannot be trained on.
    """

    def __init__(self, read: Callable[..., Table], *, pool: Callable[[], TrainerPool], room: Room) -> None:
        """`pool` are the trainers, which may not be there yet; `room` is what all visitors share for kept runs."""
        super().__init__(read)
        self._pool = pool
        self.settings = Settings()
        self.tape: Tape | None = None
        self.runs = Runs(room)
        self.loaded = LoadedData(self.table, self.dataset, np.zeros(self.dataset.n_rows, bool))
        self.plan: Events | None = None  # what the address asks to be done to the next tape
        self.changed_from: dict[str, str] = {}  # by the id of a tape with a weight set by hand: that on which it was
        self._opened_from = self._made_of
        self._tape_of = ""
        self._stepping: StepThrough | None = None

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

    def follow(self, settings: Settings) -> None:
        """Put the tape of the dataset and the settings on the deck. For another net that is the kept run made by
        exactly these, else a new tape; the run before is kept.

        Raises `Refusal`, the tape staying as it is, where there can be none.
        """
        plan = self._take_plan(settings)
        changed = "The address" if plan else self._what_changed(settings)
        if changed is not None:
            before, kept = self.run, self.runs.find(settings, self.dataset.sha256, plan)
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
        """Back to the same initial weights; where weights had been set by hand, `notice` says that they are gone."""
        by_hand = self.tape.view().events.by_hand
        self._start_again()
        self.notice = RESET_BY_HAND if by_hand else None

    def play(self, pace: float | None) -> None:
        """Train on to the last epoch; if it is reached from the start again, with the weights set there by hand."""
        self.notice = None
        self.leave_step_through()
        view = self.tape.view()
        if view.epoch >= self.settings.epochs:
            set_there = view.events.weights_at(0)
            self._start_again(Events(self.settings, set_there) if set_there else None)
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

    @property
    def work(self) -> Work:
        """All that the visitor has, to be taken up again; there must be a tape."""
        runs = [*reversed(self.runs.newest()), self.run]
        return Work(
            self.tables,
            tuple((run, self.runs.pin_of(run)) for run in runs),
            is_of_table=self._tape_of == self.dataset.sha256,
            changed_from=dict(self.changed_from),
        )

    def take_up_work(self, work: Work) -> None:
        """Have this in place of all that there is. Raises `Refusal` where the server can hold no more tapes, or no
        dataset can be made of the table; then all stays as it is.
        """
        (run, _), before = work.deck, self.tape
        self._pool().hold(run.tape)
        try:
            self.take_up(work.tables)
        except Refusal:
            run.tape.drop()
            raise
        if before:
            before.park()
        self.leave_step_through()
        self.settings, self.tape, self.loaded, self.plan = run.shown, run.tape, run.loaded, None
        self._opened_from, self._tape_of = run.state, self.dataset.sha256 if work.is_of_table else run.data
        self.changed_from = dict(work.changed_from)
        self.runs.take_up(work.runs[:-1], beside=work.deck)

    def swap_tape(self, tape: Tape, *, keep: bool) -> None:
        """Put this tape of the same net and table on the deck, and keep the run before or let it go.

        Raises `Refusal`, all staying as it is, where the server can hold no more tapes.
        """
        before = self.run
        self._pool().hold(tape)
        before.tape.park()
        self.tape = tape
        if keep:
            self._keep(before)
        else:
            self.runs.unpin(before)
            self.runs.make_room(beside=self.run)

    def _start_again(self, plan: Events | None = None) -> None:
        """A new tape of the same net at its initial weights, or those that the plan sets there."""
        self.leave_step_through()
        before = self.run
        self.tape.park()
        self._open(self.settings, plan=plan)
        self._keep(before)

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
        self.tape, self.loaded = self._pool().open(settings, examples, plan=plan), loaded
        self._opened_from, self._tape_of = self._made_of, self.dataset.sha256

    def _bring_back(self, run: Run) -> None:
        self._pool().hold(run.tape)
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

"""The diagnosis of a tape as it is shown, made of what the server has of it."""

from nets.diagnosis.diagnose import diagnose, question_for, with_answer, with_own_proposals
from nets.diagnosis.evidence import Evidence
from nets.diagnosis.remark import Remark
from nets.diagnosis.rows import TrainingRows, training_rows
from nets.training.client.tape import Tape
from nets.training.client.view import View
from nets.workspace.loaded_data import LoadedData

OVER = ("finished", "diverged", "stopped")
PART = "diagnosis"


class Checkup:
    """The remarks on one tape. Those of weights that have been looked at are made once.

    The trainer is asked only while the tape is at rest: while it trains, its time is the training's.
    """

    def __init__(self, tape: Tape, loaded: LoadedData) -> None:
        self.tape = tape
        self._rows: TrainingRows = training_rows(loaded.dataset, loaded.is_validation, tape.view().settings)
        self._of: tuple = ()
        self._remarks: tuple[Remark, ...] = ()
        self._is_awaited = False

    def remarks(self, view: View) -> tuple[Remark, ...]:
        """Those of `diagnose`, the second without what to try if that is the same; none before the first weights are
        there. Where weights were set by hand they are on the course of the loss from there on.
        """
        if view.snapshot is None or view.failure:
            return ()
        of = (view.snapshot, view.state, view.moving)
        if self._is_awaited or not self._is_of(of):
            self._remarks = self._made(view)
            self._of = of
        return self._remarks

    def is_awaited(self, view: View) -> bool:
        """Whether the trainer has been asked something that will make them plainer."""
        self.remarks(view)
        return self._is_awaited

    def _is_of(self, of: tuple) -> bool:
        return bool(self._of) and self._of[0] is of[0] and self._of[1:] == of[1:]

    def _made(self, view: View) -> tuple[Remark, ...]:
        evidence = _evidence(view, self._rows)
        query = None if view.moving else question_for(evidence)
        answer = query and self.tape.ask(query, part=PART, wait_s=0)
        is_there = answer is not None and answer.fresh
        self._is_awaited = query is not None and not is_there
        if is_there:
            evidence = with_answer(evidence, answer.found)
        return with_own_proposals(diagnose(evidence))


def _evidence(view: View, rows: TrainingRows) -> Evidence:
    by_hand = view.events.before(view.epoch).by_hand
    first_epoch = max((change.epoch for change in by_hand), default=0)
    is_last = view.epoch == view.end or view.state == "stopped"
    return Evidence(
        settings=view.events.before(view.epoch).last,
        rows=rows,
        snapshot=view.snapshot,
        scores=view.scores[first_epoch : view.epoch + 1],
        first_epoch=first_epoch,
        has_ended=view.state in OVER and is_last,
        diverged_at=view.diverged_at if is_last else None,
    )

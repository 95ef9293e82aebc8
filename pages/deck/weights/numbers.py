"""The numbers that are shown of each matrix, as they are now."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from nets.models.parameters import Weight, initialise
from nets.queries.next_step import NextStep
from nets.queries.query import Declined
from nets.training.client.query_cache import Answer
from nets.workspace.step.next_step import ask_next_step
from nets.workspace.step.shown import Kind, Shown, furthest_kept, of_step
from pages.shared.session import Session

GLANCE_S = 0.3  # the page waits so long for the trainer
MOMENT_S = 0.03  # and a drawing that moves


def numbers_of(session: Session, matrices: tuple[Weight, ...], kind: Kind, *, wait_s: float = MOMENT_S) -> Shown:
    """The weights, or of the next step what was told last."""
    if kind != "weights":
        return of_step(kind, step_known(session, wait_s=wait_s))
    view = session.tape.view()
    if view.snapshot is None:
        return Shown(kind, 0, {name: value[0] for name, value in initialise(matrices, runs=[view.settings]).items()})
    return Shown(kind, view.epoch, {name: value[0] for name, value in view.snapshot.params.items()})


def step_known(session: Session, *, wait_s: float) -> Answer[NextStep] | None:
    """The next step of the net as it is shown, or the last that was told of this tape; None before any was."""
    stepping = session.stepping
    batch = stepping.next_batch if stepping else 0
    answer = ask_next_step(session.tape, session.settings, part="weights", wait_s=wait_s, batch=batch)
    last: list[Answer[NextStep]] = session.memoized("step_known", [session.tape], list)
    if answer is not None:
        last[:] = [replace(answer, fresh=False)]
    return answer or (last[0] if last else None)


def is_awaited(session: Session) -> bool:
    """Whether the next step of the net as it is shown is still to be told, while the tape stands still."""
    view = session.tape.view()
    if view.moving or view.failure or view.snapshot is None:
        return False
    batch = session.stepping.next_batch if session.stepping else 0
    answer = ask_next_step(session.tape, session.settings, part="weights", wait_s=0, batch=batch)
    return answer is None or not answer.fresh


def rows_told(session: Session) -> str:
    """On which rows the next step is taken, as far as it is known."""
    answer = step_known(session, wait_s=0)
    if answer is None or isinstance(answer.found, Declined):
        return ""
    n_rows, n_batches = len(answer.found.rows), answer.found.n_batches
    if n_batches == 1:
        return f"{'all ' if n_rows == session.loaded.dataset.n_rows else ''}{n_rows:,} rows"
    number = session.stepping.next_batch if session.stepping else 0
    return f"batch {number + 1:,} of {n_batches:,}"


def furthest(session: Session, kind: Kind, name: str, extent: Callable[[np.ndarray], float]) -> float:
    """How far one scale for all epochs has to reach, as far as numbers are kept."""
    return furthest_kept(session.tape.params_kept(), name, extent) if kind == "weights" else 0.0

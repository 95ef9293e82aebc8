"""The status of a sweep, in words."""

from nets.sweep.panels.progress import epochs_between, n_finished
from nets.sweep.view import SweepView
from pages.shared.status_text import LOADING, TRAINER_ENDED, duration

MOMENT_S = 2.0  # less is not told in numbers: it is no more sure than that


def in_words(view: SweepView, *, trainer_ready: bool) -> str:
    """One line on how far the runs are, and how long it takes still."""
    if view.without_trainer and view.moving:
        return f"{TRAINER_ENDED} What is done is kept."
    match view.state:
        case "failed":
            return view.failure or "The trainer could not train this sweep."
        case "waiting":
            return "The trainer is getting these nets ready." if trainer_ready else LOADING
        case "ready":
            return "Ready at the initial weights: press Play."
        case "playing":
            return _playing(view)
        case "paused":
            at = f"Paused: {_far(view)}."
            return f"{at} What is done is kept; Play goes on, Step takes one epoch of every run."
        case "finished":
            gone = int((view.diverged_at >= 0).sum())
            lost = f", {gone:,} of them diverged" if gone else ""
            return f"{_all(view)} finished in {duration(view.elapsed_s)}{lost}. Play trains them anew."


def _playing(view: SweepView) -> str:
    parts = [f"Training: {_far(view)}"]
    if view.n_compiled < view.n_batches:
        parts.append(f"{view.n_compiled} of {view.n_batches} kinds of net are compiled")
    if view.left_s is not None:
        parts.append("a moment left" if view.left_s < MOMENT_S else f"about {duration(view.left_s)} left")
    return "; ".join(parts) + "."


def _far(view: SweepView) -> str:
    (low, high), n_done = epochs_between(view), n_finished(view)
    at = f"epoch {low:,}" if low == high else f"epochs {low:,} to {high:,}"
    done = f", {n_done:,} of {len(view.members):,} runs finished" if n_done else ""
    return f"{at} of {view.end:,}{done}"


def _all(view: SweepView) -> str:
    return "The run" if len(view.members) == 1 else f"All {len(view.members):,} runs"

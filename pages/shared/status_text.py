"""The status line: the state of the tape, in words."""

from nets.training.client.tape import View
from nets.training.outcome import outcome_text

LOADING = "TensorFlow is loading in its own process, which takes a few seconds. Play starts as soon as it is there."
PREPARING = "The trainer is getting this net ready."


def in_words(view: View, *, trainer_ready: bool, pace: float | None) -> str:
    """One line on the state of the tape, and what can be done about it."""
    if view.snapshot and view.epoch < view.end and view.state in ("paused", "finished", "diverged"):
        return f"Rewound to epoch {view.epoch:,} of {view.end:,}. Play and Step go on from here."
    match view.state:
        case "failed":
            return view.failure
        case "waiting":
            return PREPARING if trainer_ready else LOADING
        case "ready":
            return "Ready at the initial weights: press Play."
        case "playing":
            words = _playing(view, pace)
        case "paused":
            words = f"Paused at epoch {view.epoch:,}. Step takes one epoch, Play goes on."
        case "finished":
            words = f"{_outcome(view)} Play starts again from the same weights; with more epochs it goes on."
        case "diverged":
            words = f"{_outcome(view)} Then press Reset and Play."
        case "stopped":
            words = _outcome(view)
    if view.restarted_at is not None:
        words += f" The trainer was started again at epoch {view.restarted_at:,}. Nothing was lost."
    return words


def _outcome(view: View) -> str:
    return outcome_text(view.settings, epoch=view.epoch, diverged_at=view.diverged_at, stopped_at=view.stopped_at)


def _playing(view: View, pace: float | None) -> str:
    elapsed = view.snapshot.elapsed_s
    speed = pace or (view.epoch / elapsed if elapsed else None)
    if not speed:
        return "Training."
    left = (view.settings.epochs - view.epoch) / speed
    return f"Training, {view.epoch:,} of {view.settings.epochs:,} epochs; {duration(left)} left."


def duration(seconds: float) -> str:
    """A time as a person says it: 4.2 s, 3 min 20 s, 2 h 5 min."""
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, seconds = divmod(round(seconds), 60)
    if minutes < 60:
        return f"{minutes} min {seconds} s"
    return f"{minutes // 60} h {minutes % 60} min"

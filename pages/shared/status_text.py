"""The status line: the state of the tape, in words."""

from collections.abc import Sequence

from nets.diagnosis.remark import Remark
from nets.settings import Settings, fields
from nets.training.client.view import View
from nets.training.outcome import outcome_text
from nets.workspace.events.text import trained_by

LOADING = "TensorFlow is loading in its own process, which takes a few seconds. Play starts as soon as it is there."
TRAINER_ENDED = "The trainer ended unexpectedly: another one is being started, which takes some seconds."
PREPARING = "The trainer is getting this net ready."
STOPPING = "Stopping: what the trainer has done last is on its way."
NOTHING_S = 0.05  # of compiling: another run had it done

THEN = {
    "finished": "Play starts again from the same weights; with more epochs it goes on.",
    "diverged": "Then press Reset and Play.",
}


def is_rewound(view: View) -> bool:
    """Whether an earlier epoch is looked at than the last there is."""
    return view.snapshot is not None and view.epoch < view.end and view.state in ("paused", "finished", "diverged")


def tells_remark(view: View) -> bool:
    """Whether the line on the state tells the first remark of the diagnosis, if there is one: how it has ended."""
    return view.state in ("finished", "diverged") and not is_rewound(view)


def in_words(
    view: View, *, trainer_ready: bool, pace: float | None, play: str = "", remarks: Sequence[Remark] = ()
) -> str:
    """One line on the state of the tape, and what can be done about it; `play` is what `play_text` says of it, and
    `remarks` are those of the diagnosis.
    """
    if view.without_trainer and view.moving and view.state != "failed":
        then = f" Training then goes on from epoch {view.epoch:,}." if view.state == "playing" else ""
        return f"{TRAINER_ENDED}{then} Nothing is lost."
    if view.sought is not None or is_rewound(view):
        return _rewound(view, play)
    match view.state:
        case "failed":
            return view.failure
        case "waiting":
            return PREPARING if trainer_ready else LOADING
        case "ready" | "paused" if view.moving:  # another epoch may come: no word yet of where it stands
            return STOPPING
        case "ready":
            return (
                f"Ready. {play}"
                if view.events.weights_at(0)
                else f"Ready at the initial weights: {play or 'press Play.'}"
            )
        case "playing":
            words = _playing(view, pace)
        case "paused":
            words = f"Paused at epoch {view.epoch:,}. {play or 'Step takes one epoch, Play goes on.'}"
        case "finished" if remarks:
            words = f"Finished at epoch {view.epoch:,}. {remarks[0].headline}. {play}".rstrip()
        case "finished" | "diverged" | "stopped":
            words = f"{_outcome(view)} {play or THEN.get(view.state, '')}".rstrip()
    if view.restarted_at is not None:
        words += f" The trainer was started again at epoch {view.restarted_at:,}. Nothing was lost."
    return words


def _rewound(view: View, play: str) -> str:
    if view.sought is not None:
        return f"Training epoch {view.sought:,} again. Epoch {view.epoch:,} is shown, the nearest that is known."
    return f"Rewound to epoch {view.epoch:,} of {view.end:,}. {play or 'Play and Step go on from here.'}"


def _outcome(view: View) -> str:
    if view.diverged_at is not None and (set_there := view.events.weights_at(view.diverged_at)):
        names = " and ".join(change.name for change in set_there)
        return f"Epoch {view.diverged_at:,} has no loss to train on since {names} was set by hand: press Undo."
    return outcome_text(view.settings, epoch=view.epoch, diverged_at=view.diverged_at, stopped_at=view.stopped_at)


def _playing(view: View, pace: float | None) -> str:
    if not view.snapshot.is_compiled:
        return f"Compiling {_net(view.settings)}, which takes some seconds: the same net plays at once next time."
    played = view.snapshot.playing_s
    speed = pace or (view.epoch / played if played else None)
    if not speed:
        return "Training."
    left = (view.settings.epochs - view.epoch) / speed
    by = f" By {trained_by(view.events)}." if view.events.of_steps().later else ""
    compiled = f" Compiled in {duration(view.snapshot.compile_s)}." if view.snapshot.compile_s > NOTHING_S else ""
    return f"Training, {view.epoch:,} of {view.settings.epochs:,} epochs; {duration(left)} left.{by}{compiled}"


def _net(settings: Settings) -> str:
    """As in "an MLP of 16x8 hidden units, gelu"."""
    if settings.net == "mlp" and not settings.hidden_layers:
        return "an MLP without hidden layers"
    name = "cell" if settings.net == "rnn" else "activation"
    (field,) = (field for field in fields() if field.name == name)
    units, kind = "x".join(map(str, settings.widths)), field.shown(getattr(settings, name))
    return f"{'an RNN' if settings.net == 'rnn' else 'an MLP'} of {units} hidden units, {kind}"


def duration(seconds: float) -> str:
    """A time as a person says it: 45 ms, 4.2 s, 3 min 20 s, 2 h 5 min."""
    if 0 < seconds < 0.1:
        return f"{max(1, round(1000 * seconds))} ms"
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, seconds = divmod(round(seconds), 60)
    if minutes < 60:
        return f"{minutes} min {seconds} s"
    return f"{minutes // 60} h {minutes % 60} min"

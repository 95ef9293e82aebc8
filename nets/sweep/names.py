"""What a sweep, an axis and a run are called."""

from nets.sweep.axis import Axis
from nets.sweep.sweep import Member, Sweep

MOST_LISTED = 6  # values of an axis that are written out


def title_of(axis: Axis) -> str:
    """The axis in the middle of a sentence: learning rate. L1 and L2 stay as they are."""
    title = axis.field.title
    return title[0].lower() + title[1:] if title[1:2].islower() else title


def value_names(axis: Axis) -> tuple[str, ...]:
    """All values of an axis as a form shows them."""
    return tuple(map(axis.field.shown, axis.values))


def axis_words(axis: Axis) -> str:
    """As in "learning rate 0.001 to 0.3, 6 steps, log" or "activation tanh, relu"."""
    names = value_names(axis)
    if ":" in axis.text:
        scale = ", log" if axis.is_log else ""
        return f"{title_of(axis)} {names[0]} to {names[-1]}, {len(names)} steps{scale}"
    more = f" and {len(names) - MOST_LISTED} more" if len(names) > MOST_LISTED else ""
    return f"{title_of(axis)} {', '.join(names[:MOST_LISTED])}{more}"


def sweep_words(sweep: Sweep, *, n_runs: int) -> str:
    """As in "learning rate 0.001 to 0.3, 6 steps, log × 6 seeds = 36 runs"."""
    parts = [axis_words(axis) for axis in sweep.axes]
    if sweep.n_seeds:
        parts.append("1 seed" if sweep.n_seeds == 1 else f"{sweep.n_seeds:,} seeds")
    runs = "1 run" if n_runs == 1 else f"{n_runs:,} runs"
    return f"{' × '.join(parts)} = {runs}" if parts else runs


def run_name(sweep: Sweep, member: Member) -> str:
    """What tells this run from the others of its sweep: "learning rate 0.1, seed 3"."""
    parts = [
        f"{title_of(axis)} {axis.field.shown(axis.values[i])}" for axis, i in zip(sweep.axes, member.place, strict=True)
    ]
    if sweep.n_seeds:
        parts.append(f"seed {member.settings.seed}")
    return ", ".join(parts) or "this net"

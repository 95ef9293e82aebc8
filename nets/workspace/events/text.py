"""What was done to a tape, and what Play will do, in words."""

from nets.settings import Field, Settings, fields, same_steps
from nets.training.client.view import View
from nets.training.protocol.events import Events, SettingsChange, WeightsChange

MOST_TOLD = 3  # changes that a sentence names


def trained_by(events: Events) -> str:
    """The live settings from epoch to epoch, and the weights that were set by hand, as in "learning rate 1, W1[3,2] set
    to 0.5 at epoch 40, from epoch 44 on learning rate 5".
    """
    events = events.of_steps()
    moved = _moved([events.first, *_settings_of(events)])
    is_plain = len(moved) == 1 and not events.by_hand  # no other words stand before the value
    parts, before = [_named(events.first, moved)], events.first
    for event in events.later[:MOST_TOLD]:
        if isinstance(event, WeightsChange):
            parts.append(f"{weights_set(event)} at epoch {event.epoch:,}")
            continue
        changed = [field for field in moved if getattr(event.settings, field.name) != getattr(before, field.name)]
        words = _value(event.settings, moved[0]) if is_plain else _named(event.settings, changed)
        parts.append(f"from epoch {event.epoch:,} on {words}")
        before = event.settings
    if more := events.later[MOST_TOLD:]:
        parts.append(f"and {len(more)} more change{'s' if len(more) > 1 else ''}")
    return ", ".join(parts)


def weights_set(change: WeightsChange) -> str:
    """As in "W1[3,2] set to 0.5"; a whole matrix is "set by hand"."""
    return f"{change.name} set by hand" if change.cell is None else f"{change.name} set to {_number(change.values[0])}"


def changes_told(events: Events) -> tuple[tuple[int, str], ...]:
    """Each epoch at which settings changed that change a step, or weights were set, and what they became there."""
    told, before = [], same_steps(events.first)
    for event in events.of_steps().later:
        if isinstance(event, WeightsChange):
            told.append((event.epoch, weights_set(event)))
        else:
            told.append((event.epoch, _named(event.settings, _moved([before, event.settings]))))
            before = event.settings
    return tuple(
        (epoch, ", ".join(text for at, text in told if at == epoch)) for epoch in sorted({at for at, _ in told})
    )


def play_text(view: View, shown: Settings) -> str:
    """Which settings the numbers come from, and what Play does, where the settings that are `shown` differ from those
    of the tape or they were changed on the way; "" where there is nothing to say.
    """
    leads_there = same_steps(view.events.last) == same_steps(shown)
    if leads_there and view.events.is_ahead_of(view.end):
        return f"Play does what the address says: {trained_by(view.events)}."
    done = view.events.before(view.epoch)
    if not view.end and not done.by_hand:
        return ""
    is_other = bool(view.epoch) and same_steps(done.last) != same_steps(shown)
    said = [f"These numbers are of {trained_by(done)}."] if is_other or done.of_steps().later else []
    goes_on = view.epoch < shown.epochs
    by = f" by {_named(shown, _moved([same_steps(done.last), same_steps(shown)]))}" if is_other else ""
    if not goes_on:
        by = by or (f" by {_named(shown, _moved([done.first, shown]))}" if said else "")
        start = "weights set at epoch 0" if done.weights_at(0) else "initial weights"
        return " ".join([*said, f"Play starts again from the {start}{by}."]) if said else ""
    if is_other:
        said.append(f"Play goes on{by}{_to(view, shown)}.")
    elif view.state in ("finished", "stopped"):
        said.append(f"Play goes on{_to(view, shown)}.")
    return " ".join(said)


def _settings_of(events: Events) -> list[Settings]:
    return [event.settings for event in events.later if isinstance(event, SettingsChange)]


def _number(value: float) -> str:
    return str(value).removesuffix(".0")


def _to(view: View, shown: Settings) -> str:
    return f" to epoch {shown.epochs:,}" if view.state in ("finished", "stopped") else ""


def _moved(settings: list[Settings]) -> list[Field]:
    """The live settings in which these differ, else the learning rate."""
    live = [field for field in fields() if field.live]
    moved = [field for field in live if len({getattr(each, field.name) for each in settings}) > 1]
    return moved or [field for field in live if field.name == "learning_rate"]


def _named(settings: Settings, which: list[Field]) -> str:
    return " and ".join(f"{field.title.lower()} {_value(settings, field)}" for field in which)


def _value(settings: Settings, field: Field) -> str:
    return field.shown(getattr(settings, field.name))

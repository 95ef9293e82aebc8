"""What was done to a tape, in the address of a page: 0:learning_rate:1;40:W1.3.2:0.5;44:learning_rate:5."""

import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from nets.errors import Code, Refusal, SettingsError
from nets.models.parameters import Weight
from nets.settings import Settings, fields, same_steps, settings_from
from nets.training.protocol.events import Events, SettingsChange, WeightsChange
from nets.workspace.events.typed_weights import typed_weight

CHANGES = "changes"
MOST = 24  # changes that an address carries
MOST_LETTERS = 1500  # in which it tells them
TOO_MANY = "too-many"  # what stands in it where there were more
LIVE = tuple(field.name for field in fields() if field.live)
WEIGHTS = re.compile(r"(W(?:[1-9]\d?|_H|_Y))(?:\.([1-9]\d{0,6})\.([1-9]\d{0,6}))?:(.+)")  # all, or row and column
LONGEST_EPOCH = 7  # digits


def with_events(query: str, events: Events) -> str:
    """The query, and in it the events where settings or weights were changed on the way."""
    told = _told(events.of_steps())
    return "&".join(filter(None, [query, urlencode({CHANGES: told}, safe=":,;") if told else ""]))


def is_too_long(events: Events) -> bool:
    """Whether there are more changes than an address carries."""
    return _told(events.of_steps()) == TOO_MANY


def events_in(text: str, last: Settings) -> Events:
    """The events that this part of an address tells; `last` are the settings of the address, to which they lead.

    Raises `SettingsError` with a sentence where they cannot be had.
    """
    if text == TOO_MANY:
        raise _refusal(
            "More settings or weights of this run were changed on the way than an address carries: the curve is not "
            "that of the page it was copied from."
        )
    parts = text.split(";")[: MOST + 2]
    by_hand = {part: change for part in parts if (change := _weights_in(part, last.precision))}
    of_settings = [part for part in parts if part not in by_hand]
    events = _settings_in(of_settings, last) if of_settings else Events(last)
    for change in by_hand.values():
        events = events.with_weights(change)
    epochs = [int(part.partition(":")[0]) for part in parts]
    leads_there = same_steps(events.last) == same_steps(last)
    if epochs != sorted(epochs) or is_too_long(events) or not leads_there:
        raise _refusal("The changes in the address do not lead to its settings: they are left out.")
    return events


def misfit(events: Events, weights: Sequence[Weight]) -> str | None:
    """Why these events cannot be done to a net of these weights, in a sentence; None where they can."""
    by_name = {weight.name: weight for weight in weights}
    for change in events.by_hand:
        weight = by_name.get(change.matrix)
        rows, columns = weight.shape if weight else (0, 0)
        fits = len(change.values) == rows * columns
        if change.cell is not None:
            fits = change.cell[0] < rows and change.cell[1] < columns
        if not fits:
            return (
                f"The address sets {change.name} by hand, which this net does not have in that shape: the changes in "
                "the address are left out."
            )
    return None


def _told(events: Events) -> str:
    if not events.later:
        return ""
    moments = [(0, events.first)]
    moments += [(event.epoch, event.settings) for event in events.later if isinstance(event, SettingsChange)]
    moved = [name for name in LIVE if len({getattr(settings, name) for _, settings in moments}) > 1]
    parts, before = [], []
    for epoch, settings in moments if moved else ():
        now = [f"{name}:{_short(getattr(settings, name))}" for name in moved]
        parts.append((epoch, f"{epoch}:" + ",".join(value for value in now if value not in before)))
        before = now
    for change in events.by_hand:
        cell = "" if change.cell is None else f".{change.cell[0] + 1}.{change.cell[1] + 1}"
        values = ",".join(map(_short, change.values))
        parts.append((change.epoch, f"{change.epoch}:{change.matrix}{cell}:{values}"))
    told = ";".join(part for _, part in sorted(parts, key=lambda part: part[0]))
    return TOO_MANY if len(events.later) > MOST or len(told) > MOST_LETTERS else told


def _short(value: object) -> str:
    return str(value).removesuffix(".0")


def _weights_in(part: str, precision: str) -> WeightsChange | None:
    """The weights that this part sets; None if it is about settings."""
    epoch, _, rest = part.partition(":")
    found = WEIGHTS.fullmatch(rest)
    if found is None:
        return None
    matrix, row, column, values = found.groups()
    cell = (int(row) - 1, int(column) - 1) if row else None
    texts = values.split(",")
    if not _is_epoch(epoch) or (cell and len(texts) > 1):
        raise _unread(part)
    try:
        return WeightsChange(int(epoch), matrix, tuple(typed_weight(each, precision=precision) for each in texts), cell)
    except Refusal:
        raise _unread(part) from None


def _settings_in(parts: Sequence[str], last: Settings) -> Events:
    events, before = None, -1
    for part in parts:
        epoch, values = _read(part)
        if epoch <= before or (events is None) != (epoch == 0):
            raise _unread(part)
        settings = settings_from(_as_values(last if events is None else events.last) | values)
        events = Events(settings) if events is None else events.then(epoch, settings)
        before = epoch
    return events


def _read(part: str) -> tuple[int, dict[str, str]]:
    epoch, _, rest = part.partition(":")
    pairs = [pair.partition(":") for pair in rest.split(",")]
    if not _is_epoch(epoch) or any(name not in LIVE or not value for name, _, value in pairs):
        raise _unread(part)
    return int(epoch), {name: value for name, _, value in pairs}


def _is_epoch(text: str) -> bool:
    return text.isdecimal() and text.isascii() and len(text) <= LONGEST_EPOCH


def _as_values(settings: Settings) -> Mapping[str, Any]:
    return {field.name: getattr(settings, field.name) for field in fields()}


def _unread(part: str) -> SettingsError:
    return _refusal(
        "The changes in the address must be as in 0:learning_rate:1;40:W1.3.2:0.5;44:learning_rate:5, in rising order "
        f"of the epochs; found {part[:40]!r}. They are left out."
    )


def _refusal(sentence: str) -> SettingsError:
    return SettingsError(Code.BAD_CHANGES, sentence)

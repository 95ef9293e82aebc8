"""What was done to a tape, in the address of a page: 0:learning_rate:1;44:learning_rate:5."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from nets.errors import Code, SettingsError
from nets.settings import Settings, fields, same_steps, settings_from
from nets.training.protocol.events import Events

CHANGES = "changes"
MOST = 24  # changes that an address carries
TOO_MANY = "too-many"  # what stands in it where there were more
LIVE = tuple(field.name for field in fields() if field.live)


def with_events(query: str, events: Events) -> str:
    """The query, and in it the events where settings were changed on the way."""
    told = _told(events.of_steps())
    return "&".join(filter(None, [query, urlencode({CHANGES: told}, safe=":,;") if told else ""]))


def is_too_long(events: Events) -> bool:
    """Whether there are more changes than an address carries."""
    return len(events.of_steps().later) > MOST


def events_in(text: str, last: Settings) -> Events:
    """The events that this part of an address tells; `last` are the settings of the address, to which they lead.

    Raises `SettingsError` with a sentence where they cannot be had.
    """
    if text == TOO_MANY:
        raise _refusal(
            f"The settings of this run were changed more than {MOST} times on the way, which no address carries: the "
            "curve is not that of the page it was copied from."
        )
    parts = text.split(";")
    events, before = None, -1
    for part in parts[: MOST + 2]:
        epoch, values = _read(part)
        if epoch <= before or (events is None) != (epoch == 0):
            raise _unread(part)
        settings = settings_from(_as_values(last if events is None else events.last) | values)
        events = Events(settings) if events is None else events.then(epoch, settings)
        before = epoch
    if is_too_long(events) or same_steps(events.last) != same_steps(last):
        raise _refusal("The changes in the address do not lead to its settings: they are left out.")
    return events


def _told(events: Events) -> str:
    if not events.later:
        return ""
    if is_too_long(events):
        return TOO_MANY
    moments = [(0, events.first), *((event.epoch, event.settings) for event in events.later)]
    moved = [name for name in LIVE if len({getattr(settings, name) for _, settings in moments}) > 1]
    parts, before = [], []
    for epoch, settings in moments:
        now = [f"{name}:{str(getattr(settings, name)).removesuffix('.0')}" for name in moved]
        parts.append(f"{epoch}:" + ",".join(value for value in now if value not in before))
        before = now
    return ";".join(parts)


def _read(part: str) -> tuple[int, dict[str, str]]:
    epoch, _, rest = part.partition(":")
    pairs = [pair.partition(":") for pair in rest.split(",")]
    if not epoch.isdecimal() or len(epoch) > 7 or any(name not in LIVE or not value for name, _, value in pairs):
        raise _unread(part)
    return int(epoch), {name: value for name, _, value in pairs}


def _as_values(settings: Settings) -> Mapping[str, Any]:
    return {field.name: getattr(settings, field.name) for field in fields()}


def _unread(part: str) -> SettingsError:
    return _refusal(
        "The changes in the address must be as in 0:learning_rate:1;44:learning_rate:5, in rising order of the epochs; "
        f"found {part[:40]!r}. They are left out."
    )


def _refusal(sentence: str) -> SettingsError:
    return SettingsError(Code.BAD_CHANGES, sentence)

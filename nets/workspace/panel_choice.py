"""Which panels of the deck a visitor has chosen; kept over pages, and over a reload by the address."""

from collections.abc import Mapping
from dataclasses import dataclass

PANELS, ALONE, OPENED = "panels", "alone", "opened"  # in the address


@dataclass(frozen=True)
class PanelChoice:
    """`shown` are keys of panels, None: those that are shown at first; `alone` is that of one put up alone;
    `opened` are those that a click elsewhere has opened besides.
    """

    shown: tuple[str, ...] | None = None
    alone: str | None = None
    opened: tuple[str, ...] = ()


FIRST = PanelChoice()


def choice_in(params: Mapping[str, str]) -> PanelChoice:
    """The choice that an address asks for."""
    keys = None if PANELS not in params else _keys_in(params[PANELS])
    return PanelChoice(keys, params.get(ALONE) or None, _keys_in(params.get(OPENED, "")))


def in_address(choice: PanelChoice) -> dict[str, str]:
    """What an address says of the choice: nothing of the first one."""
    found = {} if choice.shown is None else {PANELS: ",".join(choice.shown)}
    found |= {OPENED: ",".join(choice.opened)} if choice.opened else {}
    return found | ({ALONE: choice.alone} if choice.alone else {})


def _keys_in(text: str) -> tuple[str, ...]:
    return tuple(filter(None, (key.strip() for key in text.split(","))))

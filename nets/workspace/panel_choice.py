"""Which panels of the deck a visitor has chosen; kept over pages, and over a reload by the address."""

from collections.abc import Mapping
from dataclasses import dataclass

PANELS, ALONE = "panels", "alone"  # in the address


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
    shown = params.get(PANELS)
    keys = None if shown is None else tuple(filter(None, (key.strip() for key in shown.split(","))))
    return PanelChoice(keys, params.get(ALONE) or None)


def in_address(choice: PanelChoice) -> dict[str, str]:
    """What an address says of the choice: nothing of the first one."""
    found = {} if choice.shown is None else {PANELS: ",".join(choice.shown)}
    return found | ({ALONE: choice.alone} if choice.alone else {})

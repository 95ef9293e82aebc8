"""The page's address: the table and the settings in it, read once when a visit begins, and written as they change."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from nets.data.datasets.samples import SAMPLES
from nets.data.table import shortened
from nets.errors import Code, SettingsError
from nets.figures.text import shorten
from nets.settings import Settings, by_current_names, fields, near_setting, no_such_setting, settings_from, value_named
from nets.settings.widths import conflict
from nets.sweep.sweep import MOST_SEEDS, sweep_from
from nets.training.client.view import View
from nets.training.protocol.events import Events
from nets.workspace.events.in_address import CHANGES, events_in
from nets.workspace.exploration import NOTHING, Definition
from nets.workspace.panel_choice import ALONE, FIRST, OPENED, PANELS, PanelChoice, choice_in, in_address
from nets.workspace.workspace import OWN_FILE, Workspace

TITLES = {sample.file: sample.title for sample in SAMPLES}
SWEEP = ("vary", "seeds")  # what the page Explore has besides: axes as the command line has them, with ; between
AUTODIFF = {"part": "The chain", "autodiff_row": 1}  # what the page Autodiff has besides, and what it begins with
MAP = ("decision_x", "decision_y", "decision_row")  # what the decision map of the deck has besides
NONE: Mapping[str, str] = MappingProxyType({})
AT = "at"  # the epoch that is looked at
MOST_DIGITS = 7  # of an epoch or a row
OTHERS = ("dataset", CHANGES, PANELS, ALONE, OPENED, AT, *SWEEP, *AUTODIFF, *MAP)  # what is no setting
ROW_PANEL = "row"  # of the deck, which shows the row that the address names


@dataclass(frozen=True)
class Asked:
    """What an address asks for: a table by its title, settings by name, widgets of a page by key.

    `sweep` is what Explore varies, `panels` those of the deck, `plan` what is to be done to the tape, `epoch` where it
    is to stand, 0: at its start. `told` are sentences on what was understood, `refused` is one on what was not.
    """

    table: str | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)
    widgets: Mapping[str, Any] = field(default_factory=dict)
    sweep: Definition = NOTHING
    panels: PanelChoice = FIRST
    plan: Events | None = None
    epoch: int = 0
    told: tuple[str, ...] = ()
    refused: str | None = None


def read_address(params: Mapping[str, str]) -> Asked:
    """What these parameters of an address ask for.

    A choice may be written as the page shows it or as the command line names it. What is refused is left at its
    default. A name that is no setting's, nor near one, is passed over: a mail program may have added it.
    """
    current, told = by_current_names(params)
    known = {field.name: field for field in fields()}
    settings, refusals = {}, []
    for name, text in current.items():
        if name in known:
            try:
                settings[name] = getattr(settings_from({name: value_named(known[name], text)}), name)
            except SettingsError as error:
                refusals.append(error.sentence)
        elif name not in OTHERS and (near := near_setting(name)):
            refusals.append(no_such_setting(name, [near]))
    if at_odds := conflict(settings):
        del settings[at_odds[0]]
        refusals.append(at_odds[1])
    widgets = {"part": params["part"]} if "part" in params else {}
    if row := _whole(params, "autodiff_row", "row", refusals):
        widgets["autodiff_row"] = row
    widgets |= {name: params[name] == "1" if name == "decision_row" else params[name] for name in MAP if name in params}
    epoch = _whole(params, AT, "epoch", refusals)
    sweep = _sweep_in(params, refusals)
    plan = None
    if CHANGES in params and not refusals:
        try:
            plan = events_in(params[CHANGES], settings_from(settings))
        except SettingsError as error:
            refusals.append(error.sentence)
    refused = next(iter(refusals), None)
    return Asked(params.get("dataset"), settings, widgets, sweep, choice_in(params), plan, epoch, told, refused)


def query_of(
    workspace: Workspace,
    settings: Settings,
    *,
    page: str,
    sweep: Definition = NOTHING,
    panels: PanelChoice = FIRST,
    besides: Mapping[str, str] = NONE,
) -> str:
    """The query of the address that leads here: what differs from the defaults, and what the page says `besides`."""
    found: dict[str, Any] = {}
    if workspace.choice != SAMPLES[0].file:
        found["dataset"] = table_title(workspace, workspace.choice)
    for each in fields():
        value = getattr(settings, each.name)
        if value != each.default:
            found[each.name] = each.shown(value) if each.choices else str(value).removesuffix(".0")
    if page == "autodiff":
        shown = {name: st.session_state.get(name, first) for name, first in AUTODIFF.items()}
        found |= {name: value for name, value in shown.items() if value != AUTODIFF[name]}
    if not page and ("decision_row" in besides or ROW_PANEL in (*(panels.shown or ()), *panels.opened)):
        found |= _row_chosen()
    if page == "explore":
        found |= {"vary": ";".join(sweep.vary)} if sweep.vary else {}
        found |= {"seeds": sweep.n_seeds} if sweep.n_seeds else {}
    return urlencode(found | in_address(panels) | besides, safe=":,;")


def with_epoch(query: str, view: View) -> str:
    """The query, and in it the epoch at which the tape stands, unless that is its start or its end."""
    is_between = not view.moving and 0 < view.epoch < view.settings.epochs
    return "&".join(filter(None, [query, f"{AT}={view.epoch}" if is_between else ""]))


def _row_chosen() -> dict[str, int]:
    """The row that is looked into, but the first."""
    row = st.session_state.get("autodiff_row")
    return {} if row in (None, AUTODIFF["autodiff_row"]) else {"autodiff_row": row}


def _whole(params: Mapping[str, str], name: str, what: str, refusals: list[str]) -> int:
    """A whole number of the address, 0 where there is none; where it is something else `refusals` is told."""
    text = params.get(name, "")
    if text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS:
        return int(text)
    if text:
        refusals.append(f"The {what} in the address ({name}) must be a whole number; found {text[:20]!r}.")
    return 0


def _sweep_in(params: Mapping[str, str], refusals: list[str]) -> Definition:
    """The sweep that an address asks for, empty where none can be had: then `refusals` is given a sentence on why.

    One that only has too many runs is there to be shortened, and Explore says so where it is.
    """
    vary = tuple(part.strip() for part in params.get("vary", "").split(";") if part.strip())
    seeds = params.get("seeds", "").strip()
    if seeds and not seeds.isdecimal():
        refusals.append(f"Seeds must be a whole number from 1 to {MOST_SEEDS:,}; found {seeds[:20]!r}.")
        return NOTHING
    found = Definition(vary, int(seeds[:9]) if seeds else None)
    try:
        sweep_from(Settings(), found.vary, n_seeds=found.n_seeds)
    except SettingsError as error:
        if error.code == Code.TOO_MANY_RUNS:
            return found
        refusals.append(error.sentence)
        return NOTHING
    return found


def table_title(workspace: Workspace, choice: str) -> str:
    """What this choice of table is called: a sample by its title, the visitor's own by its name."""
    own = workspace.own
    if choice != OWN_FILE or own is None:
        return TITLES[choice]
    what = "Your file" if own.file else "Made to order"
    changed = ", changed" if own.is_changed else ""
    return f"{what}: {shorten(own.table.name, 40)}{changed}"


def choice_called(workspace: Workspace, title: str | None) -> str | None:
    """The choice of table of this title, the first sample without one; None if there is no such table."""
    if title is None:
        return SAMPLES[0].file
    if workspace.own and title == table_title(workspace, OWN_FILE):
        return OWN_FILE
    return next((file for file, shown in TITLES.items() if title.casefold() in (shown.casefold(), file)), None)


def missing_table(title: str) -> str:
    """That the table of this title is not here, in a sentence."""
    return (
        f"The address asks for the table {shortened(title)}, which is not here. A table that was uploaded or made is "
        "kept for its own tab alone, and no address carries it: upload or make it once more, or choose another."
    )

"""The diagnosis: a line on what is wrong with the run so far, or right, where that is seen, and what to try."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

from nets.diagnosis.remark import Remark
from nets.settings import PRESETS, Settings
from nets.training.client.view import View
from pages.shared.components.live_updates import new_number
from pages.shared.session import Session
from pages.shared.settings_form import put_preset, show_settings
from pages.shared.status_text import tells_remark

KEY = "diagnosis"
HELP = (
    "What the losses, weights and predictions so far tell: at most two remarks, the most important first, each with "
    "something else to try; none where there is too little to tell from. See leads to the panel that shows it; Try "
    "puts settings into the fields on the left, as if you had."
)

_component = st.components.v2.component(
    "tape_deck_diagnosis",
    js=Path(__file__).with_suffix(".js").read_text(encoding="utf-8"),
    css=Path(__file__).with_suffix(".css").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def diagnosis(session: Session) -> None:
    """The remarks on the epoch that is shown; while the tape moves they are made anew once a second at most."""
    make = _data(session)

    def hear() -> None:
        code = getattr(st.session_state.get(KEY), "tried", None)
        tried = next((one for one in _remarks(session, session.tape.view()) if one.code == code), None)
        if tried and tried.proposal:
            _try(session, tried)

    _component(key=KEY, data={"number": new_number(), **make()}, on_tried_change=hear)
    session.feed.add(KEY, make, often="worked_out")


def _data(session: Session) -> Callable[[], dict[str, Any]]:
    settings = session.settings

    def data() -> dict[str, Any]:
        view = session.tape.view()
        remarks = _remarks(session, view)
        told = bool(remarks) and tells_remark(view)
        when = "" if told or not remarks else f"Epoch {view.epoch:,}"
        lines = [_line(remark, settings, is_told=told and n == 0) for n, remark in enumerate(remarks)]
        return {"key": KEY, "help": HELP, "when": when, "remarks": lines}

    return data


def _remarks(session: Session, view: View) -> tuple[Remark, ...]:
    return session.checkup.remarks(view)


def _line(remark: Remark, settings: Settings, *, is_told: bool) -> dict[str, Any]:
    """What the browser draws; `is_told`: the status line above has the headline."""
    proposal = remark.proposal
    return {
        "code": remark.code,
        "severity": remark.severity,
        "headline": "" if is_told else remark.headline,
        "detail": remark.detail,
        "panel": remark.panel,
        "proposal": proposal.title if proposal else "",
        "made": proposal is not None and proposal.is_made(settings),
    }


def _try(session: Session, remark: Remark) -> None:
    """Put the settings into the fields, as a person would."""
    if remark.proposal.preset:
        put_preset(session, PRESETS[remark.proposal.preset])
    else:
        session.n_puts += 1  # a step of its own for Back
        show_settings(session, dict(remark.proposal.changes))
    session.feed.page_is_due = True

"""Widgets for the settings, made from their one declaration."""

import contextlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import streamlit as st

from nets.errors import Refusal
from nets.settings import PRESETS, Field, Settings, fields, settings_from
from nets.settings.widths import n_layers_of

if TYPE_CHECKING:  # a session shows its settings too
    from pages.shared.session import Session

PRESETS_HELP = (
    "Lecture is the course's net, trained on all rows. Modern learns well on most tables, and keeps a fifth of the "
    "rows for validation."
)
KEPT = (
    "net",
    "seed",
    "split_seed",
    "early_stopping",
    "precision",
)  # what a preset leaves as it is


def settings_widgets(session: "Session") -> dict[str, Any]:
    """The widgets of the settings this net has, the basic ones in view, the others by group; the values by name, but
    for the number of hidden layers where it follows from their widths.
    """
    values = {}
    for field in fields():
        if field.basic and field.choices:
            values[field.name] = _widget(session, field)
    _presets(session)
    numbers = [field for field in fields() if field.basic and not field.choices]
    for column, field in zip(st.columns(len(numbers)), numbers, strict=True):
        with column:
            values[field.name] = _widget(session, field)
    follows = values["net"] == "mlp" and _layers_follow_widths(session)
    others = [field for field in fields() if not field.basic and field.net in (None, values["net"])]
    for group in dict.fromkeys(field.group for field in others):
        with st.expander(group):
            for field in others:
                if field.group == group:
                    is_fixed = follows and field.name == "hidden_layers"
                    values[field.name] = _widget(session, field, disabled=is_fixed)
    if follows:
        del values["hidden_layers"]
    return values


def show_settings(session: "Session", values: Mapping[str, Any]) -> None:
    """Have the widgets show these settings, given by name; to be called before they are drawn."""
    for field in fields():
        if field.name in values:
            value, first = (_in_widget(field, each) for each in (values[field.name], field.default))
            if st.session_state.get(field.name, first) != value:
                session.given.put(field.name, value, first=first)


def follow_fields(session: "Session") -> None:
    """Bring the session to what the fields say now. A click comes before the page is drawn: what was typed just before
    it would else be a change in the run that the click begins. What cannot be trained is said when it is drawn.
    """
    net = st.session_state.get("net", session.settings.net)
    own = [field for field in fields() if field.net in (None, net) and field.name in st.session_state]
    values = {
        field.name: getattr(session.settings, field.name)
        if session.given.is_echo(field.name)
        else st.session_state[field.name]
        for field in own
    }
    if net == "mlp" and n_layers_of(str(values.get("hidden_units", ""))) is not None:
        del values["hidden_layers"]
    with contextlib.suppress(Refusal):
        session.follow(settings_from(values))


def put_preset(session: "Session", preset: Settings) -> None:
    """Have the widgets show this preset, but for what a preset leaves as it is."""
    session.n_puts += 1
    show_settings(session, {field.name: getattr(preset, field.name) for field in fields() if field.name not in KEPT})


def _in_widget(field: Field, value: Any) -> Any:
    """The value as the setting's widget has it."""
    return str(value) if field.has_widths else value


def _layers_follow_widths(session: "Session") -> bool:
    """Whether the hidden layers have widths of their own; then the widget of their number shows how many there are."""
    n_layers = n_layers_of(st.session_state.get("hidden_units", ""))
    if n_layers is not None:
        session.given.show("hidden_layers", n_layers)
    return n_layers is not None


def _widget(session: "Session", field: Field, *, disabled: bool = False) -> Any:
    """One setting's widget; its value stays over pages."""
    session.given.hold(field.name)
    common = {"key": field.name, "help": field.help, "persist_state": "session", "disabled": disabled}
    if field.has_widths:
        return st.text_input(field.title, value=str(field.default), **common)
    if not field.choices:
        return st.number_input(
            field.title,
            min_value=None if field.low_is_open else field.low,
            max_value=None if field.high_is_open else field.high,
            value=field.default,
            step=field.step,
            placeholder=field.unset or None,
            format="%d" if field.kind is int else "%g",
            **common,
        )
    common["format_func"] = field.shown
    if field.basic:
        return st.segmented_control(
            field.title, list(field.choices), default=field.default, required=True, width="stretch", **common
        )
    return st.selectbox(
        field.title,
        list(field.choices),
        index=list(field.choices).index(field.default),
        accept_new_options=bool(field.otherwise),
        **common,
    )


def _presets(session: "Session") -> None:
    st.markdown("Preset", help=PRESETS_HELP)
    with st.container(horizontal=True, key="preset"):
        for name, preset in PRESETS.items():
            st.button(name, key=f"preset_{name}", on_click=put_preset, args=(session, preset), width="stretch")

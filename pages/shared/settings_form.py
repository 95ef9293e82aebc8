"""Widgets for the settings, made from their one declaration."""

from typing import Any

import streamlit as st

from nets.errors import SettingsError
from nets.settings import PRESETS, Field, Settings, fields, settings_from

ELSEWHERE = ("dataset", "part", "autodiff_row")  # what else the address has
KEPT = (
    "net",
    "seed",
    "validation_split",
    "validation_by",
    "early_stopping",
    "precision",
)  # what a preset leaves as it is


def settings_widgets() -> dict[str, Any]:
    """The widgets of the settings this net has, the basic ones in view, the others by group; the values by name."""
    values = {}
    for field in fields():
        if field.basic and field.choices:
            values[field.name] = _widget(field)
    _presets()
    numbers = [field for field in fields() if field.basic and not field.choices]
    for column, field in zip(st.columns(len(numbers)), numbers, strict=True):
        with column:
            values[field.name] = _widget(field)
    others = [field for field in fields() if not field.basic and field.net in (None, values["net"])]
    for group in dict.fromkeys(field.group for field in others):
        with st.expander(group):
            for field in others:
                if field.group == group:
                    values[field.name] = _widget(field)
    return values


def refused_in_address() -> str | None:
    """What a setting in the page's address is refused for, in a sentence, an unknown one too; such a setting is left
    at its default.

    One that is written as on the command line (rnn, leaky_relu) is first put as the page has it (RNN, leaky ReLU).
    """
    given = {field.name: st.query_params[field.name] for field in fields() if field.name in st.query_params}
    on_page = {field.name: field.choices.get(given[field.name]) for field in fields() if field.name in given}
    otherwise = {name: text for name, text in on_page.items() if text not in (None, given[name])}
    if otherwise:
        st.query_params.update(otherwise)
        st.rerun()
    shown = {field.name: field.choices.values() for field in fields()}
    for name, text in st.query_params.items():
        if name not in ELSEWHERE and text not in shown.get(name, ()):
            try:
                settings_from({name: text})
            except SettingsError as error:
                return error.sentence
    return None


def show_settings(settings: Settings) -> None:
    """Have the widgets show these settings, and the address follow; to be called before they are drawn."""
    for field in fields():
        st.session_state[field.name] = getattr(settings, field.name)


def _widget(field: Field) -> Any:
    """One setting's widget; its value stays over pages and stands in the address."""
    common = {"key": field.name, "help": field.help, "bind": "query-params"}
    if not field.choices:
        return st.number_input(
            field.title,
            min_value=None if field.low_is_open else field.low,
            max_value=None if field.high_is_open else field.high,
            value=field.default,
            step=field.step,
            format="%d" if field.kind is int else "%g",
            **common,
        )
    common["format_func"] = lambda value: field.choices[value]
    if field.basic:
        return st.segmented_control(
            field.title, list(field.choices), default=field.default, required=True, width="stretch", **common
        )
    return st.selectbox(field.title, list(field.choices), index=list(field.choices).index(field.default), **common)


def _presets() -> None:
    st.markdown("Preset", help="Lecture is what the course has; Modern is what learns well on most tables.")
    with st.container(horizontal=True, key="preset"):
        for name, preset in PRESETS.items():
            st.button(name, key=f"preset_{name}", on_click=_put, args=(preset,), width="stretch")


def _put(preset: Settings) -> None:
    for field in fields():
        if field.name not in KEPT:
            st.session_state[field.name] = getattr(preset, field.name)

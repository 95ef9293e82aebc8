"""Widgets for the settings, made from their one declaration."""

from typing import Any

import streamlit as st

from nets.settings import Field, fields


def setting_widget(field: Field) -> Any:
    """The widget of one setting; its value stays over pages and stands in the URL."""
    common = {"key": field.name, "help": field.help, "bind": "query-params"}
    if field.choices:
        return st.segmented_control(
            field.title,
            list(field.choices),
            default=field.default,
            required=True,
            format_func=lambda value: field.choices[value],
            width="stretch",
            **common,
        )
    return st.number_input(
        field.title,
        min_value=None if field.low_is_open else field.low,
        max_value=field.high,
        value=field.default,
        step=field.step,
        format="%d" if field.kind is int else "%g",
        **common,
    )


def settings_widgets() -> dict[str, Any]:
    """Every setting's widget: the basic ones in view, the others under More; the values by name."""
    values = {}
    numbers = [field for field in fields() if field.basic and not field.choices]
    for field in fields():
        if field.basic and field.choices:
            values[field.name] = setting_widget(field)
    for column, field in zip(st.columns(len(numbers)), numbers, strict=True):
        with column:
            values[field.name] = setting_widget(field)
    with st.expander("More"):
        for field in fields():
            if not field.basic:
                values[field.name] = setting_widget(field)
    return values

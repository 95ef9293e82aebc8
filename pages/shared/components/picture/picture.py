"""A chart as a picture, made in the browser: the scripts and the style that go with the script of a chart."""

import json
from pathlib import Path

import streamlit as st

TOKENS = {
    "--st-background-color": "backgroundColor",
    "--st-secondary-background-color": "secondaryBackgroundColor",
    "--st-text-color": "textColor",
    "--st-border-color": "borderColor",
    "--st-gray-text-color": "grayTextColor",
}
HERE = Path(__file__).parent


def themes() -> dict[str, dict[str, str]]:
    """The colours of the light and the dark theme, by the variables of the page that hold them."""
    return {
        theme: {token: st.get_option(f"theme.{theme}.{option}") for token, option in TOKENS.items()}
        for theme in ("light", "dark")
    }


def picture_js() -> str:
    """The script; the colours of both themes stand before it, since a picture may have another than the page."""
    scripts = [(HERE / name).read_text(encoding="utf-8") for name in ("picture.js", "dialog.js")]
    return "\n".join([f"const THEMES = {json.dumps(themes())}", *scripts])


def picture_css() -> str:
    """The style of the dialog that asks how a picture is to be."""
    return (HERE / "picture.css").read_text(encoding="utf-8")

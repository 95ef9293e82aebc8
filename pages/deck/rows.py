"""Which rows a panel shows: those the net is trained on, the validation rows, or all."""

import numpy as np
import streamlit as st

from nets.workspace.loaded_data import LoadedData

TRAINING, VALIDATION, ALL = "training", "validation", "all rows"
CHOICE = 44  # px that the choice takes


def choice_of_rows(key: str, *, with_all: bool) -> str:
    """The choice, with the validation rows first: they tell what the net makes of rows it has not seen."""
    choices = [ALL] if with_all else []
    return st.segmented_control(
        "Rows",
        [*choices, TRAINING, VALIDATION],
        default=ALL if with_all else VALIDATION,
        required=True,
        key=key,
        persist_state="session",
        label_visibility="collapsed",
    )


def choice_of(key: str) -> str:
    """What is chosen there, without all rows among the choices; the validation rows before anything is."""
    return st.session_state.get(key) or VALIDATION


def rows_among(loaded: LoadedData, rows: str) -> np.ndarray | None:
    """True for each of these rows, (B,); None: all."""
    return {ALL: None, TRAINING: ~loaded.is_validation, VALIDATION: loaded.is_validation}[rows]

"""Matrices on this page: a product side by side, or one alone."""

from collections.abc import Sequence

import streamlit as st

from nets.figures.autodiff.product import (
    LEAST_ACROSS,
    Matrix,
    across,
    fits,
    matrix_figure,
    product_figure,
    product_height,
)
from pages.autodiff.shown import Shown

LEAST_PX, MOST_PX, ROW_PX = 84, 440, 32


def product(shown: Shown, matrices: Sequence[Matrix], *, key: str, current: int = -1) -> None:
    """These side by side, to be scrolled sideways where the screen is narrow; a line why not if they are too wide."""
    if not fits(matrices):
        st.caption("These matrices are too wide to stand side by side.")
        return
    with st.container(key=f"{'wide' if across(matrices) > LEAST_ACROSS else 'middle'}_{key}"):
        shown.draw(product_figure(matrices, current=current), key=key, height=product_height(matrices))


def matrix(shown: Shown, one: Matrix, *, key: str, least: int = LEAST_PX) -> None:
    """One matrix, at least so many px high."""
    panel = matrix_figure(one)
    shown.draw(panel, key=key, height=max(least, min(MOST_PX, 44 + ROW_PX * len(one.values))))
    if panel.note:
        st.caption(panel.note)

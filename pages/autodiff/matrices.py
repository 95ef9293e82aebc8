"""Matrices on this page: a product side by side, or one alone."""

from collections.abc import Sequence

import numpy as np
import streamlit as st

from nets.figures.autodiff.product import LEAST_ACROSS, Matrix, across, fits, product_figure, product_height
from nets.figures.deck.weights import weight_figure
from pages.autodiff.shown import Shown

LEAST_PX, MOST_PX, ROW_PX = 84, 440, 32


def product(shown: Shown, matrices: Sequence[Matrix], *, key: str, current: int = -1) -> None:
    """These side by side, to be scrolled sideways where the screen is narrow; a line why not if they are too wide."""
    if not fits(matrices):
        st.caption("These matrices are too wide to stand side by side.")
        return
    with st.container(key=f"{'wide' if across(matrices) > LEAST_ACROSS else 'middle'}_{key}"):
        shown.draw(product_figure(matrices, current=current), key=key, height=product_height(matrices))


def matrix(
    shown: Shown,
    values: np.ndarray,
    *,
    key: str,
    rows: Sequence[str] = (),
    columns: Sequence[str] = (),
    least: int = LEAST_PX,
) -> None:
    """One matrix, at least so many px high, its rows and columns numbered if they have no names."""
    n_rows, n_columns = values.shape
    panel = weight_figure(
        values,
        rows=rows or [str(n + 1) for n in range(n_rows)],
        columns=columns or [str(n + 1) for n in range(n_columns)],
    )
    shown.draw(panel, key=key, height=max(least, min(MOST_PX, 44 + ROW_PX * n_rows)))
    if panel.note:
        st.caption(panel.note)


def numbers(values: np.ndarray, most: int = 6) -> str:
    """The first of them in a line."""
    flat = np.ravel(values)
    return ", ".join(f"{value:.3g}" for value in flat[:most]) + (" …" if len(flat) > most else "")

"""One update by hand: a worksheet of the chosen row, to print, to keep, and to check."""

import streamlit as st

from nets.autodiff.asked.chain import Chain, ChainOf
from nets.autodiff.worksheet import worksheet
from pages.autodiff.shown import Shown
from pages.shared.heading import heading
from pages.shared.text import plain


def update(shown: Shown) -> None:
    """The worksheet with its blanks; the answers below it, or in the file."""
    heading("One update by hand", "every number for one row and one step: blanks first, then the answers")
    if shown.view.snapshot is None:
        st.caption("It appears as soon as the trainer has looked at the net.")
        return
    found = shown.ask("update", ChainOf(shown.row), Chain)
    if found is None:
        return
    dataset = shown.dataset
    text = worksheet(
        found,
        title=f"One update by hand: row {shown.row + 1}, epoch {shown.view.epoch}",
        inputs=[
            (plain(name, 40), value) for name, value in zip(dataset.features, dataset.inputs[shown.row], strict=True)
        ],
        label=plain(dataset.classes[dataset.targets[shown.row]], 40),
        weights={name: value[0].astype(float) for name, value in shown.view.snapshot.params.items()},
        learning_rate=shown.session.settings.learning_rate,
    )
    st.latex(r"W \leftarrow W - \eta\,\frac{\partial \ell}{\partial W}, \qquad \ell = -\log p_{label}")
    if shown.settings.optimiser != "sgd":
        st.caption("The worksheet takes a plain step of gradient descent, whatever optimiser the tape uses.")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.download_button(
            "As Markdown", text, "worksheet.md", "text/markdown", key="update_download", icon=":material/download:"
        )
        answers = st.toggle("With the answers", key="update_answers")
    st.caption("The browser's own print (Ctrl+P) prints this sheet alone while the part is open alone.")
    with st.container(key="worksheet"):
        st.markdown(text if answers else text.split("## Answers")[0])

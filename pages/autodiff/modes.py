"""Forward and reverse: the same gradient by both modes, and what it costs as nets grow."""

import streamlit as st

from nets.autodiff.asked.modes import Modes, ModesOf
from nets.figures.growth import growth_figure
from pages.autodiff.shown import Shown
from pages.shared.heading import heading
from pages.shared.live import live


def modes(shown: Shown) -> None:
    """Passes, operations and time of both modes for this net, and how they grow."""
    heading("Forward and reverse", "the chain is the same; the order of multiplying decides what it costs")
    st.latex(
        r"\underbrace{\Big(\big(\tfrac{\partial \ell}{\partial p}\,\tfrac{\partial p}{\partial z}\big)"
        r"\tfrac{\partial z}{\partial h}\Big)\cdots}_{\text{reverse: one pass for each output}}"
        r"\qquad\qquad\underbrace{\cdots\Big(\tfrac{\partial z}{\partial h}\big(\tfrac{\partial h}{\partial v}\,"
        r"\tfrac{\partial v}{\partial w}\big)\Big)}_{\text{forward: one pass for each weight}}"
    )
    found = shown.ask("modes", ModesOf(), Modes)
    if found is None:
        return
    left, right = st.columns([3, 4])
    with left:
        _counts(found)
    with right:
        st.caption("Operations for the gradient of the loss, and for the Jacobian of all outputs, as the net grows")
        panel = growth_figure(
            forward=found.forward_operations,
            reverse=found.reverse_operations,
            n_weights=found.n_weights,
            n_outputs=found.n_outputs,
        )
        live(panel.figure, key="modes_growth", height=shown.height(320), label=panel.label)


def _counts(found: Modes) -> None:
    rows = (
        ("Forward", found.n_weights, found.forward_operations, found.forward_s),
        ("Reverse", 1, found.reverse_operations, found.reverse_s),
    )
    st.dataframe(
        {
            "mode": [mode for mode, *_ in rows],
            "passes": [passes for _, passes, _, _ in rows],
            "operations a pass": [operations for _, _, operations, _ in rows],
            "operations in all": [passes * operations for _, passes, operations, _ in rows],
            "ms a pass": [f"{seconds * 1e3:.2f}" for *_, seconds in rows],
            "ms in all": [f"{passes * seconds * 1e3:,.1f}" for _, passes, _, seconds in rows],
        },
        key="modes_counts",
        hide_index=True,
    )
    ratio = found.n_weights * found.forward_s / found.reverse_s
    st.markdown(
        f"Both give the same gradient: the largest difference over {found.n_passes:,} weights is "
        f"**{found.apart:.1e}**. Forward mode takes **{ratio:,.0f} times** as long here, because it begins anew for "
        f"each of the {found.n_weights:,} weights, while the loss is one. A Jacobian of many outputs for few inputs "
        "is where forward mode wins."
    )
    if found.n_passes < found.n_weights:
        st.caption(f"{found.n_passes} forward passes were made, spread over all weights; the others cost the same.")
    if found.n_rows < found.n_all_rows:
        st.caption(f"On the first {found.n_rows:,} of {found.n_all_rows:,} training rows.")

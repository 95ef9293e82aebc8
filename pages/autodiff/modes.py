"""Forward and reverse: the same gradient by both modes, and what it costs as nets grow."""

import streamlit as st

from nets.figures.autodiff.mode_cost import growth_figure
from nets.queries.modes import Modes, ModesQuery
from pages.autodiff.shown import Shown


def modes(shown: Shown) -> None:
    """Passes, operations and time of both modes for this net, and how they grow."""
    found = shown.ask(ModesQuery(), part="modes")
    if found is None:
        return
    _counts(found)
    left, right = st.columns(2)
    with left:
        st.caption(f"As the weights grow, the loss alone or a Jacobian of {found.n_outputs} outputs")
        panel = growth_figure(
            "weights",
            here=found.n_weights,
            curves={
                "forward mode": (found.forward_operations, 1),
                "reverse mode, the loss": (found.reverse_operations, 0),
                f"reverse mode, {found.n_outputs} outputs": (found.reverse_operations * found.n_outputs, 0),
            },
        )
        shown.draw(panel, key="modes_by_weights", height=300)
    with right:
        st.caption(f"As the outputs grow, their whole Jacobian for these {found.n_weights:,} weights")
        panel = growth_figure(
            "outputs",
            here=found.n_outputs,
            curves={
                "forward mode": (found.forward_operations * found.n_weights, 0),
                "reverse mode": (found.reverse_operations, 1),
            },
        )
        shown.draw(panel, key="modes_by_outputs", height=300)
    st.caption(
        "The operations of one pass were counted in TensorFlow's trace; how many passes it takes is the theory above. "
        "A wider layer makes an operation larger, not their number larger."
    )


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
        f"each of the {found.n_weights:,} weights, while the loss is one. With more outputs than weights it would win."
    )
    if found.n_passes < found.n_weights:
        st.caption(f"{found.n_passes} forward passes were made, spread over all weights; the others cost the same.")
    if found.n_rows < found.n_all_rows:
        st.caption(f"On the first {found.n_rows:,} of {found.n_all_rows:,} training rows.")

"""Forward and reverse: the same gradient by both modes, and the operations it takes as nets grow."""

import streamlit as st

from nets.figures.autodiff.mode_cost import counts_table, growth_by_outputs, growth_by_weights
from nets.queries.autodiff.modes import Modes, ModesQuery
from pages.autodiff.shown import Shown


def modes(shown: Shown) -> None:
    """Passes, operations and time of both modes for this net, and how they grow."""
    found = shown.ask(ModesQuery(), part="modes")
    if found is None:
        return
    _counts(found)
    left, right = st.columns(2)
    with left:
        jacobian = f" alone or a Jacobian of {found.n_outputs} outputs" if found.n_outputs > 1 else ""
        st.caption(f"As the weights grow, the loss{jacobian}")
        shown.draw(growth_by_weights(found), key="modes_by_weights", height=300)
    with right:
        st.caption(f"As the outputs grow, their whole Jacobian for these {found.n_weights:,} weights")
        shown.draw(growth_by_outputs(found), key="modes_by_outputs", height=300)
    st.caption(
        "The operations of one pass were counted in TensorFlow's trace; how many passes it takes is the theory above. "
        "A wider layer makes an operation larger, not their number larger."
    )


def _counts(found: Modes) -> None:
    st.dataframe(counts_table(found), key="modes_counts", hide_index=True)
    st.markdown(
        f"Both give the same gradient: the largest difference over {found.n_passes:,} weights is "
        f"**{found.apart:.1e}**. Forward mode takes **{found.ratio:,.0f} times** as long here: it needs a pass for "
        f"each of the {found.n_weights:,} weights, and there is one loss. With more outputs than weights it would win."
    )
    if found.n_passes < found.n_weights:
        st.caption(f"{found.n_passes} forward passes were made, spread over all weights; the others take as long.")
    if found.n_rows < found.n_all_rows:
        st.caption(f"On the first {found.n_rows:,} of {found.n_all_rows:,} training rows.")

"""Three ways to one gradient: the tape, the formula, and central differences."""

import streamlit as st

from nets.autodiff.gradient_fault import Verdict, relative_distance, verdict
from nets.figures.autodiff.difference_errors import errors_figure
from nets.figures.autodiff.gradient_check import gradient_table
from nets.queries.autodiff.gradient_check import MOST_PRODUCT, MOST_WEIGHTS, GradientCheckQuery, faults_of
from pages.autodiff.shown import Shown
from pages.shared.components.download import csv_download

FAULTS = {
    "none": "as derived",
    "mean": "forgotten 1/N",
    "elementwise": "softmax taken as elementwise",
    "transpose": "forgotten transpose",
    "bias": "forgotten bias",
    "time": "forgotten earlier steps",
}
STEPS = [10.0**-n for n in range(1, 13)]
FORMATS = {
    **{name: st.column_config.NumberColumn(format="%.6g") for name in ("tape", "formula", "difference")},
    "apart": st.column_config.NumberColumn(format="%.1e"),
}


def gradient_check(shown: Shown) -> None:
    """The gradient by all three, the largest difference first, and how a gradient check finds a wrong formula."""
    faults = faults_of(shown.settings)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if st.session_state.get("ways_fault") not in faults:
            st.session_state["ways_fault"] = faults[0]
        fault = st.selectbox(
            "Formula", faults, format_func=FAULTS.get, key="ways_fault", persist_state="session", width=280
        )
        precision = st.segmented_control(
            "Precision",
            ["float64", "float32"],
            default="float64",
            required=True,
            key="ways_precision",
            persist_state="session",
        )
        step = st.select_slider(
            "Step s of the difference",
            STEPS,
            1e-5,
            format_func=lambda s: f"{s:.0e}",
            key="ways_step",
            persist_state="session",
            width=360,
        )
    found = shown.ask(GradientCheckQuery(step, precision, fault), part="ways")
    if found is None:
        return
    table = gradient_table(found, shown.weights)
    left, right = st.columns(2)
    with left:
        n_rows = shown.session.loaded.n_training
        _verdict(verdict(found, fault=fault, precision=precision, n_rows=n_rows))
        apart = relative_distance(found.difference, found.tape)
        st.caption(f"Tape and differences: {apart:.1e} apart, relative.")
        st.dataframe(table.head(500), key="ways_table", hide_index=True, height=300, column_config=FORMATS)
        if not shown.view.moving:  # a file that changes every second is gone before it can be fetched
            csv_download(lambda: table, n_cells=table.size, file_name="gradients.csv", key="ways_download")
        if len(found.places) < found.n_weights:
            st.caption(
                f"A sample of {len(found.places):,} of {found.n_weights:,} weights, spread over all matrices. All are "
                f"moved while they are at most {MOST_WEIGHTS:,} and rows × units × weights is at most "
                f"{MOST_PRODUCT[shown.settings.net]:,}."
            )
    with right:
        st.caption("The central difference's error against the tape's float64 gradient, by its step")
        panel = errors_figure(found.steps, errors32=found.errors32, errors64=found.errors64, step=step)
        shown.draw(panel, key="ways_errors", height=380)
        st.markdown(
            "A long step s has a **truncation** error, which falls with s². A short one subtracts two nearly equal "
            "losses, and the **round-off** error of that rises with 1/s. The best step lies between."
        )


def _verdict(said: Verdict) -> None:
    {"agree": st.success, "differ": st.error, "unknown": st.info}[said.kind](said.sentence)

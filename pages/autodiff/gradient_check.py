"""Three ways: the tape's gradient, the formula derived by hand, and the central difference, side by side."""

import numpy as np
import pandas as pd
import streamlit as st

from nets.autodiff.gradient_fault import diagnosis, is_lost
from nets.figures.autodiff.difference_errors import errors_figure
from nets.queries.gradient_check import MOST_PRODUCT, MOST_WEIGHTS, GradientCheck, GradientCheckQuery
from pages.autodiff.shown import Shown
from pages.shared.components.download import csv_download

FAULTS = {
    "none": "as derived",
    "mean": "forgotten 1/N",
    "elementwise": "softmax taken as elementwise",
    "transpose": "forgotten transpose",
    "bias": "forgotten constant 1",
    "time": "forgotten earlier steps",
}
AGREES = {"float64": 1e-6, "float32": 1e-3}  # relative
STEPS = [10.0**-n for n in range(1, 13)]
FORMATS = {
    **{name: st.column_config.NumberColumn(format="%.6g") for name in ("tape", "by hand", "difference")},
    "apart": st.column_config.NumberColumn(format="%.1e"),
}


def ways(shown: Shown) -> None:
    """The same gradient three times, worst disagreement first, and how a check finds a wrong formula."""
    faults = [fault for fault in FAULTS if fault != "time" or shown.settings.net == "rnn"]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if st.session_state.get("ways_fault") not in faults:
            st.session_state["ways_fault"] = faults[0]
        fault = st.selectbox(
            "Hand formula", faults, format_func=FAULTS.get, key="ways_fault", persist_state="session", width=280
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
    table = _table(shown, found)
    left, right = st.columns(2)
    with left:
        _verdict(found, fault, precision, n_rows=shown.dataset.n_rows - shown.session.loaded.n_validation)
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
        st.caption("How far a difference is from the tape's float64 gradient, for every length of the step")
        panel = errors_figure(found.steps, errors32=found.errors32, errors64=found.errors64, step=step)
        shown.draw(panel, key="ways_errors", height=380)
        st.markdown(
            "Read from the right: a long step cuts the corner of the curve (**truncation**, falling with s²); a short "
            "one subtracts two nearly equal costs and leaves their last digits (**round-off**, rising with 1/s). "
            "Between them is the best a difference can do."
        )


def _table(shown: Shown, found: GradientCheck) -> pd.DataFrame:
    weights = {weight.name: weight for weight in shown.weights}
    names = [weights[found.matrices[matrix]] for matrix, _, _ in found.places]
    columns = {
        "weights": [weight.name for weight in names],
        "to": [weight.rows[i] for weight, (_, i, _) in zip(names, found.places, strict=True)],
        "from": [weight.columns[j] for weight, (_, _, j) in zip(names, found.places, strict=True)],
        "tape": found.tape,
    }
    if len(found.hand):
        columns["by hand"] = found.hand
    columns["difference"] = found.difference
    both = [found.hand, found.difference] if len(found.hand) else [found.difference]
    columns["apart"] = np.max([np.abs(other - found.tape) for other in both], axis=0)
    return pd.DataFrame(columns).sort_values("apart", ascending=False, kind="stable", ignore_index=True)


def _verdict(found: GradientCheck, fault: str, precision: str, *, n_rows: int) -> None:
    if found.misfit:
        (st.info if fault == "none" else st.error)(found.misfit)
    elif is_lost(found, precision=precision):
        st.info(
            "All derivatives are 0 but for rounding, so tape and hand cannot be compared here: the net is so sure of "
            "every row that P − Y keeps none of its digits, or the rows' shares cancel, as with weights of zero."
        )
    else:
        apart = _apart(found.hand, found.tape)
        if apart <= AGREES[precision]:
            said = "they are the same number"
            if fault != "none":
                said = "on this net and these rows the fault changes nothing, and no check can find it here"
            st.success(f"Tape and hand: {apart:.1e} apart, relative; {said}.")
        else:
            st.error(f"Tape and hand: {apart:.1e} apart, relative. {diagnosis(found, n_rows=n_rows)}")
    st.caption(f"Tape and differences: {_apart(found.difference, found.tape):.1e} apart, relative.")


def _apart(one: np.ndarray, other: np.ndarray) -> float:
    return float(np.linalg.norm(one - other) / max(np.linalg.norm(one) + np.linalg.norm(other), 1e-300))

"""Three ways: the tape's gradient, the formula derived by hand, and the central difference, side by side."""

import numpy as np
import pandas as pd
import streamlit as st

from nets.autodiff.asked.ways import Ways, WaysOf
from nets.figures.errors import errors_figure
from pages.autodiff.shown import Shown
from pages.shared.download import csv_download
from pages.shared.heading import heading
from pages.shared.live import live

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
    heading("Three ways", "the tape, the formula derived by hand, and a difference quotient must agree")
    st.latex(
        r"\frac{\partial J}{\partial z} = \tfrac{1}{N}(P - Y), \qquad "
        r"\frac{\partial J}{\partial W} = \frac{\partial J}{\partial z}\,v^\top, \qquad "
        r"\frac{\partial J}{\partial w} \approx \frac{J(w + s) - J(w - s)}{2 s}"
    )
    faults = [fault for fault in FAULTS if fault != "time" or shown.settings.net == "rnn"]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        fault = st.selectbox("Hand formula", faults, format_func=FAULTS.get, key=f"ways_fault_{len(faults)}", width=280)
        precision = st.segmented_control(
            "Precision", ["float64", "float32"], default="float64", required=True, key="ways_precision"
        )
        step = st.select_slider(
            "Step s of the difference", STEPS, 1e-5, format_func=lambda s: f"{s:.0e}", key="ways_step", width=360
        )
    found = shown.ask("ways", WaysOf(step, precision, fault), Ways)
    if found is None:
        return
    table = _table(shown, found)
    left, right = st.columns(2)
    with left:
        _verdict(found, fault, precision)
        st.dataframe(table.head(500), key="ways_table", hide_index=True, height=300, column_config=FORMATS)
        csv_download(table, file_name="gradients.csv", key="ways_download")
        if len(found.places) < found.n_weights:
            st.caption(f"A sample of {len(found.places):,} of {found.n_weights:,} weights, spread over all matrices.")
    with right:
        st.caption("How far a difference is from the truth: too long a step is inexact, too short a one is rounding")
        panel = errors_figure(found.steps, errors32=found.errors32, errors64=found.errors64, step=step)
        live(panel.figure, key="ways_errors", height=shown.height(340), label=panel.label)


def _table(shown: Shown, found: Ways) -> pd.DataFrame:
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


def _verdict(found: Ways, fault: str, precision: str) -> None:
    if found.misfit:
        (st.info if fault == "none" else st.error)(found.misfit)
    else:
        apart = _apart(found.hand, found.tape)
        if apart <= AGREES[precision]:
            said = "which is where this net cannot show the fault" if fault != "none" else "they are the same"
            st.success(f"Tape and hand: {apart:.1e} apart, relative; {said}.")
        else:
            st.error(f"Tape and hand: {apart:.1e} apart, relative. {_pattern(found)}")
    st.caption(f"Tape and differences: {_apart(found.difference, found.tape):.1e} apart, relative.")


def _apart(one: np.ndarray, other: np.ndarray) -> float:
    return float(np.linalg.norm(one - other) / max(np.linalg.norm(one) + np.linalg.norm(other), 1e-300))


def _pattern(found: Ways) -> str:
    """What the way in which the two disagree points to."""
    large = np.abs(found.tape) > 1e-3 * np.abs(found.tape).max()
    ratios = found.hand[large] / found.tape[large]
    if ratios.std() < 1e-3 * abs(ratios.mean()):
        return f"Every number is {ratios.mean():.4g} times the tape's: a factor is missing or too many, such as 1/N."
    wrong = np.abs(found.hand - found.tape) > 1e-3 * np.abs(found.tape).max()
    if (found.hand[wrong] == 0).all():
        return "All that disagrees is 0 by hand: a part was left out, such as the constant's column."
    right = [name for n, name in enumerate(found.matrices) if not wrong[found.places[:, 0] == n].any()]
    if right:
        return f"{', '.join(right)} agrees: the fault lies behind it, on the way further back."
    return "The numbers disagree everywhere and in no steady ratio: look at the last layer's derivative first."

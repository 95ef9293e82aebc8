"""Softmax: its Jacobian under the visitor's hand, beginning where this net's own softmax stands."""

import numpy as np
import streamlit as st

from nets.autodiff.asked.chain import Chain, ChainOf
from nets.autodiff.softmax import gain, gains, jacobian, softmax
from nets.figures.gains import gains_figure
from nets.figures.weights import weight_figure
from pages.autodiff.shown import Shown
from pages.shared.heading import heading
from pages.shared.live import live

MOST_SLIDERS = 8
REACH = 20.0
SCALES = np.logspace(-1, 2, 61)


def softmax_part(shown: Shown) -> None:
    """Sliders for the sums, p and its Jacobian, and how much of a gradient it lets through."""
    heading("Softmax", "units that share one whole: each derivative depends on all of them")
    st.latex(
        r"p_i = \frac{e^{z_i}}{\sum_j e^{z_j}}, \qquad \frac{\partial p}{\partial z} = \mathrm{diag}(p) - p\,p^\top"
    )
    layers = _layers(shown)
    if layers is None:
        return
    name = st.segmented_control("Softmax", list(layers), default=next(iter(layers)), required=True, key="softmax_layer")
    own = layers.get(name, next(iter(layers.values())))
    sums = _sliders(own, key=f"{name}_{len(own)}")
    p = softmax(sums)
    left, middle, right = st.columns([2, 4, 5])
    with left:
        st.caption(f"p, {len(p)} × 1")
        _matrix(shown, p[:, None], ["p"], "softmax_p")
    with middle:
        st.caption(f"diag(p) − p p', {len(p)} × {len(p)}")
        _matrix(shown, jacobian(sums), [str(n + 1) for n in range(len(p))], "softmax_jacobian")
    with right:
        st.caption("How much of a gradient gets through at most, were all sums larger or smaller by this factor")
        here = gain(sums)
        panel = gains_figure(SCALES, gains(sums, SCALES), here=here)
        live(panel.figure, key="softmax_gains", height=shown.height(300), label=panel.label)
    st.markdown(
        f"Of a gradient that arrives here at most **{here:.3g}** of its length gets through, and never more than one "
        f"half. The largest p is {p.max():.3f}: the nearer it comes to 1, the smaller every entry p(i) (1 − p(i)) and "
        "p(i) p(j), and the less is left in the product for all weights before this softmax. That is saturation."
    )


def _layers(shown: Shown) -> dict[str, np.ndarray] | None:
    """The sums of every softmax of the net for the chosen row, by its name; taken back from what it made of them."""
    found = shown.ask("softmax", ChainOf(shown.row), Chain)
    if found is None:
        return None
    layers = {}
    for factor in reversed(found.factors):
        if factor.unit == "softmax" or (factor.unit == "step" and shown.settings.cell == "softmax"):
            logs = np.log(np.maximum(factor.output, 1e-300))
            layers[factor.name] = logs - logs.mean()
    return layers


def _sliders(own: np.ndarray, *, key: str) -> np.ndarray:
    """The sums as the visitor sets them; p does not change when all grow by the same, so their mean is taken off."""
    sums = own.copy()
    n = min(len(own), MOST_SLIDERS)
    keys = [f"softmax_{key}_{i}" for i in range(n)]
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button("As in the net", key="softmax_own", icon=":material/replay:", help="Where this row's sums stand."):
            for name in keys:
                st.session_state.pop(name, None)
        st.caption("The sums of the chosen row less their mean, to be moved.")
    for column, i in zip(st.columns(n), range(n), strict=True):
        with column:
            value = float(np.clip(own[i], -REACH, REACH))
            sums[i] = st.slider(f"z{i + 1}", -REACH, REACH, value, step=0.1, format="%.1f", key=keys[i])
    return sums


def _matrix(shown: Shown, values: np.ndarray, columns: list[str], key: str) -> None:
    rows = [str(n + 1) for n in range(len(values))]
    panel = weight_figure(values, rows=rows, columns=columns)
    live(panel.figure, key=key, height=shown.height(300), label=panel.label)

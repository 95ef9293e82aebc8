"""Softmax: its Jacobian at sums z that the visitor sets; they begin at those of this net."""

import hashlib
from collections.abc import Sequence

import streamlit as st

from nets.autodiff.jacobians.softmax import SoftmaxLayer, SoftmaxPoint, ceiling_curve, softmax_at, softmax_layers
from nets.figures.autodiff.product import Matrix
from nets.figures.autodiff.softmax_gain import gains_figure
from nets.queries.autodiff.chain import ChainQuery
from pages.autodiff.matrices import matrix
from pages.autodiff.shown import Shown
from pages.shared.kept import kept_choice

MOST_SLIDERS = 8
REACH = 20.0


def softmax_part(shown: Shown) -> None:
    """Sliders for the sums z, p and its Jacobian, and the share of a gradient that passes."""
    if said := _without(shown):
        st.caption(said)
    found = shown.ask(ChainQuery(shown.row, 0), part="softmax")
    if found is None:
        return
    layers = softmax_layers(found, shown.view.snapshot)
    if not layers:
        st.caption("Choose the output softmax, or softmax for the hidden units, to see one here.")
        return
    name = kept_choice("Softmax", list(layers), key="softmax_layer")
    layer = layers[name]
    own = hashlib.blake2b(layer.p.tobytes(), digest_size=8).hexdigest()  # other units, other sliders
    here = _sliders(layer.sums, key=own)
    n_units = len(here.p)
    left, middle, right = st.columns([2, 4, 5])
    with left:
        st.caption(f"p, {n_units} × 1")
        matrix(shown, Matrix(here.p[:, None], columns=["p"]), key="softmax_p", least=280)
    with middle:
        st.caption(f"diag(p) − p pᵀ, {n_units} × {n_units}")
        matrix(shown, Matrix(here.jacobian), key="softmax_jacobian", least=280)
    with right:
        st.caption("Gain: the largest share of a gradient that passes")
        _gains(shown, layer, here)
    _said(layer, here)


def _without(shown: Shown) -> str:
    """Which parts of the net are no softmax."""
    settings = shown.settings
    is_sigmoid = settings.output == "sigmoid"
    if settings.net == "rnn":
        what = "" if settings.cell == "softmax" else f"This net's {settings.cell} cell has no softmax in it"
    elif not settings.widths:
        what = "This net has no hidden units"
    else:
        units = settings.activation.replace("_", " ")
        what = "" if settings.activation == "softmax" else f"This net's hidden units are {units}, each on its own"
    if what:
        output = "and its output is one sigmoid unit" if is_sigmoid else "its only softmax is the one at the output"
        return f"{what}{', ' if is_sigmoid else ': '}{output}."
    return "This net's output is one sigmoid unit: its only softmax is that of its hidden units." if is_sigmoid else ""


def _sliders(own: Sequence[float], *, key: str) -> SoftmaxPoint:
    """The softmax at the sums that the visitor sets. Their mean is 0 at first: softmax does not depend on it."""
    sums = [float(value) for value in own]
    n = min(len(sums), MOST_SLIDERS)
    keys = [f"softmax_{key}_{i}" for i in range(n)]
    every = f"softmax_{key}_all"
    first = f" The first {n} of {len(sums)} can be moved one by one." if n < len(sums) else ""
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button(
            "As in the net", key="softmax_own", icon=":material/replay:", help="Back to the sums of this row."
        ):
            for name in [*keys, every]:
                st.session_state.pop(name, None)
        times = st.slider("All sums times", 0.0, 20.0, 1.0, step=0.1, format="%.1f", key=every, width=360)
        st.caption(f"The sliders begin at the sums z of the chosen row, minus their mean.{first}", width="content")
    for column, i in zip(st.columns(n), range(n), strict=True):
        with column:
            value = min(max(sums[i], -REACH), REACH)
            moved = st.slider(f"z{i + 1}", -REACH, REACH, value, step=0.1, format="%.1f", key=keys[i])
            sums[i] = moved if moved != value else sums[i]
    return softmax_at(sums, times=times)


def _gains(shown: Shown, layer: SoftmaxLayer, here: SoftmaxPoint) -> None:
    rows = layer.gains_of_rows
    panel = gains_figure(rows=rows, here=(here.largest, here.gain), ceiling=ceiling_curve())
    shown.draw(panel, key="softmax_gains", height=300)
    if layer.of_rows is not None and len(layer.of_rows) < shown.dataset.n_rows:
        st.caption(f"{len(layer.of_rows)} of {shown.dataset.n_rows:,} rows, spread over the table.")


def _said(layer: SoftmaxLayer, here: SoftmaxPoint) -> None:
    share = f", {layer.passes / layer.arrives:.1%}" if layer.arrives else ""
    st.markdown(
        f"At most **{here.gain:.3g}** of a gradient's length passes through this softmax, and never more than half. "
        f"The largest p is {here.largest:.3f}: the nearer it comes to 1, the smaller every entry p(i) (1 − p(i)) and "
        "−p(i) p(j), and the less is left in the product for all weights before. That is saturation. For this row the "
        f"gradient that arrives here has length {layer.arrives:.3g}; {layer.passes:.3g} goes on{share}."
    )

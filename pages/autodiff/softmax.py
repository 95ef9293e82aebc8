"""Softmax: its Jacobian under the visitor's hand, beginning where this net's own softmax stands."""

import hashlib
from dataclasses import dataclass

import numpy as np
import streamlit as st

from nets.autodiff.softmax import ceiling, gain, gains, jacobian, softmax, sums_of
from nets.figures.autodiff.softmax_gain import gains_figure
from nets.queries.chain import Chain, ChainQuery
from nets.training.protocol.snapshot import spread_rows
from pages.autodiff.kept import kept_choice
from pages.autodiff.matrices import matrix
from pages.autodiff.shown import Shown

MOST_SLIDERS = 8
REACH = 20.0
LARGEST = np.linspace(0, 1, 101)


@dataclass(frozen=True)
class Layer:
    """One softmax of the net: what the chosen row's units are, what the `spread_rows`' are if that is known, and the
    length of what arrives from the loss and of what goes on, for the chosen row.
    """

    units: np.ndarray
    of_rows: np.ndarray | None
    arrives: float
    goes_on: float


def softmax_part(shown: Shown) -> None:
    """Sliders for the sums, p and its Jacobian, and how much of a gradient it lets through."""
    if said := _without(shown):
        st.caption(said)
    found = shown.ask(ChainQuery(shown.row, 0), part="softmax")
    if found is None:
        return
    layers = _layers(shown, found)
    name = kept_choice("Softmax", list(layers), key="softmax_layer")
    layer = layers[name]
    own = hashlib.blake2b(layer.units.tobytes(), digest_size=8).hexdigest()  # other units, other sliders
    sums = _sliders(sums_of(layer.units), key=own)
    p = softmax(sums)
    names = [str(n + 1) for n in range(len(p))]
    left, middle, right = st.columns([2, 4, 5])
    with left:
        st.caption(f"p, {len(p)} × 1")
        matrix(shown, p[:, None], key="softmax_p", rows=names, columns=["p"], least=280)
    with middle:
        st.caption(f"diag(p) − p pᵀ, {len(p)} × {len(p)}")
        matrix(shown, jacobian(sums), key="softmax_jacobian", rows=names, columns=names, least=280)
    with right:
        st.caption("How much of a gradient gets through at most")
        _where(shown, layer, sums)
    _said(layer, sums)


def _without(shown: Shown) -> str:
    """That the hidden units are no softmax, where they are not."""
    settings = shown.settings
    if settings.net == "rnn":
        what = "" if settings.cell == "softmax" else f"This net's {settings.cell} cell has no softmax in it"
    elif settings.hidden_layers == 0:
        what = "This net has no hidden units"
    else:
        units = settings.activation.replace("_", " ")
        what = "" if settings.activation == "softmax" else f"This net's hidden units are {units}, each on its own"
    return f"{what}: its only softmax is the one at the output." if what else ""


def _layers(shown: Shown, found: Chain) -> dict[str, Layer]:
    """Every softmax of the net by its name, in the order of the forward pass."""
    snapshot = shown.view.snapshot
    layers = {}
    for n, factor in enumerate(found.factors):
        if factor.unit != "softmax":
            continue
        of_rows = None
        if not layers:
            of_rows = snapshot.probs_of(spread_rows(shown.dataset.n_rows))[0]
        elif len(layers) == 1:
            hidden = snapshot.hidden[0]  # the last hidden layer, or an RNN's state
            of_rows = hidden[spread_rows(len(hidden))]
        arrives = found.factors[n - 1].reaching
        layers[factor.name] = Layer(
            factor.output, of_rows, float(np.linalg.norm(arrives)), float(np.linalg.norm(factor.reaching))
        )
    return dict(reversed(layers.items()))


def _sliders(own: np.ndarray, *, key: str) -> np.ndarray:
    """The sums as the visitor sets them; p does not change when all grow by the same, so their mean is taken off."""
    sums = own.copy()
    n = min(len(own), MOST_SLIDERS)
    keys = [f"softmax_{key}_{i}" for i in range(n)]
    every = f"softmax_{key}_all"
    first = f" The first {n} of {len(own)} can be moved one by one." if n < len(own) else ""
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button("As in the net", key="softmax_own", icon=":material/replay:", help="Where this row's sums stand."):
            for name in [*keys, every]:
                st.session_state.pop(name, None)
        times = st.slider("All sums times", 0.0, 20.0, 1.0, step=0.1, format="%.1f", key=every, width=360)
        st.caption(f"The sums of the chosen row, less their mean, are yours to move.{first}", width="content")
    for column, i in zip(st.columns(n), range(n), strict=True):
        with column:
            value = float(np.clip(own[i], -REACH, REACH))
            moved = st.slider(f"z{i + 1}", -REACH, REACH, value, step=0.1, format="%.1f", key=keys[i])
            sums[i] = moved if moved != value else own[i]
    return sums * times


def _where(shown: Shown, layer: Layer, sums: np.ndarray) -> None:
    of_rows = np.zeros((0, len(sums))) if layer.of_rows is None else layer.of_rows
    panel = gains_figure(
        rows=(of_rows.max(axis=1, initial=0), gains(of_rows)),
        here=(float(softmax(sums).max()), gain(sums)),
        ceiling=(LARGEST, ceiling(LARGEST)),
    )
    shown.draw(panel, key="softmax_gains", height=300)
    if layer.of_rows is not None and len(of_rows) < shown.dataset.n_rows:
        st.caption(f"{len(of_rows)} of {shown.dataset.n_rows:,} rows, spread over the table.")


def _said(layer: Layer, sums: np.ndarray) -> None:
    p, most = softmax(sums), gain(sums)
    share = f", {layer.goes_on / layer.arrives:.1%}" if layer.arrives else ""
    st.markdown(
        f"Of any gradient that arrives at this softmax at most **{most:.3g}** of its length gets through, and never "
        f"more than one half. The largest p is {p.max():.3f}: the nearer it comes to 1, the smaller every entry "
        "p(i) (1 − p(i)) and −p(i) p(j), and the less is left in the product for all weights before. That is "
        f"saturation. In this net and for this row the loss sends a gradient of length {layer.arrives:.3g} here, and "
        f"{layer.goes_on:.3g} goes on{share}."
    )

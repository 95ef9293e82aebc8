"""The chain: one row's loss, factor by factor, from the loss back to any weight matrix."""

from collections.abc import Sequence

import numpy as np
import streamlit as st

from nets.autodiff.asked.chain import Chain, ChainOf, Factor, Product
from nets.figures.weights import weight_figure
from pages.autodiff.shown import Shown
from pages.shared.heading import heading
from pages.shared.live import live

MOST_BACK = 99
ROW_PX = 34
LEAST_PX = 90


def chain(shown: Shown) -> None:
    """Every operation's own Jacobian, what has reached it, and the gradient that comes of it."""
    heading("The chain", "every operation has a Jacobian of its own; their product leads from the loss to the weights")
    st.latex(
        r"\ell = -\log p_{label}, \qquad \frac{\partial \ell}{\partial v} = "
        r"\frac{\partial \ell}{\partial p}\,\frac{\partial p}{\partial z}\,\cdots\,\frac{\partial u}{\partial v}"
    )
    found = shown.ask("chain", ChainOf(shown.row, _n_back(shown)), Chain)
    if found is None:
        return
    places = range(len(found.factors))
    chosen = st.pills(
        "Operation, from the loss back",
        places,
        default=0,
        required=True,
        format_func=lambda n: f"{n + 1}: {found.factors[n].name}",
        key=f"chain_factor_{len(found.factors)}",
    )
    factor = found.factors[min(chosen or 0, len(found.factors) - 1)]
    before = found.factors[chosen - 1].reaching if chosen else np.ones(1)
    _factor(shown, factor, before)
    _product(shown, found)


def _n_back(shown: Shown) -> int:
    """How many steps back an RNN's chain is followed."""
    if shown.settings.net != "rnn":
        return 0
    most = min(MOST_BACK, max(shown.row, 1))
    return st.slider("Steps back in time", 0, most, min(1, most), key="chain_back")


def _factor(shown: Shown, factor: Factor, before: np.ndarray) -> None:
    n_out, n_in = factor.jacobian.shape
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        st.latex(rf"\text{{Jacobian: }} {factor.formula}", width="content")
        st.markdown(f"{n_out} × {n_in}: one line for each output, one column for each input", width="content")
    width = max(n_in, n_out, 3)
    left, middle, right = st.columns([n_out + 2, width + 3, n_in + 2])
    with left:
        st.caption(f"what has come from the loss, 1 × {n_out}")
        _matrix(shown, before[None], "chain_before")
    with middle:
        st.caption(f"times the Jacobian, {n_out} × {n_in}")
        _matrix(shown, factor.jacobian, "chain_jacobian")
    with right:
        st.caption(f"is what goes on, 1 × {n_in}")
        _matrix(shown, factor.reaching[None], "chain_after")
    values = ", ".join(f"{value:.4g}" for value in factor.output[:8])
    st.caption(f"On the way forward: {factor.name} gave {values}{' …' if n_out > 8 else ''}")


def _product(shown: Shown, found: Chain) -> None:
    names = [product.weight for product in found.products]
    weights = {weight.name: weight for weight in shown.weights}
    name = st.segmented_control("Gradient of", names, default=names[0], required=True, key=f"chain_of_{names}")
    product = found.products[names.index(name if name in names else names[0])]
    st.latex(
        r"z = W v: \qquad \frac{\partial \ell}{\partial W} = "
        r"\left(\frac{\partial \ell}{\partial z}\right)^{\!\top} v^\top"
    )
    n_rows, n_columns = product.whole.shape
    weight = weights[product.weight]
    if found.n_steps > 1 and not np.array_equal(product.at_once, product.whole):
        st.caption(f"At the step the chain ends at, {n_rows} × {n_columns}")
        _matrix(shown, product.at_once, "chain_at_once", rows=weight.rows, columns=weight.columns)
        st.caption(f"Summed over all {found.n_steps} steps, {n_rows} × {n_columns}")
    else:
        st.caption(f"{n_rows} × 1 times 1 × {n_columns}")
    _matrix(shown, product.whole, "chain_whole", rows=weight.rows, columns=weight.columns)
    st.markdown(_verdict(product))


def _verdict(product: Product) -> str:
    return (
        f"The number multiplied by hand is the number of the tape: over all of {product.weight} the largest "
        f"difference is **{product.difference:.1e}**, in float64."
    )


def _matrix(
    shown: Shown, values: np.ndarray, key: str, *, rows: Sequence[str] = (), columns: Sequence[str] = ()
) -> None:
    n_rows, n_columns = values.shape
    panel = weight_figure(
        values,
        rows=rows or [str(n + 1) for n in range(n_rows)],
        columns=columns or [str(n + 1) for n in range(n_columns)],
    )
    live(panel.figure, key=key, height=shown.height(max(LEAST_PX, min(440, 40 + ROW_PX * n_rows))), label=panel.label)

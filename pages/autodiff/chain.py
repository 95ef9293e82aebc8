"""The chain: one row's loss, factor by factor, from the loss back to any weight matrix."""

import streamlit as st

from nets.figures.autodiff.chain import factor_matrices, gradient_matrices, outer_matrices, step_matrices
from nets.figures.autodiff.product import numbers
from nets.queries.autodiff.chain import Chain, ChainQuery, Factor, Product
from pages.autodiff.matrices import matrix, product
from pages.autodiff.shown import Shown
from pages.shared.kept import kept_choice, kept_slider
from pages.shared.markdown import plain

MOST_BACK = 30
MOST_IN_LINE = 14  # factors of a typeset product, or buttons in a row
MOST_IN_TABLE = 30


def chain(shown: Shown) -> None:
    """The forward pass with every operation's Jacobian, and the backward pass to the chosen matrix."""
    n_back = _n_back(shown)
    found = shown.ask(ChainQuery(shown.row, n_back), part="chain")
    if found is None:
        return
    st.markdown(_table(found.factors))
    st.caption(
        "Read down, it is the forward pass: each operation and its value. Read up, it is the backward pass: the loss's "
        "gradient so far is multiplied by one Jacobian after the other."
    )
    if shown.settings.output == "sigmoid":
        st.caption(_what_y_is(shown))
    names = [each.weight for each in found.products]
    name = kept_choice("Back to", names, key="chain_of")
    chosen = found.products[names.index(name)]
    factors = found.factors[: chosen.n_factors]
    st.latex(_formula(chosen, factors))
    product(shown, factor_matrices(factors), key="chain_product")
    _one(shown, factors)
    _gradient(shown, found, chosen)


def _n_back(shown: Shown) -> int:
    """How many time steps back an RNN's chain is followed."""
    if shown.settings.net != "rnn":
        return 0
    most = min(MOST_BACK, shown.steps_before)
    if most == 0:
        st.caption("This is the first time step: there is none before it to go back to.")
        return 0
    about = "How far the chain is followed through the states before, until it ends in that step's W_H."
    return kept_slider("Steps back in time", 0, most, 1, key="chain_back", help_=about)


def _table(factors: list[Factor]) -> str:
    """The operations in order, each with its value, its Jacobian and the gradient it passes back."""
    lines = [
        "| | operation | gives | value | Jacobian | shape | from the loss back to its input |",
        "|---|---|---|---|---|---|---|",
    ]
    left_out = max(0, len(factors) - MOST_IN_TABLE)
    for n, each in enumerate(reversed(factors)):
        if MOST_IN_TABLE // 2 <= n < MOST_IN_TABLE // 2 + left_out:
            if n == MOST_IN_TABLE // 2:
                lines.append(f"| … | {left_out} more | | | | | |")
            continue
        n_out, n_in = each.jacobian.shape
        cells = (
            f"{n + 1}",
            f"${each.operation}$",
            f"{n_out}\u00a0×\u00a01",
            numbers(each.output),
            f"${each.derivative} = {each.formula}$",
            f"{n_out}\u00a0×\u00a0{n_in}",
            numbers(each.reaching),
        )
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _what_y_is(shown: Shown) -> str:
    second, label = plain(shown.dataset.classes[1], 30), int(shown.dataset.targets[shown.row])
    return f"p is the probability of {second}; y is 1 where that is the label, else 0. For this row y is {label}."


def _formula(chosen: Product, factors: list[Factor]) -> str:
    """The whole product, every factor with its shape."""
    shown = factors if len(factors) <= MOST_IN_LINE else [*factors[: MOST_IN_LINE // 2], *factors[-3:]]
    parts = []
    for n, each in enumerate(shown):
        if n and shown[n - 1] is not factors[factors.index(each) - 1]:
            parts.append(r"\cdots")
        n_out, n_in = each.jacobian.shape
        parts.append(rf"\underbrace{{{each.derivative}}}_{{{n_out} \times {n_in}}}")
    weight = chosen.weight.replace("W", "W_").replace("__", "_")
    at = rf"\bigg|_{{t = {chosen.terms[-1].step}}}" if len(chosen.norms) > 1 else ""
    read = rf"\underbrace{{v^\top}}_{{1 \times {len(chosen.terms[-1].read)}}}"
    return rf"\frac{{\partial \ell}}{{\partial {weight}}}{at} = \Big({' '.join(parts)}\Big)^{{\!\top}} {read}"


def _one(shown: Shown, factors: list[Factor]) -> None:
    """One step of the multiplication: the gradient so far, times one Jacobian."""
    choose = st.pills if len(factors) <= MOST_IN_LINE else st.selectbox
    chosen = choose(
        "One factor at a time, from the loss back",
        range(len(factors)),
        **({"default": 0, "required": True} if choose is st.pills else {}),
        format_func=lambda n: f"{n + 1}: {factors[n].name}",
        key=f"chain_factor_{len(factors)}",
    )
    chosen = min(chosen or 0, len(factors) - 1)
    factor = factors[chosen]
    n_out, n_in = factor.jacobian.shape
    st.latex(rf"{factor.derivative} = {factor.formula} \qquad ({n_out} \times {n_in})")
    product(shown, step_matrices(factors, chosen), key="chain_one", current=1)


def _gradient(shown: Shown, found: Chain, chosen: Product) -> None:
    """The gradient at z times the layer's input: the matrix's gradient, beside the tape's."""
    weight = next(each for each in shown.weights if each.name == chosen.weight)
    term = chosen.terms[-1]
    n_rows, n_columns = chosen.whole.shape
    st.markdown(
        f"**The last step.** The gradient at z, as a column ({n_rows} × 1), times the input v of {chosen.weight}, as a "
        f"row (1 × {n_columns}), is the gradient of {chosen.weight} ({n_rows} × {n_columns})."
    )
    product(shown, outer_matrices(term), key="chain_outer")
    at_once, whole = gradient_matrices(chosen, rows=weight.rows, columns=weight.columns)
    if len(chosen.norms) > 1:
        st.caption(f"The gradient at step {term.step} alone, {chosen.share_at_once:.2g} times as long as the whole")
        matrix(shown, at_once, key="chain_at_once")
        st.caption(f"The whole: the sum over all {found.n_steps} steps, {n_rows} × {n_columns}")
    matrix(shown, whole, key="chain_whole")
    st.markdown(
        f"The product of the factors is the tape's gradient: over all of {chosen.weight} the largest difference "
        f"is **{chosen.difference:.1e}**, in float64."
    )
    if said := _besides(shown):
        st.caption(said)


def _besides(shown: Shown) -> str:
    """What training does to the gradient beyond this chain."""
    settings = shown.settings
    parts = ["The loss that is trained on is the mean over rows, and its gradient the mean of such chains"]
    if settings.batch:
        parts.append("a step takes the mean over its batch")
    if settings.dropout and settings.net == "mlp":
        parts.append("dropout, left out here, sets some units to 0 in each step")
    if settings.l1 or settings.l2:
        parts.append("the penalties' own gradient is added to that")
    if settings.clip:
        parts.append(f"a gradient longer than {settings.clip:g} is scaled down to that")
    return "; ".join(parts) + "."

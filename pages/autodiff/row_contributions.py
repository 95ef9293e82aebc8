"""Who pushes: the rows that push one weight up, those that push it down, and their sum."""

import streamlit as st

from nets.figures.autodiff.row_contributions import row_contributions_figure
from nets.figures.deck.weights import weight_figure
from nets.models.parameters import Weight
from nets.queries.autodiff.row_contributions import RowContributions, RowContributionsQuery
from pages.autodiff.shown import Shown
from pages.shared.markdown import plain


def row_contributions(shown: Shown) -> None:
    """One weight's gradient, row by row, and the chosen row's gradient for its inputs."""
    weight, i, j = _weight(shown)
    found = shown.ask(RowContributionsQuery(weight.name, i, j, shown.row), part="pushes")
    if found is None:
        return
    dataset = shown.dataset
    panel = row_contributions_figure(
        found.terms, rows=found.rows, labels=dataset.targets[found.rows], classes=dataset.classes
    )
    shown.draw(panel, key="pushes_chart", height=300)
    with st.container(horizontal=True, gap="medium", key="pushes_sums"):
        st.metric("Up", f"{found.up:+.6f}")
        st.metric("Down", f"{found.down:+.6f}")
        st.metric("Sum", f"{found.total:+.6f}")
        st.metric("Cancelled", "–" if found.cancelled is None else f"{found.cancelled:.1%}")
    name = f"{weight.name}[{plain(weight.rows[i], 20)}, {plain(weight.columns[j], 20)}]"
    if len(found.rows) == found.n_rows:
        st.markdown(
            f"A step goes against the gradient, so the sum moves {name}. The tape's gradient of it is "
            f"**{found.gradient:+.6g}**; the sum of the {found.n_rows:,} terms differs from that by "
            f"{found.rounding:.1e}."
        )
    else:
        st.caption(
            f"The first {len(found.rows):,} of {found.n_rows:,} training rows are looked into; the tape's gradient "
            f"over all is {found.gradient:+.6g}."
        )
    if panel.note:
        st.caption(panel.note)
    _inputs(shown, found)


def _weight(shown: Shown) -> tuple[Weight, int, int]:
    """The weight that was chosen: its matrix, its row and its column."""
    by_name = {weight.name: weight for weight in shown.weights}
    with st.container(horizontal=True, vertical_alignment="center"):
        name = st.selectbox("Weights", list(by_name), key="pushes_weight", persist_state="session", width=140)
        weight = by_name.get(name, shown.weights[0])
        n_rows, n_columns = weight.shape
        i = st.selectbox("to", range(n_rows), format_func=lambda i: weight.rows[i], key=f"pushes_{name}_i", width=200)
        j = st.selectbox(
            "from", range(n_columns), format_func=lambda j: weight.columns[j], key=f"pushes_{name}_j", width=200
        )
    return weight, i, j


def _inputs(shown: Shown, found: RowContributions) -> None:
    n_steps = len(found.inputs)
    if not n_steps:
        st.caption("This row is too far along its sequence to be followed back to its inputs: choose an earlier one.")
        return
    if shown.settings.net == "rnn":
        st.markdown("And the other way: how the loss at this time step depends on each input, at this step and before.")
    else:
        st.markdown("And the other way: how this row's own loss depends on each of its inputs.")
    rows = [f"t = {t + 1}" for t in range(n_steps)] if n_steps > 1 else ["∂loss/∂x"]
    panel = weight_figure(found.inputs, rows=rows, columns=shown.dataset.features)
    shown.draw(panel, key="pushes_inputs_chart", height=60 + 30 * min(n_steps, 12))
    if panel.note:
        st.caption(panel.note)

"""The rows over two features, coloured by class. In a table of two features a click adds a point."""

import streamlit as st

from nets.data.editing import not_editable, with_row, written
from nets.data.prepare.feature_ranking import first_axes
from nets.data.prepare.inverse_transform import columns_to_click, first_day, in_units_of_the_file
from nets.data.table import Table
from nets.figures.axis import Axis
from nets.figures.data.scatter import scatter_figure, span_of
from nets.figures.text import told_apart
from pages.shared.components.chart import Tap, live, taps_of
from pages.shared.markdown import contained, in_a_list
from pages.shared.panel_title import heading
from pages.shared.session import Session

KEY = "scatter_chart"


def scatter(session: Session) -> None:
    """The chart, its two axes, and the class of the points that clicks add."""
    dataset = session.dataset
    click = columns_to_click(dataset)
    can_click = click is not None and not session.obstacle and not not_editable(session.table)
    with st.container(border=True, key="scatter"):
        heading("Scatter", "click in it to add a point" if can_click else "two features, coloured by class")
        features = told_apart(dataset.features, 60)
        first, second = session.memoized("axes", [dataset], lambda: first_axes(dataset))
        with st.container(horizontal=True):
            x = _axis("x", features, first, locked=can_click)
            y = _axis("y", features, second, locked=can_click)
            if can_click:
                _class_to_add(session)
        xs, ys = in_units_of_the_file(dataset, x), in_units_of_the_file(dataset, y)
        panel = scatter_figure(
            xs,
            ys,
            dataset.targets,
            axes=tuple(Axis(dataset.features[k], first_day(dataset, k)) for k in (x, y)),
            classes=dataset.classes,
            clickable=can_click,
        )
        if can_click:
            spans = tuple(high - low for low, high in (span_of(xs), span_of(ys)))
            axes = (dataset.features[x], dataset.features[y])

            def add() -> None:
                _add(session, axes, spans)

            live(panel, key=KEY, height=400, on_taps=add, n_taps=session.n_taps)
        else:
            live(panel, key=KEY, height=400)
        if panel.note:
            st.caption(panel.note)


def _axis(name: str, features: list[str], default: int, *, locked: bool) -> int:
    key = f"scatter_{name}"
    if locked or st.session_state.get(key) not in features:
        st.session_state[key] = features[default]
    chosen = st.selectbox(
        f"Axis {name}", features, format_func=contained, key=key, persist_state="session", disabled=locked
    )
    return features.index(chosen)


def _class_to_add(session: Session) -> None:
    classes = list(session.dataset.classes)
    now = st.session_state.get("click_class")
    if not now:
        st.session_state["click_class"] = now = classes[0]
    if now not in classes:
        classes.append(now)
    shown = in_a_list(classes)
    st.selectbox(
        "A click adds",
        classes,
        format_func=lambda name: shown.get(name, name),
        key="click_class",
        persist_state="session",
        accept_new_options=True,
        help="Type a name to add points of a new class.",
    )


def _add(session: Session, axes: tuple[str, str], spans: tuple[float, float]) -> None:
    label = st.session_state.get("click_class")
    taps = taps_of(KEY, after=session.n_taps)
    if not label or not taps:
        return
    session.n_taps = max(tap.n for tap in taps)

    def with_points(table: Table) -> Table:
        for tap in taps:
            table = with_row(table, _point(tap, table))
        return table

    def _point(tap: Tap, table: Table) -> dict[str, str]:
        places = zip(axes, (tap.x, tap.y), spans, strict=True)
        return {
            session.options.label: label,
            **{name: written(value, table, name, span=span) for name, value, span in places},
        }

    session.change(with_points)

"""The decision panel: what the net predicts at every place over two features, with the rows of the table on it."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import msgspec
import streamlit as st

from nets.data.prepare.dataset import Dataset
from nets.data.prepare.feature_ranking import axes_of, first_axes
from nets.data.prepare.inverse_transform import in_units_of_the_file
from nets.data.prepare.new_rows.encode import NewRows
from nets.decision.plane import Axes, Plane, plane_of, points_on, principal_plane
from nets.decision.principal import Principal, principal
from nets.figures.axis import Axis
from nets.figures.data.scatter import span_of
from nets.figures.deck.decision import Grid, MapRows, NewMarks, decision_figure
from nets.figures.panel import Panel
from nets.figures.text import told_apart
from nets.queries.decision import Decision
from nets.queries.predictions import Predictions
from nets.queries.query import Declined
from nets.workspace.loaded_data import LoadedData
from pages.deck.height import growth, map_height
from pages.deck.predict.new_rows import answer_of, new_rows
from pages.shared.components.chart import moving
from pages.shared.markdown import contained, plain
from pages.shared.panel_title import heading
from pages.shared.rows.chosen import chosen_row
from pages.shared.session import Session

GLANCE_S = 0.3  # a page that stands still waits so long for the map, and draws it later if it takes longer
MOMENT_S = 0.02  # one that moves takes what is there by then
MOST_MARKS = 500  # new rows that are drawn
MOST_TOLD = 4  # classes whose probabilities are sent at each drawing; of more, once the net stands still
CHOICE = 48  # px that the choice of the axes takes
PRINCIPAL = "principal components\u200b"  # in the list of features, of which none is spelt so
OTHERS = (
    "The predicted class at each place, paler where the net is unsure. All features but these two stand at their mean "
    "over the training rows, or as in the chosen row. At first the two are shown that tell the classes apart best, "
    "each by itself. **Principal components**: the plane in which the standardised inputs vary most. The map is what "
    "the net says in that plane; a row that lies off it is drawn where it is nearest."
)


def is_mapped(session: Session) -> bool:
    """Whether there is a map: of an MLP with two features or more. What an RNN predicts depends on the rows before,
    too.
    """
    return session.tape.view().settings.net == "mlp" and len(session.loaded.dataset.features) > 1


def is_awaited(session: Session) -> bool:
    """Whether the net stands still and its map has not come yet."""
    view = session.tape.view()
    if view.moving or view.snapshot is None or view.failure:
        return False
    plane = _plane(session, _chosen(session), _through(session))
    answer = session.tape.ask(plane.query, part="decision", wait_s=GLANCE_S)
    return answer is None or not answer.fresh


def decision(session: Session) -> None:
    """The map as far as it is known: while it moves, the last that was worked out."""
    tape, loaded = session.tape, session.loaded
    with st.container(border=True, key="decision", gap="xsmall", height="stretch"):
        more = len(loaded.dataset.features) > 2
        through = _through(session)
        _title(_chosen(session), more=more, rings=loaded.n_validation > 0, through=through)
        axes = _choice(session) if more else _chosen(session)
        plane, marks = _plane(session, axes, through), _marks(session, axes)
        panel = moving(
            lambda: _panel(session, loaded, plane, marks()),
            key="decision_chart",
            height=map_height(session) - CHOICE * more,
            grows=growth(session),
            feed=session.feed,
            often="studied",
        )
        answer = tape.ask(plane.query, part="decision", wait_s=0)
        declined = answer.found.sentence if answer and isinstance(answer.found, Declined) else ""
        for note in (panel.note, plain(declined, 400)):
            if note:
                st.caption(note)


def _through(session: Session) -> int | None:
    """The row (0 up) that the other features are taken from; None: they stand at their mean."""
    more = len(session.loaded.dataset.features) > 2
    return chosen_row(session) if more and st.session_state.get("decision_row") else None


def _marks(session: Session, axes: Axes) -> Callable[[], NewMarks | None]:
    """What gives the new rows with their predicted classes as far as the trainer has told them."""
    tape, new = session.tape, new_rows(session)
    if not isinstance(new, NewRows):
        return lambda: None
    rows, points = points_on(session.loaded.dataset, new.columns, axes, most=MOST_MARKS)

    def marks() -> NewMarks | None:
        answer = answer_of(tape, new, wait_s=0)
        if answer is None or not isinstance(answer.found, Predictions):
            return None
        return NewMarks(points, answer.found.predicted[rows])

    return marks


def _panel(session: Session, loaded: LoadedData, plane: Plane, new: NewMarks | None) -> Panel:
    tape = session.tape
    answer, is_moving = tape.ask(plane.query, part="decision", wait_s=MOMENT_S), tape.view().moving
    found = answer.found if answer and isinstance(answer.found, Decision) else None
    dataset = loaded.dataset
    if found and is_moving and len(dataset.classes) > MOST_TOLD:
        found = msgspec.structs.replace(found, percents=None)
    panel = decision_figure(
        found,
        Grid(plane.x, plane.y, tuple(map(Axis, plane.features, plane.first_days))),
        MapRows(plane.points, dataset.targets[plane.rows], loaded.is_validation[plane.rows], dataset.n_rows),
        classes=dataset.classes,
        tape=tape.id,
        new=new,
    )
    return replace(panel, epoch=answer.epoch) if answer and answer.fresh else panel


def _title(axes: Axes, *, more: bool, rings: bool, through: int | None) -> None:
    at = "mean" if through is None else f"row {through + 1:,}"
    if isinstance(axes, Principal):
        what = "plane through the mean" if through is None else f"plane through {at}"
    elif more:
        what = f"others at {at}" if rings or through is not None else "other features at their mean"
    else:
        what = "paler where unsure" if rings else "predicted class, paler if unsure"
    heading("Decision", f"{what}; rings: validation" if rings else what, help_=OTHERS if more else None)


def _names(dataset: Dataset) -> dict[str, int]:
    """The features that can be axes, by a name of their own each."""
    names = told_apart(dataset.features, 60)
    return {names[k]: k for k in axes_of(dataset)}


def _chosen(session: Session) -> Axes:
    """What stands along the axes: two features, those that tell the classes apart until others are chosen; or the
    principal components.
    """
    loaded, dataset = session.loaded, session.loaded.dataset
    if st.session_state.get("decision_x") == PRINCIPAL and len(dataset.features) > 2:
        return session.memoized("principal", [loaded], lambda: principal(dataset, loaded.is_validation))
    names = _names(dataset)
    first = _first(session)
    x = names.get(st.session_state.get("decision_x"), first[0])
    y = names.get(st.session_state.get("decision_y"), x)
    return x, y if y != x else next(place for place in (*first, *names.values()) if place != x)


def _first(session: Session) -> tuple[int, int]:
    dataset = session.loaded.dataset
    return session.memoized("axes", [dataset], lambda: first_axes(dataset))


def _choice(session: Session) -> Axes:
    names = _names(session.loaded.dataset)
    by_place = {place: name for name, place in names.items()}
    chosen = _chosen(session)
    is_principal = isinstance(chosen, Principal)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        _axis("x", PRINCIPAL if is_principal else by_place[chosen[0]], [*names, PRINCIPAL])
        if not is_principal:
            _axis("y", by_place[chosen[1]], [name for name, place in names.items() if place != chosen[0]])
        st.toggle(
            f"row {chosen_row(session) + 1:,}",
            key="decision_row",
            persist_state="session",
            help="The other features as in this row, not at their mean. A click on a line of Predictions chooses the "
            "row.",
            width="content",
        )
    session.map_choice = _in_address(session, by_place)
    return _chosen(session)


def _in_address(session: Session, by_place: Mapping[int, str]) -> dict[str, str]:
    """What the address says of the map: nothing of the first axes through the mean."""
    chosen = _chosen(session)
    if isinstance(chosen, Principal):
        axes = {"decision_x": PRINCIPAL}
    elif chosen == _first(session):
        axes = {}
    else:
        axes = {f"decision_{axis}": by_place[place] for axis, place in zip("xy", chosen, strict=True)}
    return axes | ({"decision_row": "1"} if st.session_state.get("decision_row") else {})


def _axis(axis: str, now: str, names: list[str]) -> None:
    if st.session_state.get(f"decision_{axis}") != now:
        st.session_state[f"decision_{axis}"] = now
    st.selectbox(
        f"Axis {axis}",
        names,
        format_func=contained,
        key=f"decision_{axis}",
        persist_state="session",
        label_visibility="collapsed",
    )


def _plane(session: Session, axes: Axes, through: int | None) -> Plane:
    loaded, settings = session.loaded, session.tape.view().settings
    dataset = loaded.dataset

    def make() -> Plane:
        if isinstance(axes, Principal):
            _, points = points_on(dataset, dataset.columns, axes)
            spans = tuple(span_of(places) for places in points.T)
            return principal_plane(settings, dataset, axes, spans=spans, through=through)
        spans = tuple(span_of(in_units_of_the_file(dataset, axis)) for axis in axes)
        return plane_of(settings, dataset, loaded.is_validation, axes, spans=spans, through=through)

    of = (axes, axes) if isinstance(axes, Principal) else (dataset.features[axis] for axis in axes)
    return session.memoized("plane", [loaded, *of, through], make)

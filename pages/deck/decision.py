"""The decision panel: what the net would say at every place over two features, with the rows of the table on it."""

import time

import streamlit as st

from nets.autodiff.asked.declined import Declined
from nets.data.dataset import Dataset
from nets.data.units import axes_of, in_units_of_the_file
from nets.decision.asked import Decision
from nets.decision.plane import Plane, plane_of
from nets.figures.decision import decision_figure
from nets.figures.scatter import span_of
from nets.figures.text import told_apart
from nets.training.answers import Answer
from nets.training.arrays import decode, encode
from pages.deck.height import height
from pages.shared.heading import heading
from pages.shared.live import live
from pages.shared.session import Session
from pages.shared.text import contained, plain
from pages.shared.transport import is_rushing

GLANCE_S = 0.3  # a page that stands still waits so long for the map, and draws it later if it takes longer
RUSH_S = 0.95  # at full speed a map stays so long: to work it out, and to draw it, takes time from training
RUSH_GLANCE_S = 0.02
CHOICE = 48  # px that the choice of the axes takes
OTHERS = (
    "The likeliest class at each place, paler where the net is unsure. All features but these two stand at their mean "
    "over the training rows."
)


def is_mapped(session: Session) -> bool:
    """Whether there are two features to draw a map over; what an RNN decides depends on the rows before, too."""
    return session.tape.view().settings.net == "mlp" and len(session.cassette.dataset.features) > 1


def is_awaited(session: Session) -> bool:
    """Whether the map of the net as it is shown is still on its way."""
    view = session.tape.view()
    if view.snapshot is None or view.failure:
        return False
    answer = _answer(session, _plane(session, _chosen(session.cassette.dataset)))
    return answer is None or not answer.fresh


def decision(session: Session) -> None:
    """The map as far as it is known: while it moves, the last that was worked out."""
    dataset = session.cassette.dataset
    with st.container(border=True, key="decision", gap="xsmall", height="stretch"):
        more = len(dataset.features) > 2
        _title(more=more, rings=session.cassette.n_held_out > 0)
        axes = _choice(dataset) if more else _chosen(dataset)
        plane = _plane(session, axes)
        answer = _answer(session, plane)
        found = decode(answer.data, Decision | Declined) if answer else None
        is_map = isinstance(found, Decision)
        panel = decision_figure(
            found.likeliest if is_map else None,
            found.probability if is_map else None,
            x=plane.x,
            y=plane.y,
            features=plane.features,
            points=plane.points,
            labels=dataset.targets,
            classes=dataset.classes,
            held_out=session.cassette.held_out,
            tape=session.tape.id,
        )
        live(panel.figure, key="decision_chart", height=height(session) - CHOICE * more, grows=True, label=panel.label)
        for note in (panel.note, plain(found.sentence, 400) if isinstance(found, Declined) else ""):
            if note:
                st.caption(note)


def _title(*, more: bool, rings: bool) -> None:
    what = "other features at their mean" if more else "the likeliest class, paler where unsure"
    if rings:
        what = "others at mean; rings: held out" if more else "paler where unsure; rings: held out"
    heading("Decision", what, help_=OTHERS if more else None)


def _names(dataset: Dataset) -> dict[str, int]:
    """The features that can be axes, by a name of their own each."""
    names = told_apart(dataset.features, 60)
    return {names[k]: k for k in axes_of(dataset)}


def _chosen(dataset: Dataset) -> tuple[int, int]:
    """The two features that stand along the axes; the first two until others are chosen."""
    names = _names(dataset)
    x = st.session_state.get("decision_x")
    x = x if x in names else next(iter(names))
    others = [name for name in names if name != x]
    y = st.session_state.get("decision_y")
    return names[x], names[y if y in others else others[0]]


def _choice(dataset: Dataset) -> tuple[int, int]:
    names = _names(dataset)
    by_place = {place: name for name, place in names.items()}
    chosen = _chosen(dataset)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        for axis, now, other in (("x", chosen[0], None), ("y", chosen[1], chosen[0])):
            if st.session_state.get(f"decision_{axis}") != by_place[now]:
                st.session_state[f"decision_{axis}"] = by_place[now]
            st.selectbox(
                f"Axis {axis}",
                [name for name, place in names.items() if place != other],
                format_func=contained,
                key=f"decision_{axis}",
                persist_state="session",
                label_visibility="collapsed",
            )
    return _chosen(dataset)


def _plane(session: Session, axes: tuple[int, int]) -> Plane:
    cassette = session.cassette
    dataset = cassette.dataset

    def make() -> Plane:
        spans = tuple(span_of(in_units_of_the_file(dataset, axis)) for axis in axes)
        return plane_of(session.tape.view().settings, dataset, cassette.held_out, axes, spans=spans)

    return session.kept("plane", [cassette, *(dataset.features[axis] for axis in axes)], make)


def _answer(session: Session, plane: Plane) -> Answer | None:
    view = session.tape.view()
    if not is_rushing(view):
        return session.tape.ask("decision", encode(plane.question), wait_s=0 if view.moving else GLANCE_S)
    last = session.kept("last map", [session.tape, plane], dict)
    if last.get("answer") is None or time.monotonic() >= last["until"]:
        last["answer"] = session.tape.ask("decision", encode(plane.question), wait_s=RUSH_GLANCE_S)
        last["until"] = time.monotonic() + RUSH_S
    return last["answer"]

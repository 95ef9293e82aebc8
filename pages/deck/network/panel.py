"""The panel The net: layers as columns, weights as lines, each hidden unit as a picture; off the screen it is empty."""

from functools import partial
from typing import Any

import streamlit as st

from nets.data.prepare.feature_ranking import first_axes
from nets.data.prepare.inverse_transform import in_units_of_the_file
from nets.decision.unit_places import MOST_UNITS, UnitPlaces, is_plane, places_on_rows, places_over_plane
from nets.errors import Code, Refusal
from nets.figures.data.scatter import span_of
from nets.figures.deck.network import NetDrawing, Pictures, gradient_drawing, n_drawn, net_drawing
from nets.models.gates import gate_names, values_with_gate, with_gate
from nets.models.parameters import Weight, initialise
from nets.queries.query import Declined
from nets.training.client.query_cache import Answer
from nets.workspace.events.typed_weights import typed_weight
from pages.deck.decision import GLANCE_S, MOMENT_S
from pages.deck.height import growth, is_net_on_top
from pages.deck.network.drawing import Size, is_seen, net_chart, typed_weight_in
from pages.deck.network.exciting_rows import are_awaited, exciting_lists
from pages.deck.weights.by_hand import set_weights, undo_button
from pages.shared.components.fragment import alone
from pages.shared.panel_title import heading
from pages.shared.session import Session

GATE = "net_gate"
MANY = 16  # units, beyond which the drawing follows more seldom: their pictures are much to send
HELP = (
    "Each line is a weight, the wider the larger, green above zero, violet below, a dotted one 0; point at one for its "
    "value, at a unit for all of its weights. Click a line to change its weight at this epoch: Enter sets it, Escape "
    "leaves, Undo takes it back. Training goes on from it; what the optimiser keeps of earlier steps stays as it was. "
    "The colours of a unit are its output, on the scale below the drawing; they say nothing of a weight's sign. "
    "A unit of a GRU or an LSTM has a sum for each of its gates: the lines into it are the weights of the chosen one."
)


def network(session: Session) -> None:
    """The drawing, drawn anew alone when it comes on the screen."""
    with st.container(border=True, key="network", gap="xsmall"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            heading("The net", _what(session), help_=HELP)
            with st.container(width="content", horizontal=True, vertical_alignment="center", gap="small"):
                _gate_choice(session)
                undo_button(session, key="undo_network")
        with st.container(key="units"):
            alone(_drawing)(session)


def _gate_choice(session: Session) -> None:
    """Of a cell with gates, the one whose weights are drawn: a unit has a sum for each."""
    names = gate_names(session.tape.view().settings)
    if not names:
        return
    if st.session_state.get(GATE) in names:
        session.given.keep(GATE)
    else:
        session.given.put(GATE, names[0])
    st.segmented_control("Gate", names, key=GATE, required=True, persist_state="session", label_visibility="collapsed")


def _what(session: Session) -> str:
    settings = session.tape.view().settings
    if not settings.widths:
        return "no hidden units"
    if gate_names(settings):
        return "units with their state over time, by the weights of one gate"
    if settings.net == "rnn":
        return "each unit's state over time"
    if is_plane(settings, session.loaded.dataset):
        return "each unit's output over the two features"
    return "each unit's output on the rows, sorted by class"


def _drawing(session: Session) -> None:
    if session.feed.page_is_due:
        st.rerun()  # a weight was set: all panels are of another net
    view, seen = session.tape.view(), is_seen()
    is_awaited = _is_awaited(session) or are_awaited(session, wait_s=0) if seen else False
    awaited = is_awaited and not view.moving
    gate = st.session_state.get(GATE)
    make = partial(_data, session, gate)
    often = "studied" if sum(view.settings.widths) <= MANY else "read"
    size = Size(n_drawn(_drawn_weights(session, gate)), growth(session) if is_net_on_top(session) else 0)
    net_chart(
        make if seen else None,
        size=size,
        awaited=awaited,
        on_set=lambda: _set(session),
        feed=session.feed,
        often=often,
    )


def _set(session: Session) -> None:
    """Set the weight that was typed over the drawing; the drawing is told how that went."""
    typed = typed_weight_in()
    if typed is None:
        return
    settings, refusal = session.tape.view().settings, ""
    shapes = {weight.name: weight.shape for weight in _weights(session)}
    n_rows, n_columns = shapes.get(typed.matrix, (0, 0))
    try:
        if typed.row >= n_rows or typed.column >= n_columns:
            raise Refusal(Code.BAD_WEIGHTS, "The net is another one now: click the weight once more.")
        value = typed_weight(typed.text, precision=settings.precision)
        set_weights(session, typed.matrix, (value,), cell=(typed.row, typed.column))
        session.feed.page_is_due = True
    except Refusal as error:
        refusal = error.sentence
    session.memoized("weight_answer", [], list)[:] = [{"n": typed.n, "refusal": refusal}]


def _is_awaited(session: Session) -> bool:
    """Whether the outputs of the units have not come yet."""
    view, places = session.tape.view(), _places(session)
    if view.snapshot is None or view.failure or places.query is None or not view.settings.widths:
        return False
    answer = _asked(session, places, wait_s=GLANCE_S)
    return answer is None or not answer.fresh


def _asked(session: Session, places: UnitPlaces, *, wait_s: float) -> Answer | None:
    return session.tape.ask(places.query, part="network", wait_s=wait_s)


def _data(session: Session, gate: str | None) -> dict[str, Any]:
    tape, dataset = session.tape, session.loaded.dataset
    view = tape.view()
    weights = _drawn_weights(session, gate)
    params = view.snapshot.params if view.snapshot else initialise(_weights(session), runs=[view.settings])
    pictures, problem = _pictures(session)
    last: list[NetDrawing] = session.memoized("net_drawing", [tape], list)
    gradients = session.stepping.gradients if session.stepping else None
    draw, values = (
        (net_drawing, {name: value[0] for name, value in params.items()})
        if gradients is None
        else (gradient_drawing, gradients)
    )
    drawing = draw(
        view.settings,
        weights,
        values_with_gate(weights, values),
        n_classes=len(dataset.classes),
        pictures=pictures,
        before=last[0].bounds if last else None,
    )
    if gradients is None:
        last[:] = [drawing]
    answer = session.memoized("weight_answer", [], list)
    notes = [*drawing.notes, *filter(None, [problem])]
    return {
        **drawing.data(),
        "notes": notes,
        "answer": answer[0] if answer else None,
        "exciting": exciting_lists(session, wait_s=0),
    }


def _weights(session: Session) -> tuple[Weight, ...]:
    return session.loaded.weights(session.tape.view().settings)


def _drawn_weights(session: Session, gate: str | None) -> tuple[Weight, ...]:
    """Those whose lines are drawn: of a cell with gates, those of this one, or of the first."""
    weights, names = _weights(session), gate_names(session.tape.view().settings)
    return with_gate(weights, names.index(gate) if gate in names else 0) if names else weights


def _pictures(session: Session) -> tuple[Pictures | None, str]:
    """What is known of the units' outputs, or why there is nothing."""
    view, places, n_rows = session.tape.view(), _places(session), session.loaded.dataset.n_rows
    if view.snapshot is None or not view.settings.widths:
        return None, ""
    if places.query is None:
        state = view.snapshot.hidden[0][places.rows].T
        return Pictures([state[:MOST_UNITS]], places.shape, places.row_labels, n_rows), ""
    answer = _asked(session, places, wait_s=MOMENT_S)
    if answer is None or isinstance(answer.found, Declined):
        return None, answer.found.sentence if answer else ""
    return Pictures(answer.found.layers, places.shape, places.row_labels, n_rows), ""


def _places(session: Session) -> UnitPlaces:
    settings, loaded = session.tape.view().settings, session.loaded

    def make() -> UnitPlaces:
        if not is_plane(settings, loaded.dataset):
            return places_on_rows(settings, loaded.dataset)
        axes = first_axes(loaded.dataset)
        spans = tuple(span_of(in_units_of_the_file(loaded.dataset, axis)) for axis in axes)
        return places_over_plane(settings, loaded.dataset, axes, spans=spans)

    return session.memoized("unit_places", [loaded, session.tape], make)

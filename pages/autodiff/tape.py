"""The tape: what was recorded in the forward pass, replayed forward and then backward."""

import streamlit as st

from nets.autodiff.folded import folded
from nets.autodiff.replay import Replay
from nets.figures.autodiff.product import Matrix
from nets.figures.autodiff.record import record_figure, record_height, record_nodes, record_table
from nets.queries.autodiff.record import Operation, Record, RecordQuery
from pages.autodiff.matrices import matrix
from pages.autodiff.shown import Shown
from pages.shared.components.fragment import alone

BEAT_S = 0.7
MOMENT, PLAYS = "tape_moment", "tape_plays"
WIDTHS = {
    **{name: st.column_config.Column(width=px) for name, px in (("", 30), ("nr", 40), ("of", 50), ("gives", 80))},
    **{name: st.column_config.Column(width=150) for name in ("value", "gradient")},
}


def tape(shown: Shown) -> None:
    """Every recorded operation, as a graph and as a list, up to the chosen moment."""
    found = shown.ask(RecordQuery(shown.row), part="tape")
    if found is None:
        return
    steps = folded(found.operations)
    can_fold = len(steps) < len(found.operations)
    replay = Replay(steps if can_fold and st.session_state.get("tape_fold", True) else found.operations)
    st.session_state[MOMENT] = min(st.session_state.get(MOMENT, 0), replay.last)
    plays = st.session_state.get(PLAYS, False)
    whole = _buttons(replay, plays=plays, can_fold=can_fold)
    alone(_player, every=BEAT_S if plays else None)(shown, replay, plays=plays, whole=whole)
    _said(found, replay)


def _buttons(replay: Replay, *, plays: bool, can_fold: bool) -> bool:
    """The transport of this tape; returns whether the whole graph is wanted."""
    moment = st.session_state[MOMENT]
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="tape_transport"):
        for key, icon, help_, to in (
            ("tape_first", "first_page", "To the beginning", 0),
            ("tape_back", "navigate_before", "One operation back", moment - 1),
            ("tape_play", "pause" if plays else "play_arrow", "Play it, or pause", None),
            ("tape_next", "navigate_next", "One operation on", moment + 1),
            ("tape_loss", "flag", "To the loss, where the backward pass begins", len(replay.forward) - 1),
            ("tape_end", "last_page", "To the end, where every weight has its gradient", replay.last),
        ):
            st.button(
                "Pause" if to is None and plays else "Play" if to is None else help_,
                key=key,
                icon=f":material/{icon}:",
                help=help_,
                disabled=to is not None and (plays or not 0 <= to <= replay.last or to == moment),
                on_click=_press,
                args=(to, replay.last),
            )
        if can_fold:
            about = "Each softmax stands as one operation. Off: as the tape recorded it, exp, sum, division and all."
            st.toggle("Softmax as one step", True, key="tape_fold", persist_state="session", help=about)
        return st.toggle("Whole graph", key="tape_whole", persist_state="session")


def _press(to: int | None, last: int) -> None:
    if to is not None:
        st.session_state[MOMENT] = to
        return
    st.session_state[PLAYS] = not st.session_state.get(PLAYS, False)
    if st.session_state[PLAYS] and st.session_state[MOMENT] == last:
        st.session_state[MOMENT] = 0


def _player(shown: Shown, replay: Replay, *, plays: bool, whole: bool) -> None:
    moment = min(st.session_state[MOMENT], replay.last)
    if plays and moment == replay.last:
        st.session_state[PLAYS] = False
    if plays and not st.session_state[PLAYS]:
        st.rerun()  # the whole page once more, without the timer
    moment = st.session_state[MOMENT] = moment + plays
    st.slider("Moment", 0, replay.last, key=MOMENT, on_change=_halt, label_visibility="collapsed")
    current, states = replay.current(moment), replay.states(moment)
    operation = replay.operations[current]
    number, n_all = replay.number(moment)
    if replay.is_backward(moment):
        what = f"**Backward, {number} of {n_all}**: the gradient reaches"
    else:
        what = f"**Forward, {number} of {n_all}**:"
    st.markdown(f"{what} nr {current + 1}, {operation.kind} ({operation.shape})")
    nodes = record_nodes(replay.operations, states, replay.forward)
    with st.container(key="wide_tape"):
        shown.draw(
            record_figure(nodes, current=replay.forward.index(current), whole=whole),
            key="tape_graph",
            height=record_height(nodes),
        )
    left, right = st.columns([3, 2])
    with left:
        table = record_table(replay.operations, states, current=current)
        st.dataframe(table, key="tape_list", hide_index=True, height=300, column_config=WIDTHS)
    with right:
        _numbers(shown, operation, states[current])


def _halt() -> None:
    """Stop the replay where the slider is moved."""
    st.session_state[PLAYS] = False


def _numbers(shown: Shown, operation: Operation, state: int) -> None:
    for title, values, is_known, key in (
        (f"Value of {operation.kind}", operation.value, True, "tape_value"),
        ("Gradient of the loss for it", operation.gradient, state > 1, "tape_gradient"),
    ):
        if is_known and values.size:
            st.caption(title)
            matrix(shown, Matrix(values), key=key)


def _said(found: Record, replay: Replay) -> None:
    said = (
        f"{len(found.operations)} tensors from TensorFlow's own trace of this net, constants among them. "
        f"The tape has a gradient for {len(replay.backward)} of them, which took {found.n_back} more operations. Of "
        "large values the first 8 by 8 numbers are shown."
    )
    if found.n_all_steps > 1:
        said += (
            f" Of {found.n_all_steps} time steps the first {found.n_steps} are shown, operation by operation; in "
            "training all steps are one operation with a gradient written by hand, which gives the same numbers."
        )
    st.caption(said)

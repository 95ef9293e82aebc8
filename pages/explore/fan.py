"""The fan panel: the curves of all runs as they fall."""

import streamlit as st

from nets.figures.explore.fan import CURVES, Look, fan_figure, run_near
from nets.figures.panel import Panel
from nets.sweep.names import title_of
from nets.sweep.view import SweepView
from pages.explore.sweeping import chosen_runs, panel_of_page, pick, view_of
from pages.shared.components.chart import Place, clickable
from pages.shared.panel_title import heading
from pages.shared.session import Session

HEIGHT = 330
HELP = (
    "Every run's curve, coloured along one setting. A click picks the run whose curve is nearest, in every panel. "
    "The curve of a run that diverged ends at the epoch before, with ✕; what rises far above the first losses and "
    "comes back is cut off there."
)


def fan(session: Session) -> None:
    """The curves, and what they are coloured by."""
    panel_of_page(_fan)(session)


def _fan(session: Session) -> None:
    with st.container(border=True, key="fan", gap="xsmall", height="stretch"):
        view = view_of(session)
        if view is None:
            heading("Curves", "of all runs as they fall")
            st.caption("They appear here as soon as a sweep plays.")
            return
        look = _chosen_look(session, view)
        trained = session.explore.trained

        def panel() -> Panel:
            return fan_figure(trained.tape.view(), look(), tape=trained.tape.id)

        def pick_near(x: float, y: float) -> None:
            pick(session, run_near(trained.tape.view(), look(), epoch=x, value=y))

        drawn = clickable(panel, Place("fan_chart", HEIGHT), feed=session.feed, often="watched", on_pick=pick_near)
        if drawn.note:
            st.caption(drawn.note)


def _chosen_look(session: Session, view: SweepView):
    """The widgets, and what gives the look they ask for with the runs that are marked by then."""
    sweep, marks = view.sweep, session.explore.marks
    scores = CURVES if view.has_validation else CURVES[:1]
    titles = [title_of(axis) for axis in sweep.axes]
    has_seeds = (sweep.n_seeds or 1) > 1
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", gap="small"):
        of = "median over the seeds" if has_seeds and st.session_state.get("fan_median", True) else "of each run"
        heading("Curves", of, help_=HELP)
        with st.container(horizontal=True, width="content", vertical_alignment="center", gap="small"):
            score = _one_of(scores, key="fan_score", label="Which curve")
            by = _one_of([f"by {title}" for title in titles], key="fan_by", label="Coloured by")
            medians = has_seeds and st.toggle(
                "median",
                value=True,
                key="fan_median",
                persist_state="session",
                help="One curve a combination: the median over its seeds, with their range behind it where that is "
                "legible. Off: every run.",
            )
            log = st.toggle("log", value=True, key="fan_log", persist_state="session")

    def look() -> Look:
        return Look(
            score=scores.index(score) if score in scores else 0,
            log=log,
            by=0 if titles and by is None else next((k for k, title in enumerate(titles) if by == f"by {title}"), None),
            medians=bool(medians),
            picked=marks.picked,
            chosen=chosen_runs(session, view),
        )

    return look


def _one_of(options: list[str] | tuple[str, ...], *, key: str, label: str) -> str | None:
    """A list to choose from, where there is a choice."""
    if len(options) < 2:
        return options[0] if options else None
    if st.session_state.get(key) not in options:
        st.session_state[key] = options[0]
    return st.selectbox(label, options, key=key, label_visibility="collapsed", width=150, persist_state="session")

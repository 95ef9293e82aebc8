"""The grid panel: a score over two settings, at the playhead."""

from dataclasses import replace

import streamlit as st

from nets.figures.explore.grid import cell_at, grid_figure
from nets.figures.panel import Panel
from nets.sweep.panels.cells import Cells
from nets.sweep.panels.grid import GridScore, grid_scores, grid_values, known_after
from nets.sweep.scores import Terms
from nets.sweep.view import SweepView
from pages.explore.sweeping import chosen_runs, panel_of_page, pick, show_marks, shown_run_of, terms_of, view_of
from pages.shared.components.chart import Place, clickable
from pages.shared.markdown import plain
from pages.shared.panel_title import heading
from pages.shared.session import Session

HEIGHT = 330
MOST_TABS = 8
HELP = (
    "The median over the runs of each cell, at the playhead; the deeper the colour the better, grey where runs "
    "diverged. A click picks the run in the middle of the cell. ✕: most runs of the cell diverged. =: they are no "
    "better than one class for every row. –: there is no value, such as a spread of a single seed."
)


def grid(session: Session) -> None:
    """The cells, and which score they show."""
    panel_of_page(_grid)(session)


def _grid(session: Session) -> None:
    with st.container(border=True, key="grid", gap="xsmall", height="stretch"):
        view = view_of(session)
        if view is None:
            heading("Grid", "a score of every combination")
            st.caption("It fills as soon as a sweep plays.")
            return
        trained, marks = session.explore.trained, session.explore.marks
        score = _score(view)
        goal = _goal() if score.name == "epochs_to_goal" else Terms(0).goal
        _pages(session, trained.cells)
        page = page_shown(session)

        def panel() -> Panel:
            now = trained.tape.view()
            terms = replace(terms_of(session, now), goal=goal)
            found = grid_values(now, trained.cells, score, terms, page=page)
            paler = trained.cells.without(chosen_runs(session, now), page)
            return grid_figure(found, trained.cells, picked=cell_of(session, marks.picked, page), paler=paler)

        def pick_cell(x: float, y: float) -> None:
            pick_in_cell(session, cell_at(trained.cells, x, y), page)

        drawn = clickable(panel, Place("grid_chart", HEIGHT), feed=session.feed, often="studied", on_pick=pick_cell)
        if drawn.note:
            st.caption(drawn.note)
        if later := known_after(view, score):
            st.caption(f"Of epoch {later:,}, where the runs stand: the training rows' accuracy is not known at others.")


def _goal() -> float:
    """The loss that is to be reached."""
    return st.number_input(
        "Goal: a loss of at most, in nats",
        min_value=0.0,
        value=Terms(0).goal,
        step=0.05,
        format="%g",
        key="grid_goal",
        width=240,
        persist_state="session",
    )


def _pages(session: Session, cells: Cells) -> None:
    """Tabs for the values of a third setting, a list where they are many."""
    if cells.page is None:
        return
    names = list(cells.page.names)
    if st.session_state.get("grid_page") not in names:
        st.session_state["grid_page"] = names[0]
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f":gray[{plain(cells.page.title)}]", width="content")
        choose = st.segmented_control if len(names) <= MOST_TABS else st.selectbox
        extra = {"required": True} if len(names) <= MOST_TABS else {"width": 120}
        choose(
            cells.page.title,
            names,
            key="grid_page",
            label_visibility="collapsed",
            persist_state="session",
            on_change=lambda: show_marks(session),
            **extra,
        )


def page_shown(session: Session) -> int:
    """Which value of the third setting grid and maps show."""
    pages = session.explore.trained.cells.page
    chosen = st.session_state.get("grid_page")
    return pages.names.index(chosen) if pages and chosen in pages.names else 0


def cell_of(session: Session, run: int | None, page: int) -> tuple[int, int] | None:
    """The row and column of this run, None where it is not on this page."""
    cells = session.explore.trained.cells
    if run is None or cells.page_of[run] != page:
        return None
    return int(cells.row[run]), int(cells.column[run])


def pick_in_cell(session: Session, cell: tuple[int, int] | None, page: int) -> None:
    """Pick the run in the middle of this cell."""
    if cell is None:
        return
    trained = session.explore.trained
    runs = trained.cells.runs_in(*cell, page)
    if len(runs):
        pick(session, shown_run_of(session, trained.tape.view())(runs))


def _score(view: SweepView) -> GridScore:
    """The score that is shown, with its widget; and the tabs of the third setting."""
    scores = {score.title: score for score in grid_scores(view)}
    first = "Validation accuracy" if view.has_validation else "Accuracy"
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", gap="small"):
        heading("Grid", "at the playhead", help_=HELP)
        before = st.session_state.get("grid_score")
        if before not in scores or before == st.session_state.get("grid_score_given"):  # nobody has chosen another
            st.session_state["grid_score"] = st.session_state["grid_score_given"] = first
        title = st.selectbox(
            "Score", list(scores), key="grid_score", label_visibility="collapsed", width=250, persist_state="session"
        )
    return scores[title]

"""The parallel panel: each run a line through what varies and how it did, with brushes."""

import streamlit as st

from nets.figures.explore.parallel import ParallelLines, in_units_of, parallel_lines
from nets.sweep.panels.dimensions import Dimension, dimensions_of
from pages.explore.components.parallel_lines import brushable, brushed_after, picked_after
from pages.explore.sweeping import panel_of_page, pick, show_marks, terms_of, view_of
from pages.shared.panel_title import heading
from pages.shared.session import Session

HEIGHT = 320
HELP = (
    "Drag along a vertical line to brush it: runs outside the brush step back here and among the curves, cells without "
    "any other in grid and maps, and the table has none of them. A click on the line takes its brush away, a click "
    "between two lines picks the nearest run. Losses stand on a logarithmic line; runs without a number stand at its "
    "foot, at “diverged” or “none”."
)


def parallel(session: Session) -> None:
    """The lines, coloured by how each run did."""
    panel_of_page(_parallel)(session)


def _parallel(session: Session) -> None:
    if view_of(session) is None:
        return
    trained, marks = session.explore.trained, session.explore.marks
    heard = st.session_state.setdefault("parallel_heard", [0])  # in a list, so that the feed sees it change

    def dimensions() -> tuple[Dimension, ...]:
        now = trained.tape.view()
        return dimensions_of(now, terms_of(session, now))

    def lines() -> ParallelLines:
        return parallel_lines(dimensions(), brushed=marks.brushed, picked=marks.picked)

    def brush() -> None:
        if found := brushed_after(heard[0]):
            heard[0] = found.n
            by_name = {dimension.name: dimension for dimension in dimensions()}
            marks.brushed = {
                name: [in_units_of(by_name[name], each) for each in ranges]
                for name, ranges in found.ranges.items()
                if name in by_name
            }
            show_marks(session)

    def pick_line() -> None:
        if (found := picked_after(heard[0])) and found.run < len(trained.cells.row):
            heard[0] = found.n
            pick(session, found.run)

    with st.container(border=True, key="parallel", gap="xsmall"):
        heading("All runs", "brush a line to choose some; the brush chooses in every panel", help_=HELP)
        brushable(lines, height=HEIGHT, heard=heard, on_brush=brush, on_pick=pick_line, feed=session.feed)

"""The maps panel: what the net of each cell decides at the playhead, moving as it trains."""

import numpy as np
import streamlit as st

from nets.data.prepare.feature_ranking import axes_of, first_axes
from nets.data.prepare.inverse_transform import in_units_of_the_file
from nets.decision.plane import Plane, plane_of
from nets.figures.data.scatter import span_of
from nets.figures.explore.grid import DIVERGED
from nets.figures.explore.maps import Standing, TileRows, Tiles, Words, maps_figure, panel_height
from nets.figures.panel import Panel
from nets.sweep.names import run_name
from nets.sweep.panels.map_places import (
    MappedCells,
    first_rows,
    mapped_cells,
    places_at,
    places_on,
    points_on,
    squared,
)
from nets.sweep.scores import has_diverged
from nets.sweep.view import SweepView
from nets.workspace.loaded_data import LoadedData
from pages.explore.grid import page_shown, pick_in_cell
from pages.explore.sweeping import chosen_runs, panel_of_page, shown_run_of, view_of
from pages.shared.components.chart import Place, clickable
from pages.shared.markdown import plain
from pages.shared.panel_title import heading
from pages.shared.session import Session

MOMENT_S = 0.02  # while runs train a page takes the maps that are there by then
GLANCE_S = 0.5  # one that stands still waits so long, and looks again later if they take longer
AWAITED_S = 0.4  # how often it looks
DIVERGED_AT = ", diverged at epoch {:,}"
HELP = (
    "Each picture is one net: the predicted class at each place, paler where the net is unsure, with rows of the table "
    "as dots. Where several seeds share a cell it is the net in the middle of them, or the picked one. ✕: the net has "
    "diverged and decides nothing. For an RNN: the labels above, the predicted classes below, one time step after the "
    "other."
)


def maps(session: Session) -> None:
    """The grid once more, as small maps."""
    view = view_of(session)
    if view is None:
        return
    stands = view.state not in ("waiting", "playing")
    is_awaited = stands and not _Mapping(session).are_there(wait_s=GLANCE_S)
    panel_of_page(_maps, every=AWAITED_S if is_awaited else None)(session, is_awaited=is_awaited)


def _maps(session: Session, *, is_awaited: bool) -> None:
    if is_awaited and _Mapping(session).are_there(wait_s=MOMENT_S):
        st.rerun()  # the whole page once more, without the timer
    with st.container(border=True, key="maps", gap="xsmall", height="stretch"):
        mapping = _Mapping(session)
        heading("What each net decides", mapping.what, help_=HELP)
        drawn = clickable(
            mapping.panel,
            Place("maps_chart", mapping.height),
            feed=session.feed,
            often="studied",
            on_pick=mapping.pick,
        )
        for note in (drawn.note, mapping.note):
            if note:
                st.caption(plain(note, 300))


class _Mapping:
    """The maps of the sweep that is trained, over two features or row by row."""

    def __init__(self, session: Session) -> None:
        self._session, self._trained = session, session.explore.trained
        self._page = page_shown(session)
        self._shown: MappedCells = mapped_cells(self._trained.cells)
        self._rows = first_rows(self._trained.loaded.dataset)
        self._planes, self._places = session.memoized("map_places", [self._trained], self._made)
        n_classes = len(self._trained.loaded.dataset.classes)
        self.height = panel_height(self._shown.x, self._shown.y, as_rows=not self._planes, n_classes=n_classes)

    @property
    def what(self) -> str:
        """What the panel shows, in a few words."""
        if not self._planes:
            return "labels above, predictions below"
        others = ", others at their mean" if len(self._trained.loaded.dataset.features) > 2 else ""
        return f"over {' and '.join(plain(name) for name in self._planes[0].features)}{others}"

    @property
    def note(self) -> str:
        """Which cells are left out, or ""."""
        return "" if self._shown.are_all else "Not every cell of the grid has room for a map here."

    def are_there(self, *, wait_s: float) -> bool:
        """Whether the maps of all cells are known, once so long was waited for them."""
        tape = self._trained.tape
        wanted = tuple(self._runs(tape.view()).values())
        found = tape.maps(wanted, self._places, wait_s=wait_s)
        return tape.view().failure is not None or (found is not None and len(found.wanted) == len(wanted))

    def panel(self) -> Panel:
        """The maps as far as they are known."""
        trained, marks = self._trained, self._session.explore.marks
        view = trained.tape.view()
        runs = self._runs(view)
        gone = has_diverged(view, view.at)
        wanted = {run: place for place, run in runs.items()}
        found = trained.tape.maps(tuple(wanted), self._places, wait_s=MOMENT_S) if wanted else None
        tiles = None
        if found is not None and found.wanted:
            kept = [k for k, run in enumerate(found.wanted) if run in wanted and not gone[run]]
            at = np.array([wanted[found.wanted[k]] for k in kept])
            tiles = self._tiles(at, kept, found) if kept else None
        names = {
            place: run_name(view.sweep, view.members[run])
            + (DIVERGED_AT.format(view.diverged_at[run]) if gone[run] else "")
            for place, run in runs.items()
        }
        paler = trained.cells.without(chosen_runs(self._session, view), self._page)
        picked = next((place for place, run in runs.items() if run == marks.picked), None)
        return maps_figure(
            tiles,
            (self._shown.x, self._shown.y),
            self._tile_rows(),
            n_classes=len(trained.loaded.dataset.classes),
            words=Words(
                self._shown.laid_out(names),
                self._shown.captions,
                reasons={place: DIVERGED for place, run in runs.items() if gone[run]},
                classes=trained.loaded.dataset.classes,
            ),
            standing=Standing(picked, self._shown.of_cells(paler)),
        )

    def pick(self, x: float, y: float) -> None:
        """Pick the run whose map is here."""
        pick_in_cell(self._session, self._shown.cell_at(x, y), self._page)

    def _tiles(self, at, kept, found) -> Tiles:
        predicted = [found.predicted[k] for k in kept]
        if not self._planes:
            rows = [each[self._rows] if len(each) > len(self._rows) else each for each in predicted]
            return Tiles(at, np.stack(rows), np.ones((len(rows), len(self._rows))))
        return Tiles(at, squared(predicted), squared([found.probability[k] for k in kept]))

    def _tile_rows(self) -> TileRows:
        targets = self._trained.loaded.dataset.targets
        if not self._planes:
            return TileRows(targets[self._rows])
        plane = self._planes[0]
        return TileRows(targets[plane.rows], points_on(plane))

    def _runs(self, view: SweepView) -> dict[tuple[int, int], int]:
        return self._shown.runs(page=self._page, of=shown_run_of(self._session, view))

    def _made(self) -> tuple[list[Plane], list[np.ndarray]]:
        """The planes of all kinds of rows, none where predictions are drawn row by row, and the places to ask at."""
        loaded, members = self._trained.loaded, self._trained.tape.view().members
        is_flat = len(axes_of(loaded.dataset)) > 1 and all(member.settings.net == "mlp" for member in members)
        if not is_flat:
            return [], [places_at(each.dataset, self._rows) for each in self._trained.kinds]
        planes = [self._plane(each, members[0].settings) for each in self._trained.kinds]
        return planes, [places_on(plane, n_maps=len(self._shown.at)) for plane in planes]

    def _plane(self, loaded: LoadedData, settings) -> Plane:
        dataset = loaded.dataset
        axes = self._session.memoized("axes", [dataset], lambda: first_axes(dataset))
        spans = tuple(span_of(in_units_of_the_file(dataset, axis)) for axis in axes)
        return plane_of(settings, dataset, loaded.is_validation, axes, spans=spans)

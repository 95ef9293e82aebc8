"""The net that a part of this page is about, and how the part asks the trainer about it."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from nets.data.prepare.dataset import Dataset
from nets.figures.enlarged import enlarged
from nets.figures.panel import Panel
from nets.models.parameters import Weight, weights_of
from nets.queries.autodiff.chain import steps_before
from nets.queries.query import Declined, Query
from nets.settings import Settings
from nets.training.client.view import View
from pages.shared.components.chart import live
from pages.shared.markdown import plain
from pages.shared.session import Session
from pages.shared.status_text import LOADING, PREPARING
from pages.shared.trainers import trainers

ANSWER_WAIT_S = 10.0  # a page that stands still waits so long for an answer
GLANCE_S = 0.3  # one that moves shows the last answer instead
WORKING = "The trainer is working this out."
LARGER = 1.5  # where a part stands alone

A = TypeVar("A")


@dataclass(frozen=True)
class Shown:
    """`row` (0 up) is the row of the dataset that was chosen; `large` that the part stands alone on the page; `room` is
    about how many px its numbers take.
    """

    session: Session
    view: View
    row: int
    large: bool
    room: int

    @property
    def dataset(self) -> Dataset:
        """The dataset of the tape."""
        return self.session.loaded.dataset

    @property
    def settings(self) -> Settings:
        """The net's settings."""
        return self.view.settings

    @cached_property
    def weights(self) -> tuple[Weight, ...]:
        """The weight matrices, with names for rows and columns."""
        return weights_of(self.settings, features=self.dataset.features, classes=self.dataset.classes)

    @property
    def steps_before(self) -> int:
        """How many time steps an RNN has read before the chosen row's."""
        return steps_before(self.settings, row=self.row, sequence_starts=self.dataset.sequence_starts)

    def draw(self, panel: Panel, *, key: str, height: int) -> None:
        """The panel's figure, `height` px high; larger, its letters too, where the part stands alone."""
        if self.large:
            larger = replace(panel, figure=enlarged(panel.figure, 1.3))
            live(larger, key=key, height=round(height * LARGER))
        else:
            live(panel, key=key, height=height)

    def ask(self, query: Query[A], *, part: str) -> A | None:
        """The trainer's answer about the net as it is shown; None, and a line on the page why, if there is none.

        `part` is the part of the page that asks: only its last query is sure to be answered.
        """
        if self.view.snapshot is None:
            self.wait(part)
            return None
        place = st.empty()
        answer = self.session.tape.ask(query, part=part, wait_s=0)
        if answer is None or not answer.fresh:
            if answer is None:
                self._pending(part, WORKING, place)
            answer = self.session.tape.ask(query, part=part, wait_s=GLANCE_S if self.view.moving else ANSWER_WAIT_S)
            if answer is None:
                if not self.view.moving:
                    st.button("Look again", key=f"{part}_again")
                return None
            place.empty()
        if isinstance(answer.found, Declined):
            st.info(plain(answer.found.sentence, 400), icon=":material/info:")
            return None
        if not answer.fresh:
            st.caption(f"As of epoch {answer.epoch:,}.")
        return answer.found

    def wait(self, part: str) -> None:
        """Keep the place of a part that has no net before it yet, and say what it waits for."""
        self._pending(part, self.view.failure or (PREPARING if trainers().ready else LOADING), st.empty())

    def _pending(self, part: str, sentence: str, place: DeltaGenerator) -> None:
        """In this place, about as much room as the answer will take, so that the page does not jump when it comes."""
        room = round(self.room * LARGER) if self.large else self.room
        with place.container(key=f"pending_{part}", height=room, border=False):
            st.caption(sentence)

"""One update by hand: a worksheet of the chosen row, to print, to keep, and to check."""

import msgspec
import streamlit as st

from nets.autodiff.written.worksheet import ANSWERS, Row, worksheet
from nets.errors import Refusal
from nets.models.parameters import weights_of
from nets.queries.autodiff.chain import ChainQuery
from pages.autodiff.shown import Shown
from pages.shared.components.download import download
from pages.shared.components.print import print_button
from pages.shared.kept import kept_slider
from pages.shared.markdown import plain

MOST_BACK = 3
SHEET_PX = 600


def update(shown: Shown) -> None:
    """The worksheet with its blanks; the answers below it, or in the file."""
    n_back = _n_back(shown)
    found = shown.ask(ChainQuery(shown.row, n_back), part="update")
    if found is None:
        return
    settings = msgspec.structs.replace(shown.settings, learning_rate=shown.session.settings.learning_rate)
    features, classes = (
        [plain(name, 24) for name in names] for names in (shown.dataset.features, shown.dataset.classes)
    )
    step = f"time step {found.n_steps}" if settings.net == "rnn" else f"row {shown.row + 1}"
    row = Row(
        f"One update by hand: {step} of {plain(shown.dataset.name, 40)}, epoch {shown.view.epoch:,}",
        features,
        shown.dataset.inputs_of(shown.row),
        classes,
        int(shown.dataset.targets[shown.row]),
    )
    weights = {name: value[0] for name, value in shown.view.snapshot.params.items()}
    try:
        text = worksheet(
            found,
            row,
            settings=settings,
            weights=weights,
            named=weights_of(settings, features=features, classes=classes),
        )
    except Refusal as refusal:
        st.info(plain(refusal.sentence, 400), icon=":material/info:")
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        answers = st.toggle("With the answers", key="update_answers", persist_state="session")
        download(
            "As Markdown",
            text,
            file_name="worksheet.md",
            key="update_download",
            help_="Blanks and answers, one after the other.",
            disabled=shown.view.moving,
        )
        print_button("Print, or save as PDF", key="update_print")
    st.caption(_besides(shown))
    with st.container(key="worksheet", height="content" if shown.large else SHEET_PX):
        st.markdown(text if answers else text.split(ANSWERS)[0])


def _n_back(shown: Shown) -> int:
    """How many of an RNN's steps before the chosen one are worked out too."""
    if shown.settings.net != "rnn" or shown.steps_before == 0:
        return 0
    most = min(MOST_BACK, shown.steps_before)
    about = "The state before these is given, and the gradient cut there."
    return kept_slider("Steps before it that are worked out too", 0, most, 0, key="update_back", help_=about)


def _besides(shown: Shown) -> str:
    """How the step on paper differs from a step of training."""
    settings = shown.settings
    said = "This is the step for one row alone; training takes the mean gradient of all rows"
    if settings.optimiser != "sgd":
        said += ", with an optimiser that is more than plain gradient descent"
    if settings.l1 or settings.l2 or settings.clip:
        said += ", and with penalties or clipping"
    return f"{said}. The sheet is printed as it stands here, with or without the answers."

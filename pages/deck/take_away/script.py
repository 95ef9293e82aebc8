"""The run as a script: which library, the code to read and copy, and its files to download."""

from collections.abc import Iterable, Sequence

import streamlit as st

from nets.errors import Refusal
from nets.export.export import TITLES, exported
from nets.export.of_run import taken_away
from nets.training.protocol.events import Event
from pages.shared.components.download import download
from pages.shared.markdown import plain
from pages.shared.session import Session

SCRIPT, NOTEBOOK = "Script (.py)", "Notebook (.ipynb)"
HEIGHT = 420
ABOUT = (
    "This net, trained on this table from these initial weights, in TensorFlow, Keras, PyTorch, JAX or plain numpy: "
    "the same losses. Only where a loss jumps about, as at too large a learning rate, does rounding grow, and the last "
    "digits part within some epochs."
)


def script(session: Session) -> None:
    """The button that opens the choices."""
    if st.button("As a script", key="as_script", icon=":material/code:", help=ABOUT):
        _dialog(session)


@st.dialog("As a script", width="large")
def _dialog(session: Session) -> None:
    fields(session)


def fields(session: Session) -> None:
    """The choices, what they make, and its files."""
    kind = st.segmented_control(
        "Library", list(TITLES), format_func=TITLES.get, default="tensorflow", required=True, key="script_library"
    )
    form = st.segmented_control("As", [SCRIPT, NOTEBOOK], default=SCRIPT, required=True, key="script_form")
    try:
        trained = taken_away(session.run)
        bundle = exported(trained, kind, is_notebook=form == NOTEBOOK)
        code = exported(trained, kind).content.decode() if form == NOTEBOOK else bundle.content.decode()
    except Refusal as refusal:
        st.error(plain(refusal.sentence, 500), icon=":material/block:")
        return
    name, content = bundle.one_file()
    with st.container(horizontal=True, gap="medium", vertical_alignment="center"):
        download(f"Download {name}", content, file_name=name, key="script_download")
        st.caption(_about(trained.recipe.changes, bundle.files))
    st.code(code, language="python", height=HEIGHT)


def _about(changes: Sequence[Event], files: Iterable[str]) -> str:
    n = len(changes)
    are = "1 change of the tape is" if n == 1 else f"{n} changes of the tape are"
    replayed = f" {are} replayed." if n else ""
    beside = plain(", ".join(files), 200)
    return f"It prints a line for each loss, those of the app's curve.{replayed} In the download: {beside}."

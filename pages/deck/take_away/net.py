"""The net at the epoch that is shown, as a file: which kind, what it is for, and its download."""

import streamlit as st

from nets.errors import Refusal
from nets.export.bundle import Bundle
from nets.export.export import Trained, net_bundle
from nets.export.net.files import NET_KINDS, about_kind, check_kind
from nets.export.of_run import taken_away
from nets.queries.net_file import Input, NetFileQuery
from nets.queries.query import Declined
from pages.shared.components.download import download
from pages.shared.markdown import plain
from pages.shared.session import Session

PART = "net_file"
WAIT_S = 40  # the first file of Keras takes as long as loading it
ABOUT = "The net with its weights at this epoch, for ONNX Runtime, Keras, LiteRT, numpy, a spreadsheet or C."


def net(session: Session) -> None:
    """The button that opens the choices."""
    if st.button("As a net", key="as_net", icon=":material/package_2:", help=ABOUT):
        _dialog(session)


@st.dialog("As a net", width="large")
def _dialog(session: Session) -> None:
    fields(session)


def fields(session: Session) -> None:
    """The choices, what can be said of them, and the download."""
    view = session.tape.view()
    if view.snapshot is None or view.moving:
        st.info("Pause first: a file is of the weights at one epoch.", icon=":material/info:")
        return
    kind = st.segmented_control(
        "File",
        list(NET_KINDS),
        format_func=lambda kind: NET_KINDS[kind].title,
        default="onnx",
        required=True,
        key="net_kind",
    )
    trained = taken_away(session.run)
    st.caption(f"{about_kind(kind, trained.parts)} The weights are those of epoch {view.epoch:,}.")
    try:
        check_kind(kind, trained.parts)
        bundle = _bundle(session, kind, trained)
    except Refusal as refusal:
        st.error(plain(refusal.sentence, 500), icon=":material/block:")
        return
    if bundle is None:
        return
    name, content = bundle.one_file()
    download(f"Download {name}", content, file_name=name, key="net_download")
    if len(bundle.files) > 1:
        st.caption(f"In the download: {plain(', '.join(bundle.files), 200)}.")


def _bundle(session: Session, kind: str, trained: Trained) -> Bundle | None:
    """The files; None, and why on the page, where the trainer has not made them."""
    if not NET_KINDS[kind].by_keras:
        return net_bundle(trained, kind)
    parts = trained.parts
    inputs = tuple(Input(each.name, each.mean, each.scale) for each in parts.inputs)
    query = NetFileQuery(kind, inputs, parts.classes, trained.n_steps)
    with st.spinner("The trainer makes the file. The first one takes some seconds, in which Keras is loaded."):
        answer = session.tape.ask(query, part=PART, wait_s=WAIT_S)
    if answer is None or not answer.fresh:
        st.info("The trainer is still at it: open this once more in a moment.", icon=":material/info:")
        return None
    if isinstance(answer.found, Declined):
        st.error(plain(answer.found.sentence, 500), icon=":material/block:")
        return None
    return net_bundle(trained, kind, content=answer.found.content)

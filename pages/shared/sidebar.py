"""The sidebar: the table, the net and its settings, the same on every page."""

import streamlit as st

from nets.data.datasets.samples import SAMPLES
from nets.data.limits import MAX_BYTES
from nets.errors import Refusal
from nets.models.parameters import weights_of
from nets.saved.tape_file import SUFFIX, is_tape
from nets.settings import Settings, settings_from
from nets.workspace.upload import RefusedFile
from nets.workspace.workspace import OWN_FILE
from pages.shared.browser.address import TITLES, table_title
from pages.shared.browser.reopening import keeping, open_tape
from pages.shared.markdown import plain
from pages.shared.session import Session
from pages.shared.settings_form import settings_widgets

SHOWN_CLASSES = 6


def sidebar(session: Session, *, with_notes: bool) -> None:
    """Show the controls, and bring the session to what they say; a page that says itself why no dataset could be made,
    and which labels are alike, has it not said here.
    """
    with st.sidebar:
        _table(session, with_notes=with_notes)
        values = settings_widgets(session)
        try:
            session.follow(settings_from(values))
        except Refusal as refusal:
            st.error(plain(refusal.sentence, 300), icon=":material/error:")
            if session.tape is None:
                session.follow(Settings())
        st.caption(_what_it_makes(session))
        keeping(session)


def _table(session: Session, *, with_notes: bool) -> None:
    samples = {sample.file: sample for sample in SAMPLES}
    choices = [*samples, OWN_FILE] if session.own else list(samples)
    title = table_title(session, session.choice)
    session.given.show("dataset", session.choice, first=choices[0], title=title)
    st.selectbox(
        "Table",
        choices,
        format_func=lambda choice: table_title(session, choice),
        key="dataset",
        persist_state="session",
        on_change=_choose,
        args=(session,),
        help="A table that comes with Tape Deck, or your own file.",
    )
    if session.choice in samples:
        st.caption(samples[session.choice].sentence)
    st.file_uploader(
        "Or your own CSV, or a saved tape",
        key="upload",
        on_change=_upload,
        args=(session,),
        help="Any CSV, or a table as ARFF, JSON, LIBSVM, .ts or as a database prints it: the Data page shows how it "
        f"was read, and what can be made of it. Or the file that “Save tape” gave. "
        f"Up to {MAX_BYTES // 1_000_000} MB. “Kept for you” below says where it is, and for how long.",
    )
    if session.refused:
        st.caption(_what_to_do(session.refused))
    session.given.show("label", session.options.label, first=session.table.columns[0])
    st.selectbox(
        "Label",
        session.table.columns,
        key="label",
        persist_state="session",
        on_change=_label,
        args=(session,),
        help="The column that holds the classes the net is to predict.",
    )
    if session.obstacle and with_notes:
        st.error(f"Not on the tape yet. {plain(session.obstacle, 400)}", icon=":material/error:")
    st.caption(_what_it_holds(session))
    for note in session.dataset.label_notes[:2] if with_notes else ():
        st.caption(plain(note.sentence, 300))


def _choose(session: Session) -> None:
    choice = st.session_state["dataset"]
    is_choice = choice in TITLES or choice == OWN_FILE  # else the title that an own table had before it was changed
    if is_choice and not session.given.is_echo("dataset"):
        session.choose(choice)


def _label(session: Session) -> None:
    label = st.session_state["label"]
    if label in session.table.columns and not session.given.is_echo("label"):
        session.set_label(label)


def _upload(session: Session) -> None:
    file = st.session_state["upload"]
    if file is None:
        session.dismiss_refused()
    elif is_tape(file.getvalue()) or file.name.lower().endswith(SUFFIX):
        session.dismiss_refused()
        open_tape(session, file.getvalue(), name=file.name)
    elif session.take(file.getvalue(), name=file.name):
        session.choose(OWN_FILE)


def _what_to_do(refused: RefusedFile) -> str:
    """Said where the file was given, as the sentence above the page may be out of sight."""
    also = " On the Data page it can be read another way." if refused.is_text else ""
    return f":red[Not taken]: the sentence above the page says why.{also}"


def _what_it_holds(session: Session) -> str:
    dataset = session.dataset
    counts = dataset.class_counts
    classes = ", ".join(f"{plain(name, 20)} {count:,}" for name, count in list(counts.items())[:SHOWN_CLASSES])
    more = f" and {len(counts) - SHOWN_CLASSES} more classes" if len(counts) > SHOWN_CLASSES else ""
    features = "1 feature" if len(dataset.features) == 1 else f"{len(dataset.features)} features"
    return f"{dataset.n_rows:,} rows, {features}, label **{plain(dataset.label)}**: {classes}{more}"


def _what_it_makes(session: Session) -> str:
    weights = weights_of(
        session.settings, features=session.loaded.dataset.features, classes=session.loaded.dataset.classes
    )
    total = sum(rows * columns for rows, columns in (weight.shape for weight in weights))
    shapes = ", ".join(f"{weight.name} {weight.shape[0]}×{weight.shape[1]}" for weight in weights)
    return f"{total:,} weights: {shapes}"

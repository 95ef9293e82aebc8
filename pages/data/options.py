"""What is made of the table: which columns count, and what becomes of texts, gaps, measured labels and sequences."""

from dataclasses import replace
from typing import Any

import streamlit as st

from nets.data.columns.infer import Column, columns_of
from nets.data.prepare.labels import MAX_NUMERIC_CLASSES
from nets.data.prepare.options import PreprocessingOptions
from pages.shared.markdown import in_a_list, plain
from pages.shared.panel_title import heading
from pages.shared.session import Session

TEXTS = {"refuse": "refuse: numbers only", "one-hot": "one-hot, an input a text", "leave out": "leave out the column"}
GAPS = {
    "refuse": "refuse",
    "leave out rows": "leave out the row",
    "mean": "fill with the mean",
    "median": "fill with the median",
    "zero": "fill with 0",
}
MOST_CATEGORIES = 1000


def choices(session: Session) -> None:
    """The choices as widgets, and what came of them."""
    table, now = session.table, session.options
    found = {
        column.name: column
        for column in session.memoized("columns", [table], lambda: columns_of(table, known=session.known(table)))
    }
    others = [name for name in table.columns if name != now.label]
    with st.container(border=True, key="choices"):
        heading("What the net gets", "the preset Lecture changes nothing")
        _multiselect(session, "left_out", "Columns left out", others)
        left, right = st.columns(2)
        with left:
            _selectbox(session, "categories", "Columns of text", TEXTS)
            _selectbox(session, "missing", "Missing values", GAPS, help=_gaps(found.values()))
            _column(session, "group", "Sequences by column", others, help=GROUP)
        with right:
            _number(session, "most_categories", "Most texts for one-hot", low=2, high=MOST_CATEGORIES)
            _bins(session, found[now.label])
            _column(session, "time", "In order of column", others, help="Rows are sorted by it before they enter.")
        _multiselect(
            session,
            "as_text",
            "Numbers to be treated as texts",
            [name for name in others if found[name].kind not in ("text", "empty") or name in now.as_text],
            help="A number that is a name, such as a house number or a year, becomes one-hot.",
        )
        scale = "standardised" if session.settings.scale == "standard" else "as they are"
        st.caption(
            f"Numbers enter {scale}; that is the setting Inputs under Rows in the sidebar. "
            "Means, categories and cuts are learnt from the training rows only."
        )
        if session.obstacle:
            st.error(f"Not on the tape yet. {plain(session.obstacle, 400)}", icon=":material/error:")
            return
        notes = (*session.suggestions, *session.dataset.notes[len(table.notes) :])
        st.markdown("\n".join(f"- {plain(note.sentence, 400)}" for note in dict.fromkeys(notes)))


GROUP = "Rows with the same text there are one sequence: the RNN begins each with an empty state."


def _gaps(columns: Any) -> str:
    n_gaps = sum(int(column.missing.sum()) for column in columns if column.numbers is not None)
    return f"There are {n_gaps:,} cells without a number in columns of numbers, the label's included."


def _multiselect(session: Session, name: str, title: str, options: list[str], *, help: str | None = None) -> None:
    key = f"choice_{name}"
    st.session_state[key] = [each for each in getattr(session.options, name) if each in options]
    st.multiselect(
        title,
        options,
        key=key,
        format_func=in_a_list(options).get,
        on_change=_choose,
        args=(session, name),
        help=help,
        placeholder="none",
    )


def _selectbox(session: Session, name: str, title: str, known: dict[str, str], *, help: str | None = None) -> None:
    key = f"choice_{name}"
    st.session_state[key] = getattr(session.options, name)
    st.selectbox(title, list(known), format_func=known.get, key=key, on_change=_choose, args=(session, name), help=help)


def _column(session: Session, name: str, title: str, options: list[str], *, help: str) -> None:
    key = f"choice_{name}"
    value = getattr(session.options, name)
    st.session_state[key] = value
    if value not in (None, *options):
        options = [value, *options]
    st.selectbox(
        title,
        options,
        format_func=in_a_list(options).get,
        index=None,
        placeholder="none",
        key=key,
        on_change=_choose,
        args=(session, name),
        help=help,
    )


def _number(session: Session, name: str, title: str, *, low: int, high: int) -> None:
    key = f"choice_{name}"
    st.session_state[key] = getattr(session.options, name)
    st.number_input(title, low, high, step=1, key=key, on_change=_choose, args=(session, name))


def _bins(session: Session, label: Column) -> None:
    st.session_state["choice_bins"] = session.options.bins
    st.number_input(
        "Bins of a measured label",
        2,
        MAX_NUMERIC_CLASSES,
        step=1,
        key="choice_bins",
        on_change=_choose,
        args=(session, "bins"),
        disabled=label.kind in ("text", "empty") and session.options.bins is None,
        placeholder="none: each value a class",
        help="Cuts the numbers of the label into so many classes of like size.",
    )


def _choose(session: Session, name: str) -> None:
    value = st.session_state[f"choice_{name}"]
    if isinstance(value, list):
        value = tuple(value)
    session.set_options(_consistent(replace(session.options, **{name: value}), name))


def _consistent(choices: PreprocessingOptions, last: str) -> PreprocessingOptions:
    """A column has one place: what was chosen last takes it from the others."""
    chosen = getattr(choices, last)
    taken = set(chosen) if isinstance(chosen, tuple) else {chosen}
    if last not in ("left_out", "as_text", "group", "time"):
        return choices
    for name in ("group", "time"):
        if name != last and getattr(choices, name) in taken:
            choices = replace(choices, **{name: None})
    for name in ("left_out", "as_text"):
        if name != last:
            choices = replace(choices, **{name: tuple(each for each in getattr(choices, name) if each not in taken)})
    return choices

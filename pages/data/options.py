"""The preprocessing options as widgets: columns left out, texts, missing values, bins of the label, sequences."""

from dataclasses import replace

import streamlit as st

from nets.data.columns.infer import Column
from nets.data.columns.summary import count_gaps
from nets.data.prepare.labels import MAX_NUMERIC_CLASSES
from nets.data.prepare.options import USES, PreprocessingOptions
from pages.data.notes import with_lines
from pages.data.understood import understood
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
AT_GAPS = {"cut": "cut the sequence", "join": "join what is before and after"}
AT_GAPS_HELP = (
    "What rows that are left out do to the sequence of time steps they stood in. Cut: the RNN's state begins at 0 "
    "after them. Joined: what stands before and after them are neighbouring time steps."
)
LOSS_AT = {
    "every step": "every time step",
    "labelled steps": "time steps with a label",
    "last step": "the last of each sequence",
}
LOSS_AT_HELP = (
    "Which rows have a loss, and count in accuracy and scores. An RNN reads the others all the same (many to one, "
    "where only the last step counts); an MLP, which takes each row alone, is not given them."
)
ALIKE = {
    "apart": "each a class of its own",
    "blanks": "one if only blanks differ",
    "one": "one if capitals or 1.0 = 1 differ",
}
ALIKE_HELP = "Whether labels such as “yes” and “Yes ”, or 1 and 01, are one class. The notes name those that are alike."
MOST_CATEGORIES = 1000
GROUP = "Rows with the same text in this column are one sequence. The RNN begins each sequence with its state at 0."
GAPS_FOUND = "{:,} cells in columns of numbers have no number, the label's included."


def preprocessing(session: Session) -> None:
    """A widget for each option, and notes on the dataset they make."""
    table, now = session.table, session.options
    found = {column.name: column for column in understood(session)}
    others = [name for name in table.columns if name != now.label]
    with st.container(border=True, key="choices"):
        heading("What the net gets", "the preset Lecture changes nothing")
        _multiselect(session, "left_out", "Columns left out", others)
        left, right = st.columns(2)
        with left:
            _selectbox(session, "categories", "Columns of text", TEXTS)
            _selectbox(session, "missing", "Missing values", GAPS, help=GAPS_FOUND.format(count_gaps(found.values())))
            _column(session, "group", "Sequences by column", others, help=GROUP)
            _selectbox(session, "alike", "Labels alike", ALIKE, help=ALIKE_HELP)
            _selectbox(session, "loss_at", "Loss at", LOSS_AT, help=LOSS_AT_HELP)
        with right:
            _number(session, "most_categories", "Most texts for one-hot", low=2, high=MOST_CATEGORIES)
            _bins(session, found[now.label])
            _column(
                session,
                "time",
                "In order of column",
                others,
                help="Rows are sorted by this column before they enter the net.",
            )
            _selectbox(session, "at_gaps", "Where rows are left out", AT_GAPS, help=AT_GAPS_HELP)
        _multiselect(
            session,
            "as_text",
            "Numbers to be treated as texts",
            [name for name in table.columns if found[name].kind not in ("text", "empty") or name in now.as_text],
            help="Numbers that are names, such as house numbers, become one-hot, odd texts among them too. In the "
            "label NA is a class.",
        )
        scale = "standardised" if session.settings.scale == "standard" else "as they are"
        st.caption(
            f"Numbers enter {scale}: see the setting Inputs under Rows in the sidebar. "
            "Means, categories and cuts are learnt from the training rows only."
        )
        if session.obstacle:
            st.error(f"Not on the tape yet. {plain(session.obstacle, 400)}", icon=":material/error:")
            return
        notes = (*session.suggestions, *session.dataset.notes[len(table.notes) :])
        st.markdown("\n".join(f"- {with_lines(note)}" for note in dict.fromkeys(notes)))


def _multiselect(session: Session, name: str, title: str, columns: list[str], *, help: str | None = None) -> None:
    key = f"choice_{name}"
    st.session_state[key] = [each for each in getattr(session.options, name) if each in columns]
    st.multiselect(
        title,
        columns,
        key=key,
        format_func=in_a_list(columns).get,
        on_change=_choose,
        args=(session, name),
        help=help,
        placeholder="none",
    )


def _selectbox(session: Session, name: str, title: str, known: dict[str, str], *, help: str | None = None) -> None:
    key = f"choice_{name}"
    st.session_state[key] = getattr(session.options, name)
    st.selectbox(title, list(known), format_func=known.get, key=key, on_change=_choose, args=(session, name), help=help)


def _column(session: Session, name: str, title: str, columns: list[str], *, help: str) -> None:
    key = f"choice_{name}"
    value = getattr(session.options, name)
    st.session_state[key] = value
    if value not in (None, *columns):
        columns = [value, *columns]
    st.selectbox(
        title,
        columns,
        format_func=in_a_list(columns).get,
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
        help="Cuts the numbers of the label into this many classes of about equal size.",
    )


def _choose(session: Session, name: str) -> None:
    value = st.session_state[f"choice_{name}"]
    if isinstance(value, list):
        value = tuple(value)
    session.set_options(consistent(replace(session.options, **{name: value}), name))


def consistent(options: PreprocessingOptions, last: str) -> PreprocessingOptions:
    """A column has one use: the option that was set last takes it from the others."""
    value = getattr(options, last)
    taken = set(value) if isinstance(value, tuple) else {value}
    if last not in (*USES, "group", "time"):
        return options
    for name in ("group", "time"):
        if name != last and getattr(options, name) in taken:
            options = replace(options, **{name: None})
    for name in USES:
        if name != last:
            options = replace(options, **{name: tuple(each for each in getattr(options, name) if each not in taken)})
    return options

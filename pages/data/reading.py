"""How the file was read: what the reader noted, and every guess as a widget that overrides it."""

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from nets.data.csv.dialect import DELIMITERS, delimiter_name
from nets.data.read_options import Reading
from nets.data.table import Note, Table
from pages.shared.markdown import plain
from pages.shared.panel_title import heading
from pages.shared.session import Session, current

MAX_NOTES = 60
MAX_LINES = 12
ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "windows-1252": "Windows-1252, western",
    "iso8859-15": "Latin-9, western",
    "windows-1250": "Windows-1250, central European",
    "windows-1251": "Windows-1251, Cyrillic",
    "windows-1253": "Windows-1253, Greek",
    "windows-1254": "Windows-1254, Turkish",
    "windows-1255": "Windows-1255, Hebrew",
    "windows-1256": "Windows-1256, Arabic",
    "koi8-r": "KOI8-R, Cyrillic",
    "shift_jis": "Shift JIS, Japanese",
    "gb18030": "GB 18030, Chinese",
    "big5": "Big5, Chinese",
    "euc_kr": "EUC-KR, Korean",
    "mac_roman": "Mac Roman",
}
QUOTES = {'"': 'double "', "'": "single '", "": "none"}
COMMENTS = {"#": "#", "%": "%", "//": "//", "--": "--", "": "none"}
DECIMALS = {".": "point", ",": "comma"}
HEADERS = {True: "yes", False: "no: number the columns"}
DAYS = {True: "the day", False: "the month"}
SKIP = {n: str(n) for n in range(21)}


def reading(session: Session) -> None:
    """What was noted, then the widgets."""
    with st.container(border=True, key="reading"):
        heading("As it was read", "what was guessed or repaired")
        if session.file is None:
            st.caption("This table was made to order, not read from a file.")
            return
        start = session.start
        mark = delimiter_name(start.delimiter)
        head = "names in the first line" if start.header else "no line of names"
        st.markdown(f"{plain(start.encoding)} · fields separated by {plain(mark)} · {head}")
        _notes(start.notes)
        with st.expander("Read it another way", icon=":material/tune:", key="read_another_way"):
            changed = "Your changes to the table go; Undo brings them back." if session.table is not start else ""
            _widgets("read", start.reading, start, session.read_again, changed)


def refused(session: Session) -> None:
    """What can be done about a file that was refused: read it in another way, or put it on the deck as it is."""
    of = session.refused
    if of is None or not of.is_text:
        return
    with st.container(border=True, key="refused"):
        st.markdown(f"**{plain(of.file.name, 60)}** was not taken. It may be that it has to be read another way.")
        _widgets("refused", of.reading, None, session.take_refused)
        if of.is_a_table:
            st.button(
                "Look at its table all the same",
                key="look_at_refused",
                icon=":material/table:",
                on_click=session.look_at_refused,
                help="There you can choose another label, leave columns or rows out, and correct cells. "
                "What is on the tape stays until a net can be trained on it.",
            )


def _notes(notes: Sequence[Note]) -> None:
    if not notes:
        st.caption("Nothing had to be guessed or repaired.")
        return
    lines = [f"- {plain(note.sentence, 400)}{_lines(note.lines)}" for note in notes[:MAX_NOTES]]
    if len(notes) > MAX_NOTES:
        lines.append(f"- … and {len(notes) - MAX_NOTES:,} more.")
    with st.container(height=220 if len(lines) > 6 else "content", border=False):
        st.markdown("\n".join(lines))


def _lines(lines: Sequence[int]) -> str:
    if not lines:
        return ""
    shown = ", ".join(f"{line:,}" for line in lines[:MAX_LINES]) + (" …" if len(lines) > MAX_LINES else "")
    return f" :gray[line{'s' if len(lines) > 1 else ''} {shown}]"


def _widgets(prefix: str, reading: Reading, found: Table | None, read: Callable[..., None], changed: str = "") -> None:
    """The overrides, as they stand in `reading`; `found` is the table that came of it, if one did."""
    st.caption(f"What is left at “as found” the reader decides. {changed}")
    encoding = found.encoding if found else ""
    mark = delimiter_name(found.delimiter) if found else ""
    header = ("yes" if found.header else "no") if found else ""
    for row in (
        (
            ("encoding", "Encoding", ENCODINGS, encoding),
            ("delimiter", "Fields separated by", DELIMITERS, mark),
        ),
        (
            ("quote", "Quotes", QUOTES, ""),
            ("header", "First line holds names", HEADERS, header),
        ),
        (
            ("skip", "Lines above the table", SKIP, ""),
            ("comment", "Comment lines begin with", COMMENTS, ""),
        ),
        (
            ("decimal", "Decimal mark", DECIMALS, ""),
            ("day_first", "First in a date like 3/4/2025", DAYS, ""),
        ),
    ):
        for place, (name, title, known, as_found) in zip(st.columns(2), row, strict=True):
            with place:
                _choice(prefix, name, title, known, reading, as_found, read)


def _choice(
    prefix: str, name: str, title: str, known: dict[Any, str], reading: Reading, found: str, read: Callable[..., None]
) -> None:
    """One override; what the list stands at is what the file was read by, also after a refusal."""
    key = f"{prefix}_{name}"
    value = getattr(reading, name)
    current().given.show(key, value if value in known else None, first=None)
    st.selectbox(
        title,
        list(known),
        format_func=known.get,
        index=None,
        placeholder=f"as found: {found}" if found else "as found",
        key=key,
        on_change=_read_again,
        args=(key, name, known, read),
    )


def _read_again(key: str, name: str, known: dict[Any, str], read: Callable[..., None]) -> None:
    value = st.session_state[key]
    if (value is None or value in known) and not current().given.is_echo(key):
        read(**{name: value})

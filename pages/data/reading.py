"""How the file was read: what the reader noted, and every guess as a widget that overrides it."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from nets.data.table import Note
from pages.shared.heading import heading
from pages.shared.session import Session
from pages.shared.text import plain

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
DELIMITERS = {
    ",": "commas",
    ";": "semicolons",
    "\t": "tabs",
    "|": "vertical bars",
    " ": "blanks",
    ":": "colons",
    "::": "pairs of colons",
    "^": "carets",
    "~": "tildes",
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
        mark = DELIMITERS.get(start.delimiter) or repr(start.delimiter)
        head = "names in the first line" if start.header else "no line of names"
        st.markdown(f"{plain(start.encoding)} · fields separated by {plain(mark)} · {head}")
        _notes(start.notes)
        with st.expander("Read it another way", icon=":material/tune:", key="read_another_way"):
            _widgets(session)


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


def _widgets(session: Session) -> None:
    start = session.start
    st.caption(
        "What is left at “as found” the reader decides. "
        + ("Your changes to the table go; Undo brings them back." if session.table is not start else "")
    )
    left, right = st.columns(2)
    with left:
        _choice(session, "encoding", "Encoding", ENCODINGS, found=start.encoding)
        _choice(session, "quote", "Quotes", QUOTES)
        _choice(session, "skip", "Lines above the table", SKIP)
        _choice(session, "decimal", "Decimal mark", DECIMALS)
    with right:
        found = DELIMITERS.get(start.delimiter) or repr(start.delimiter)
        _choice(session, "delimiter", "Fields separated by", DELIMITERS, found=found)
        _choice(session, "header", "First line holds names", HEADERS, found="yes" if start.header else "no")
        _choice(session, "comment", "Comment lines begin with", COMMENTS)
        _choice(session, "day_first", "First in a date like 3/4/2025", DAYS)


def _choice(session: Session, name: str, title: str, known: dict[Any, str], *, found: str = "") -> None:
    """One override; what the list stands at is what the table was read by, also after a refusal."""
    key = f"read_{name}"
    value = getattr(session.start.reading, name)
    st.session_state[key] = value if value in known else None
    st.selectbox(
        title,
        list(known),
        format_func=known.get,
        index=None,
        placeholder=f"as found: {found}" if found else "as found",
        key=key,
        on_change=_read_again,
        args=(session, name, known),
    )


def _read_again(session: Session, name: str, known: dict[Any, str]) -> None:
    value = st.session_state[f"read_{name}"]
    if value is None or value in known:
        session.read_again(**{name: value})

"""How the file was read: the reader's notes, and a widget to override each of its guesses."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

import streamlit as st

from nets.data.csv.dialect import DELIMITERS, delimiter_name
from nets.data.read_options import Reading
from nets.data.table import Note, Table
from pages.data.notes import with_lines
from pages.shared.markdown import plain
from pages.shared.panel_title import heading
from pages.shared.session import Session, current

MAX_NOTES = 60
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
VERBATIM = {False: "left out", True: "kept as rows"}
SKIP = {n: str(n) for n in range(21)}


def reading(session: Session) -> None:
    """The reader's notes, then the widgets."""
    with st.container(border=True, key="reading"):
        heading("As it was read", "what was guessed or repaired")
        if session.file is None:
            st.caption("This table was made to order, not read from a file.")
            return
        start = session.start
        st.markdown(" · ".join(map(plain, _facts(start))))
        _notes(start.notes)
        with st.expander("Read it another way", icon=":material/tune:", key="read_another_way"):
            changed = "Your changes to the table go. Undo brings them back." if session.table is not start else ""
            _widgets("read", _overrides(start.reading, start), start.reading, session.read_again, changed)


def refused(session: Session) -> None:
    """A file that was refused can be read in another way, or put on the deck as it is."""
    refused = session.refused
    if refused is None or not refused.is_text:
        return
    with st.container(border=True, key="refused"):
        st.markdown(f"**{plain(refused.file.name, 60)}** was not taken. It may have to be read another way.")
        overrides = _overrides(refused.reading, None, is_own_format=refused.is_own_format)
        _widgets("refused", overrides, refused.reading, session.read_refused_again)
        if refused.is_a_table:
            st.button(
                "Open its table anyway",
                key="look_at_refused",
                icon=":material/table:",
                on_click=session.open_refused,
                help="Then you can choose another label, leave columns or rows out, and correct cells. "
                "The tape stays as it is until a net can be trained on this table.",
            )


def _facts(table: Table) -> tuple[str, ...]:
    """What the file is, in a few words."""
    if table.form:
        return table.encoding, table.form, "with names" if table.header else "without names"
    head = "a line of names" if table.header else "no line of names"
    return table.encoding, f"fields separated by {delimiter_name(table.delimiter)}", head


def _notes(notes: Sequence[Note]) -> None:
    if not notes:
        st.caption("Rows and columns had to be neither guessed nor repaired.")
        return
    lines = [f"- {with_lines(note)}" for note in notes[:MAX_NOTES]]
    if len(notes) > MAX_NOTES:
        lines.append(f"- … and {len(notes) - MAX_NOTES:,} more.")
    with st.container(height=220 if len(lines) > 6 else "content", border=False):
        st.markdown("\n".join(lines))


@dataclass(frozen=True)
class Override:
    """A field of `Reading` as a list; `found` is what the reader decided, "" where it does not say."""

    name: str
    title: str
    known: dict[Any, str]
    found: str = ""


def _overrides(reading: Reading, found: Table | None, *, is_own_format: bool = False) -> tuple[Override, ...]:
    """What can be set: of a format of its own only what means something there, and that it is delimited text."""
    encoding = Override("encoding", "Encoding", ENCODINGS, found.encoding if found else "")
    is_own_format = bool(found.form) if found else is_own_format and not reading.means_delimited
    separated = found.form if found and found.form else delimiter_name(found.delimiter) if found else ""
    delimiter = Override("delimiter", "Fields separated by", DELIMITERS, separated)
    decimal = Override("decimal", "Decimal mark", DECIMALS)
    day_first = Override("day_first", "First in a date like 3/4/2025", DAYS)
    if is_own_format:
        return (encoding, delimiter, decimal, day_first) if found else (encoding, delimiter)
    return (
        encoding,
        delimiter,
        Override("quote", "Quotes", QUOTES),
        Override("header", "First line holds names", HEADERS, ("yes" if found.header else "no") if found else ""),
        Override("skip", "Lines above the table", SKIP),
        Override("comment", "Comment lines begin with", COMMENTS),
        Override("verbatim", "Lines that are no rows", VERBATIM),
        decimal,
        day_first,
    )


def _widgets(
    prefix: str, overrides: Sequence[Override], reading: Reading, read: Callable[..., None], changed: str = ""
) -> None:
    """The overrides, as they are in `reading`."""
    st.caption(f"The reader decides what is left at “as found”. {changed}")
    if not any(override.name == "quote" for override in overrides):
        st.caption("It was not taken for delimited text. If it is, choose what separates its fields.")
    for pair in zip_longest(overrides[::2], overrides[1::2]):
        for place, override in zip(st.columns(2), filter(None, pair), strict=False):
            with place:
                _list(override, prefix, reading, read)


def _list(override: Override, prefix: str, reading: Reading, read: Callable[..., None]) -> None:
    """The list stands at what the file was read by, also after a refusal."""
    key = f"{prefix}_{override.name}"
    value = getattr(reading, override.name)
    current().given.show(key, value if value in override.known else None, first=None)
    st.selectbox(
        override.title,
        list(override.known),
        format_func=override.known.get,
        index=None,
        placeholder=f"as found: {override.found}" if override.found else "as found",
        key=key,
        on_change=_read_again,
        args=(key, override.name, override.known, read),
    )


def _read_again(key: str, name: str, known: dict[Any, str], read: Callable[..., None]) -> None:
    value = st.session_state[key]
    if (value is None or value in known) and not current().given.is_echo(key):
        read(**{name: value})

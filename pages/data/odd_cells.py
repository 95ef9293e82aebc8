"""Cells that are not like the rest of their column: what was made of them, and a click to have it otherwise."""

import math
from dataclasses import replace
from typing import Literal

import streamlit as st

from nets.data.columns.column import Column, OddCells
from nets.data.table import shortened
from pages.data.notes import lines_in_grey
from pages.data.options import consistent
from pages.data.understood import understood
from pages.shared.markdown import plain
from pages.shared.panel_title import heading
from pages.shared.session import Session

MAX_COLUMNS = 20
MAX_TEXTS = 8
INEXACT = {
    "missing": "a missing value",
    "number": "the number: 0.5 for <0.5",
    "half": "the number, of <0.5 half",
}
INEXACT_HELP = (
    "A bound (<0.5), a number that is not exact (~5, 5±0.2) or has a mark (5060*), a range (3-5: its middle)."
)
WHAT = {
    "gap": "no value",
    "inexact": "no exact number",
    "date": "a date, as a spreadsheet makes of a number",
    "mark": "has the other decimal mark",
    "text": "not like the others",
    "code": "perhaps a missing value",
}
List = Literal["as_text", "as_numbers", "missing_codes"]


def odd_cells(session: Session) -> None:
    """A line for each column with odd cells; nothing where there are none."""
    options = session.options
    label = options.label if options.bins is None else None
    found = [column for column in understood(session) if column.name != label and _has_a_choice(column)]
    if not found:
        return
    with st.container(border=True, key="odd_cells"):
        heading("Odd cells", "not like the rest of their column")
        if any(odd.kind == "inexact" for column in found for odd in column.odd):
            st.session_state["choice_inexact"] = options.inexact
            st.selectbox(
                "Inexact numbers are read as",
                list(INEXACT),
                format_func=INEXACT.get,
                key="choice_inexact",
                on_change=_choose_inexact,
                args=(session,),
                help=INEXACT_HELP,
            )
        for column in found[:MAX_COLUMNS]:
            _column(session, column)
        if len(found) > MAX_COLUMNS:
            st.caption(f"{MAX_COLUMNS} of {len(found):,} columns with odd cells are shown.")


def _has_a_choice(column: Column) -> bool:
    return column.has_codes or (column.numbers is not None and bool(column.odd))


def _column(session: Session, column: Column) -> None:
    """What was made of the cells, and a switch for each thing that can be had otherwise."""
    name = column.name
    st.markdown(f"**{plain(name)}**")
    codes = [odd for odd in column.odd if odd.kind == "code"]
    others = [odd for odd in column.odd if odd.kind != "code"]
    lines = [f"- {plain(column.sentence, 300)}"] if column.has_codes else []
    is_text = name in session.options.as_text
    lines += [_line(odd, is_text=is_text) for odd in (*others[:MAX_TEXTS], *codes)]
    if len(others) > MAX_TEXTS:
        lines.append(f"- … and {len(others) - MAX_TEXTS:,} more texts")
    st.markdown("\n".join(lines))
    if others:
        _switch(session, "as_text", name, "Read the column as text")
    if column.has_codes:
        _switch(session, "as_numbers", name, "Read as numbers")
    for odd in codes:
        _switch(session, "missing_codes", name, f"{odd.text} stands for a missing value")
    if session.obstacle and shortened(name) in session.obstacle:  # beside the click that may have led to it
        st.error(f"Not on the tape yet. {plain(session.obstacle, 400)}", icon=":material/error:")


def _line(odd: OddCells, *, is_text: bool) -> str:
    cells = "1 cell" if odd.count == 1 else f"{odd.count:,} cells"
    made = "a text" if is_text else "a gap" if math.isnan(odd.number) else f"read as {odd.number:.10g}"
    return f"- “{plain(odd.text)}” {WHAT[odd.kind]}: {made} in {cells}{lines_in_grey(odd.note.lines)}"


def _switch(session: Session, option: List, name: str, title: str) -> None:
    key = f"odd_{option}_{session.table.columns.index(name)}"
    st.session_state[key] = name in getattr(session.options, option)
    st.toggle(title, key=key, on_change=_choose, args=(session, option, name, key))


def _choose(session: Session, option: List, name: str, key: str) -> None:
    others = tuple(each for each in getattr(session.options, option) if each != name)
    chosen = (*others, name) if st.session_state[key] else others
    session.choose_cells(consistent(replace(session.options, **{option: chosen}), option))


def _choose_inexact(session: Session) -> None:
    session.choose_cells(replace(session.options, inexact=st.session_state["choice_inexact"]))

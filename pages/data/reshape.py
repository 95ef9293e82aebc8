"""The table in another shape: time steps as rows or as columns, and columns made of a time."""

from functools import partial

import streamlit as st

from nets.data.columns.infer import columns_of
from nets.data.reshape.parts_of_time import KINDS, Part, with_part
from nets.data.reshape.steps import steps_in, to_columns, to_rows
from pages.shared.markdown import in_a_list, plain
from pages.shared.session import Session

PARTS: dict[Part, str] = {"hour": "Add its hour of day", "weekday": "Add its day of week"}


def reshape(session: Session) -> None:
    """A button for each change that this table allows. Undo takes it back."""
    with st.expander("Sequences and times", icon=":material/table_convert:", key="reshape"):
        st.caption(
            "Each is a change of the table: label, inputs and sequences are proposed anew, and Undo takes it back."
        )
        done = session.table.notes[len(session.start.notes) :]
        if done:
            st.markdown("\n".join(f"- {plain(note.sentence, 400)}" for note in done))
        is_possible = [_to_rows(session), _to_columns(session), _parts(session)]
        if not any(is_possible):
            st.caption(
                "Nothing to do here: no columns count time steps (x1, x2, x3), no sequences are chosen, and no column "
                "holds times."
            )


def _to_rows(session: Session) -> bool:
    label = session.options.label
    steps = steps_in(session.table.columns, keep={label})
    if steps is None:
        return False
    names = next(iter(steps.columns.values()))
    more = f" and {len(steps.columns) - 1:,} more quantities" if len(steps.columns) > 1 else ""
    st.markdown(
        f"{plain(names[0], 40)} to {plain(names[-1], 40)}{more} count {len(steps.numbers):,} time steps. An RNN reads "
        "a row for each."
    )
    st.button(
        "Make each time step a row",
        key="steps_to_rows",
        on_click=session.reshape,
        args=(partial(to_rows, keep=frozenset({label})),),
    )
    return True


def _to_columns(session: Session) -> bool:
    options = session.options
    if options.group is None or options.group not in session.table.columns:
        return False
    st.markdown(f"Rows with the same {plain(options.group, 40)} are one sequence. An MLP sees them at once in one row.")
    st.button(
        "Make each sequence a row",
        key="rows_to_steps",
        on_click=session.reshape,
        args=(partial(to_columns, label=options.label, group=options.group, time=options.time),),
    )
    return True


def _parts(session: Session) -> bool:
    table = session.table
    found = session.memoized("times", [table], lambda: columns_of(table, known=session.known(table)))
    times = {column.name: column.kind for column in found if column.kind in KINDS["hour"]}
    if not times:
        return False
    column = st.selectbox(
        "A column of times", list(times), format_func=in_a_list(list(times)).get, key="time_to_take_from"
    )
    with st.container(horizontal=True):
        for part, title in PARTS.items():
            st.button(
                title,
                key=f"add_{part}",
                disabled=times[column] not in KINDS[part],
                on_click=session.reshape,
                args=(partial(with_part, column=column, part=part),),
            )
    return True

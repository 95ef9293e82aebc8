"""The columns of the table as they are understood by the options chosen."""

from nets.data.columns.infer import Column, columns_of
from pages.shared.session import Session


def understood(session: Session) -> tuple[Column, ...]:
    """Every column, in the table's order, made anew only where the table or the options have changed."""
    table, options = session.table, session.options
    return session.memoized(
        "columns", [table, options], lambda: columns_of(table, known=session.known(table), choices=options.cells)
    )

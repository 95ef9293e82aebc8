"""A table of predictions, every class's probability as a number."""

from collections.abc import Callable, Sequence

import pandas as pd
import streamlit as st

from nets.figures.deck.predictions import marked

MOST_CLASSES = 30  # whose probabilities are shown
PROBABILITY_PX = 92
ROW_PX = 22
HEIGHT = 38 + 9 * ROW_PX  # the lecture's nine rows are all in view


def probability_table(
    lines: pd.DataFrame,
    probabilities: Sequence[str],
    *,
    key: str,
    all_digits: bool = False,
    on_pick: Callable[[int], None] | None = None,
) -> None:
    """Show these lines; `probabilities` are the names of the columns of probabilities, shown with three decimals or
    with all that float32 has. A click on a line calls `on_pick`, if that is given, with its number (0 up).
    """

    def pick() -> None:
        cells = st.session_state[key].selection.cells
        if cells:
            on_pick(int(cells[0][0]))

    clicks = {} if on_pick is None else {"on_select": pick, "selection_mode": "single-cell"}
    number = {name: st.column_config.NumberColumn(name, width=60) for name in ("row", "line") if name in lines.columns}
    st.dataframe(
        marked(lines),
        key=key,
        hide_index=True,
        row_height=ROW_PX,
        height=min(38 + ROW_PX * len(lines), HEIGHT),
        column_config={
            "": st.column_config.TextColumn("", width=40, pinned=True),
            **number,
            **{
                name: st.column_config.NumberColumn(name, format="%.8f" if all_digits else "%.3f", width=PROBABILITY_PX)
                for name in probabilities[:MOST_CLASSES]
            },
        },
        **clicks,
    )

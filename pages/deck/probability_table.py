"""A table of predictions, every class's probability as a bar."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from nets.figures.deck.predictions import marked

MAX_BARS = 30
ROW_PX = 25
HEIGHT = 38 + 9 * ROW_PX  # the lecture's nine rows are all in view


def probability_table(lines: pd.DataFrame, bars: Sequence[str], *, key: str) -> None:
    """Show these lines; `bars` are the columns of probabilities, of which the first are shown as bars."""
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
                bar: st.column_config.ProgressColumn(bar, min_value=0.0, max_value=1.0, format="%.3f")
                for bar in bars[:MAX_BARS]
            },
        },
    )

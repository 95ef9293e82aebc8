"""A table to take away, as a CSV file that a spreadsheet opens without running anything in it."""

import pandas as pd
import streamlit as st

from nets.data.export import csv_of

AT_ONCE = 20_000  # cells; a larger file is written only when it is asked for


def csv_download(
    cells: pd.DataFrame, *, file_name: str, key: str, help_: str | None = None, disabled: bool = False
) -> None:
    """The button that downloads these cells.

    A small file is made with the page: one made at the click is lost if the page is drawn anew in between. So a page
    that is drawn anew all the time has the button `disabled`, and no file.
    """
    st.download_button(
        "Download as CSV",
        data=csv_of(cells) if cells.size <= AT_ONCE and not disabled else lambda: csv_of(cells),
        file_name=file_name,
        mime="text/csv",
        key=key,
        icon=":material/download:",
        on_click="ignore",
        help=help_,
        disabled=disabled,
    )

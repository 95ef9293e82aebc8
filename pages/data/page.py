"""The table as it was read, and what the reader noted."""

import streamlit as st

from pages.shared.session import current
from pages.shared.text import plain

MAX_SHOWN = 1000

session = current()
table = session.table

st.markdown(f"**{plain(table.name, 60)}** :gray[{table.n_rows:,} rows, {len(table.columns)} columns]")
st.caption(f"Read as {table.encoding}, fields separated by {plain(repr(table.delimiter))}.")
for note in (*table.notes, *session.dataset.notes):
    st.caption(plain(note.sentence, 400))
st.dataframe(table.cells.head(MAX_SHOWN), key="table", hide_index=True)
if table.n_rows > MAX_SHOWN:
    st.caption(f"The first {MAX_SHOWN:,} rows are shown.")

"""The data: the table, how it was read, how it is prepared, and one row traced into the net."""

import streamlit as st

from pages.data.columns import classes, columns
from pages.data.odd_cells import odd_cells
from pages.data.options import preprocessing
from pages.data.reading import reading, refused
from pages.data.reshape import reshape
from pages.data.scatter import scatter
from pages.data.synthetic import problems
from pages.data.table import table
from pages.data.trace import trace
from pages.shared.components.fragment import alone
from pages.shared.session import current

session = current()

refused(session)
table(session)
left, right = st.columns(2)
with left:
    reading(session)
    odd_cells(session)
    classes(session)
with right:
    preprocessing(session)
    reshape(session)
columns(session)
alone(trace)(session)
left, right = st.columns([3, 2])
with left:
    scatter(session)
with right:
    problems(session)

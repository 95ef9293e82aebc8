"""What every page shares: the navigation on top, the sidebar, the visitor's session."""

from pathlib import Path

import streamlit as st

from nets.errors import Refusal
from pages.deck.panels.list import panel_list
from pages.shared.browser.browsing import begin, follow_tab
from pages.shared.browser.copy_link import copy_link
from pages.shared.browser.reopening import look_at_numbers, offer_again, tell_of_numbers, wait_for_tab
from pages.shared.markdown import plain
from pages.shared.session import current
from pages.shared.sidebar import sidebar
from pages.shared.strip import letters, strip

st.set_page_config(page_title="Tape Deck", page_icon="📼", layout="wide")
st.html(Path(__file__).with_name("style.css"))

pages = [
    st.Page("deck/page.py", title="Deck", icon=":material/album:", default=True),
    st.Page("data/page.py", title="Data", icon=":material/table:", url_path="data"),
    st.Page("explore/page.py", title="Explore", icon=":material/grid_view:", url_path="explore"),
    st.Page("autodiff/page.py", title="Autodiff", icon=":material/function:", url_path="autodiff"),
]
page = st.navigation(pages, position="top")
session = current()
session.feed.clear()
session.turn_to(page.url_path)
beside_name = strip()
wait_for_tab(session)
if session.tape is None or session.is_reopened:
    begin(session)
session.saver.capture()
letters()
try:
    sidebar(session, with_notes=page.url_path != "data")
except Refusal as refusal:  # not even the preset can be trained now
    st.error(plain(refusal.sentence, 500), icon=":material/error:")
    st.stop()
session.go_where_asked()
session.saver.capture()
tell_of_numbers(session)
with st.container():  # there also when nothing is said, so that the page below it keeps its place
    if session.problem:
        st.error(plain(session.problem, 500), icon=":material/error:")
    if session.notice:
        st.info(plain(session.notice, 600), icon=":material/info:")
    if session.keeps_nothing:
        st.warning(plain(session.keeps_nothing, 500), icon=":material/warning:")
    offer_again(session)
with beside_name:
    copy_link(session)
    if page.url_path == "":
        panel_list(session)
page.run()
look_at_numbers(session)
follow_tab(session, pages=[each.url_path for each in pages if each.url_path])

"""A file that was uploaded is held once, however often the page is drawn; a page that was left is drawn no more; a page
that is being sent is sent whole.
"""

import sys
from copy import deepcopy
from pathlib import Path
from types import SimpleNamespace

import pytest
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.Common_pb2 import FileURLs
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue
from streamlit.runtime.scriptrunner.exec_code import modified_sys_path
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData, ScriptRequests, ScriptRequestType
from streamlit.runtime.state.session_state import SessionState
from streamlit.runtime.uploaded_file_manager import UploadedFile, UploadedFileRec
from streamlit.testing.v1 import AppTest

from pages.shared.streamlit_patches import (
    draw_each_page_from_its_top,
    draw_fragments_in_their_turn,
    draw_the_page_for_what_is_beside_a_fragment,
    go_where_a_visitor_clicked,
    hand_out_uncopied,
    search_modules_in_one_list,
    send_all_of_a_page,
)


@pytest.fixture
def _as_it_was():
    yield
    del UploadedFile.__deepcopy__


@pytest.mark.usefixtures("_as_it_was")
def test_an_uploaded_file_is_handed_out_as_it_is():
    raw = b"y,x\na,1\n" * 1000
    file = UploadedFile(UploadedFileRec("1", "a.csv", "text/csv", raw), FileURLs())
    assert deepcopy(file) is not file  # else there would be nothing to do
    hand_out_uncopied()
    assert deepcopy(file) is file
    assert file.getvalue() is raw


def test_while_pages_are_drawn_nothing_moves_in_the_list_of_places_where_modules_are_searched_for(monkeypatch):
    frame = Path(__file__).parents[2] / "pages" / "frame.py"
    before = [*sys.path]
    with modified_sys_path(str(frame)):
        assert sys.path != before  # else there would be nothing to do
    monkeypatch.setattr(sys, "path", before)
    search_modules_in_one_list(frame)
    before = [*sys.path]
    with modified_sys_path(str(frame)):
        assert sys.path == before


@pytest.fixture
def session(monkeypatch):
    """A session whose requests are kept as they come through: pages and fragments."""

    def take(session, state):
        session.come.append(state and (state.page_script_hash, state.fragment_id))

    monkeypatch.setattr(AppSession, "request_rerun", take)
    draw_fragments_in_their_turn()
    return SimpleNamespace(come=[], _scriptrunner=None)


@pytest.fixture
def asked(session):
    """What of the requests of a session comes through."""

    def ask(*requests):
        session.come.clear()
        for request in requests:
            state = None if request is None else ClientState(page_script_hash=request[0], fragment_id=request[1])
            AppSession.request_rerun(session, state)
        return session.come

    return ask


def test_fragments_of_the_page_that_was_opened_last_are_drawn_and_no_others(asked):
    assert asked(("", ""), ("deck", "a")) == [("", ""), ("deck", "a")]
    assert asked(("data", ""), ("deck", "a"), ("data", "b")) == [("data", ""), ("data", "b")]
    assert asked(("deck", ""), ("data", "b"), ("deck", "a"), None) == [("deck", ""), ("deck", "a"), None]


PAGE = """
import streamlit as st

st.text("top")
with st.container(), st.container():
    st.fragment(lambda: st.text("part"))()
"""


def test_a_page_that_is_drawn_by_the_thread_of_a_fragment_before_begins_at_its_top(monkeypatch, then_ask):
    waiting = then_ask(
        lambda ctx: RerunData(fragment_id_queue=[*ctx.shared.new_fragment_ids.snapshot()]),
        lambda ctx: RerunData(),
    )
    monkeypatch.setattr(ScriptRunner, "_run_script", ScriptRunner._run_script)  # noqa: SLF001
    draw_each_page_from_its_top()
    app = AppTest.from_string(PAGE).run()
    assert not waiting
    assert [text.value for text in app.main.text] == ["top", "part"]
    assert app.main.children[0].value == "top"


TWO_PARTS = """
import streamlit as st

st.session_state["drawn"] = st.session_state.get("drawn", 0) + 1

def press(key):
    st.session_state.setdefault("pressed", []).append(key)

def part(key):
    st.button(key, key=key, on_click=press, args=(key,))

for key in ("net", "play"):
    with st.container():
        st.fragment(part)(key)
"""


@pytest.mark.parametrize(("pressed", "n_pages"), [(("net",), 1), (("net", "play"), 2)])
def test_what_is_pressed_beside_the_fragment_that_is_asked_for_is_drawn_too(pressed, n_pages, monkeypatch, then_ask):
    def press(ctx):
        ids = {widget.rpartition("-")[2]: widget for widget in ctx.shared.widget_ids_this_run.snapshot()}
        known = ctx.session_state._state._new_widget_state.widget_metadata  # noqa: SLF001
        states = WidgetStates(widgets=[WidgetState(id=ids[key], trigger_value=True) for key in pressed])
        return RerunData(widget_states=states, fragment_id_queue=[known[ids["net"]].fragment_id])

    waiting = then_ask(press)
    monkeypatch.setattr(SessionState, "_call_callbacks", SessionState._call_callbacks)  # noqa: SLF001
    draw_the_page_for_what_is_beside_a_fragment()
    app = AppTest.from_string(TWO_PARTS).run()
    assert not waiting
    assert app.session_state["pressed"] == [*pressed]  # each once
    assert app.session_state["drawn"] == n_pages


@pytest.mark.parametrize("turn", ["page", "browser"])
def test_a_page_that_draws_itself_once_more_does_not_take_the_place_of_one_that_was_clicked_on(turn, monkeypatch):
    monkeypatch.setattr(ScriptRequests, "_request_rerun_locked", ScriptRequests._request_rerun_locked)  # noqa: SLF001
    go_where_a_visitor_clicked()
    requests = ScriptRequests()
    assert requests.request_rerun(RerunData(page_script_hash="data", widget_states=WidgetStates()))
    states = None if turn == "page" else WidgetStates()
    assert requests.request_rerun(RerunData(page_script_hash="deck", widget_states=states))
    taken = requests.on_scriptrunner_ready().rerun_data
    assert taken.page_script_hash == ("data" if turn == "page" else "deck")
    assert requests.request_rerun(RerunData(page_script_hash="deck"))  # none is waited for: it is drawn once more
    assert requests.on_scriptrunner_ready().rerun_data.page_script_hash == "deck"


def test_a_fragment_waits_until_all_of_a_run_that_has_ended_was_heard_and_a_page_does_not(session):
    requests, soon = ScriptRequests(), []
    loop = SimpleNamespace(call_soon=lambda *call: soon.append(call))
    vars(session).update(_scriptrunner=SimpleNamespace(_requests=requests), _event_loop=loop)
    fragment, page = ClientState(page_script_hash="deck", fragment_id="a"), ClientState(page_script_hash="deck")

    def next_turn():
        (call, *args), *soon[:] = soon
        call(*args)

    AppSession.request_rerun(session, fragment)
    assert session.come == [("deck", "a")]  # taken by the run under way
    assert requests.on_scriptrunner_ready().type is ScriptRequestType.STOP
    AppSession.request_rerun(session, fragment)
    next_turn()
    assert session.come == [("deck", "a")]
    AppSession.request_rerun(session, page)
    assert session.come == [("deck", "a"), ("deck", "")]
    vars(session)["_scriptrunner"] = None  # its end is heard
    next_turn()
    assert session.come == [("deck", "a"), ("deck", ""), ("deck", "a")]
    assert not soon


def block(*path, fragment=""):
    """What puts a container into this place of a page."""
    message = ForwardMsg()
    message.metadata.delta_path[:] = path
    message.delta.add_block.allow_empty = True
    message.delta.fragment_id = fragment
    return message


def text(*path, fragment=""):
    message = ForwardMsg()
    message.metadata.delta_path[:] = path
    message.delta.new_element.text.body = fragment
    message.delta.fragment_id = fragment
    return message


def test_a_fragment_that_is_drawn_anew_takes_nothing_out_of_the_page_that_is_being_sent(monkeypatch):
    monkeypatch.setattr(ForwardMsgQueue, "clear", ForwardMsgQueue.clear)
    send_all_of_a_page()
    queue = ForwardMsgQueue()
    page = [block(0, 0), block(0, 0, 0, fragment="a"), text(0, 0, 0, 0, fragment="within"), text(0, 1)]
    anew = [block(0, 0, 0, fragment="a"), text(0, 0, 0, 0, fragment="within")]
    for message in page:
        queue.enqueue(message)
    queue.clear(retain_lifecycle_msgs=True, fragment_ids_this_run=["a"])
    for message in anew:
        queue.enqueue(message)
    assert queue.flush() == [*page, *anew]


def test_of_a_page_that_is_cut_short_by_another_the_rest_is_not_sent(monkeypatch):
    monkeypatch.setattr(ForwardMsgQueue, "clear", ForwardMsgQueue.clear)
    send_all_of_a_page()
    queue = ForwardMsgQueue()
    queue.enqueue(text(0, 0))
    queue.clear(retain_lifecycle_msgs=True)
    assert queue.is_empty()

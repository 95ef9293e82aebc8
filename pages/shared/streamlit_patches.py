"""The private parts of Streamlit and plotly that are leaned on, with the reason and the version each was seen in.

Python's stand here. A page's scripts and styles lean on these, which a new version may move too:

- `_fullLayout` of a plot (plotly.js 4.1.1 of plotly 7.1), in components/chart.js: its `_size`, and `_offset`, `_length`
  and `p2d` of an axis. They turn a click into a place and say whether a number fits its cell; plotly has no public
  word for either. `_fullData` there gives how many points are drawn.
- the data-testids and class names stMetric, stColumn, stHorizontalBlock, stLayoutWrapper, stElementToolbar,
  stElementToolbarButton, stDataFrame, stMarkdownContainer, stSliderTickBar (Streamlit 1.67), in style.css and
  components/status/metrics.js.
- `data-test-connection-state` of the app (Streamlit 1.67), in browser/storage.js: CONNECTED while the page is in
  touch. Where a server was started again, Streamlit asks it for nothing unless something was under way.
- `history.state` is written by components/tab.js. Streamlit 1.67 pushes an entry when another page is opened and for
  each `st.query_params` that is set, with an empty state. On popstate it opens the page of the path.
- what a page that was cut short does not hand over (Streamlit 1.67): see given.py.
"""

import base64
import hashlib
import re
import sys
from functools import wraps
from pathlib import Path

import plotly
import streamlit as st
from streamlit.delta_generator_singletons import context_dg_stack, get_default_dg_stack_value
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData, ScriptRequests, ScriptRequestType
from streamlit.runtime.scriptrunner_utils.script_run_context import get_script_run_ctx
from streamlit.runtime.state.session_state import SessionState
from streamlit.runtime.uploaded_file_manager import UploadedFile

# plotly 7.1: the script that plotly's own HTML export puts into a page. There is no public name for where it lies.
PLOTLY_JS = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"


def inline_script_hashes() -> tuple[str, ...]:
    """The SHA-256, in base64, of each script that stands in Streamlit's own page, for a Content-Security-Policy.

    Streamlit 1.67 has one, in static/index.html. No public function gives it, and another version has another.
    """
    page = (Path(st.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    scripts = re.findall(r"<script>(.*?)</script>", page, flags=re.DOTALL)
    return tuple(base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts)


def hand_out_uncopied() -> None:
    """Have an uploaded file handed out as it is.

    Streamlit 1.67 copies the value of each widget at every run of a page, so that no page changes it. Of a file that
    is all its bytes, and here they are only read.
    """
    UploadedFile.__deepcopy__ = lambda file, memo: file


def search_modules_in_one_list(script: Path) -> None:
    """Have the list of places where modules are searched for stay as it is.

    Streamlit 1.67 puts the folder of the main script into it as a page begins to be drawn and takes it out at the end.
    An import of another visitor's page that goes through the list in that moment passes over a place: what is installed
    is "not found". Where the folder is in the list already, nothing is put in or taken out.
    """
    folder = str(script.resolve().parent)
    if folder not in sys.path:
        sys.path.append(folder)


def draw_fragments_in_their_turn() -> None:
    """Have a fragment drawn when all of the run before it has been sent, and none of a page that was left (Streamlit
    1.67).

    A fragment that is asked for when a run has ended, but what it drew is still on its way to the queue, has Streamlit
    turn to the fragment's run and drop the rest: the browser gets a page with a gap, and what comes to a place behind
    it ends the page ("Bad delta path index", "Cannot set a node at a delta path"; the mechanism stands in a comment of
    AppSession.request_rerun).

    A fragment of a page that draws itself anew may ask for it after a visitor's click on another page, while the
    browser still shows the old one. Streamlit would then, once it has drawn the new page, turn back to the old one for
    that fragment, which is there no more: the browser takes the new page away and has nothing to show in its place.
    """
    request_rerun = AppSession.request_rerun

    @wraps(request_rerun)
    def request_in_turn(session: AppSession, client_state: ClientState | None) -> None:
        if client_state is not None:
            page = client_state.page_script_hash
            opened = getattr(session, "page_opened", "")
            if client_state.fragment_id and opened and page != opened:
                return
            if client_state.fragment_id and _has_more_to_say(session):
                session._event_loop.call_soon(request_in_turn, session, client_state)  # noqa: SLF001
                return
            if not client_state.fragment_id:
                session.page_opened = page  # "" where the address alone tells
        request_rerun(session, client_state)

    AppSession.request_rerun = request_in_turn


def _has_more_to_say(session: AppSession) -> bool:
    """Whether its run has ended, and that has not been heard yet."""
    runner = session._scriptrunner  # noqa: SLF001
    return runner is not None and runner._requests._state is ScriptRequestType.STOP  # noqa: SLF001


def draw_each_page_from_its_top() -> None:
    """Have a page drawn from its top also by a thread that has drawn a fragment before (Streamlit 1.67).

    A fragment's run leaves its own place as the one that is drawn in. A page that is asked for in the moment in which
    such a run ends is drawn by the same thread, and would begin there: the browser has no such place and shows nothing
    any more ("Bad delta path index", "Cannot set a node at a delta path").
    """
    run = ScriptRunner._run_script  # noqa: SLF001

    @wraps(run)
    def run_from_the_top(runner: ScriptRunner, data: RerunData) -> None:
        context_dg_stack.set(get_default_dg_stack_value())
        run(runner, data)

    ScriptRunner._run_script = run_from_the_top  # noqa: SLF001


def go_where_a_visitor_clicked() -> None:
    """Have a page that draws itself once more (`st.rerun`) not take the place of another one that a visitor has clicked
    on and that waits for the end of its run (Streamlit 1.67, whose later request is taken of two).
    """
    request = ScriptRequests._request_rerun_locked  # noqa: SLF001

    @wraps(request)
    def request_unless_left(requests: ScriptRequests, new: RerunData) -> bool:
        waiting = requests._rerun_data  # noqa: SLF001
        is_waiting = requests._state is ScriptRequestType.RERUN and not waiting.fragment_id_queue  # noqa: SLF001
        is_another = waiting.page_script_hash not in ("", new.page_script_hash)
        by_the_page = new.widget_states is None  # a browser tells them always
        if is_waiting and is_another and by_the_page:
            return True
        return request(requests, new)

    ScriptRequests._request_rerun_locked = request_unless_left  # noqa: SLF001


def draw_the_page_for_what_is_beside_a_fragment() -> None:
    """Have the whole page drawn where something was pressed that stands in none of the fragments that are being drawn
    (Streamlit 1.67).

    The browser puts all that happens within one of its turns into one request, for the fragment of the first alone. A
    click on Play in the moment in which a drawing asks to be drawn anew was followed, but what tells of it was not
    drawn: the page stood as if nothing had been pressed.
    """
    call_callbacks = SessionState._call_callbacks  # noqa: SLF001

    @wraps(call_callbacks)
    def call_and_draw(state: SessionState, **kwargs) -> None:
        ctx = get_script_run_ctx()
        drawn = ctx and ctx.fragment_ids_this_run
        is_beside = bool(drawn) and any(fragment not in drawn for fragment in _fragments_of_changed(state))
        call_callbacks(state, **kwargs)
        if is_beside:
            page = RerunData(
                query_string=ctx.query_string,
                page_script_hash=ctx.page_script_hash,
                cached_message_hashes=ctx.cached_message_hashes,
                context_info=ctx.context_info,
            )
            ctx.script_requests.request_rerun(page)

    SessionState._call_callbacks = call_and_draw  # noqa: SLF001


def _fragments_of_changed(state: SessionState) -> set[str | None]:
    """The fragments that the changed widgets stand in, None for the page itself."""
    told = state._new_widget_state  # noqa: SLF001
    known = [(widget, told.widget_metadata[widget]) for widget in told if widget in told.widget_metadata]
    return {metadata.fragment_id for widget, metadata in known if state._widget_changed(widget)}  # noqa: SLF001


def send_all_of_a_page() -> None:
    """Have a fragment's run leave what a page has still to send (Streamlit 1.67).

    Streamlit takes out of it what the fragment drew before. What other fragments drew within it stays, and when it
    comes to the browser there is nothing for it to stand in; what stands beside the fragment moves up by one. Either
    ends the page ("Bad delta path index", "Cannot set a node at a delta path").
    """
    clear = ForwardMsgQueue.clear

    @wraps(clear)
    def clear_for_a_page(queue: ForwardMsgQueue, *args, fragment_ids_this_run: list[str] | None = None, **kwargs):
        if fragment_ids_this_run is None:
            clear(queue, *args, **kwargs)
        else:
            queue._delta_index_map = {}  # noqa: SLF001 - what is drawn now comes after it, and replaces nothing there

    ForwardMsgQueue.clear = clear_for_a_page

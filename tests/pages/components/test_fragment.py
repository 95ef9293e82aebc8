"""A part of a page that is drawn anew alone, again and again or no more."""

from streamlit.runtime.scriptrunner_utils.script_requests import RerunData
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.local_script_runner import LocalScriptRunner

PAGE = """
import streamlit as st

from pages.shared.components.fragment import alone

def part():
    st.button("Pause")
    plays = st.session_state.setdefault("plays", True)
    st.session_state["plays"] = False
    alone(lambda: st.text("operation"), every=0.5 if plays else None)()

st.fragment(part)()
"""


def test_the_timer_of_a_part_ends_where_what_is_around_it_is_drawn_without_one(then_ask, monkeypatch):
    told, enqueue = [], LocalScriptRunner._enqueue_forward_msg  # noqa: SLF001

    def hear(runner, message):
        told.append(message)
        enqueue(runner, message)

    monkeypatch.setattr(LocalScriptRunner, "_enqueue_forward_msg", hear)

    def around(ctx):
        known = ctx.session_state._state._new_widget_state.widget_metadata  # noqa: SLF001
        return RerunData(fragment_id_queue=[metadata.fragment_id for metadata in known.values()])

    then_ask(around)
    app = AppTest.from_string(PAGE).run()
    (begun,) = (message.auto_rerun for message in told if message.HasField("auto_rerun"))
    (ended,) = (message.stop_auto_rerun for message in told if message.HasField("stop_auto_rerun"))
    assert begun.interval == 0.5
    assert [*ended.fragment_ids] == [begun.fragment_id]
    assert [text.value for text in app.main.text] == ["operation"]

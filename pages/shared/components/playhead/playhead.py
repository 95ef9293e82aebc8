"""The playhead: a line on a chart over epochs that takes the tape to any of them, by mouse, by keys, and by itself."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

from nets.training.client.tape import Tape
from pages.shared.components.live_updates import Feed, new_number

KEY = "playhead"
ABOUT = (
    "Playhead: drag it, or click on the chart. Keys: space plays and pauses, arrows go one epoch, Home and End to the "
    "first and the last, B to the best (lowest validation loss, else training loss); shift and an arrow play the "
    "tape that way, as the two buttons below do."
)

_component = st.components.v2.component(
    "tape_deck_playhead",
    js=Path(__file__).with_suffix(".js").read_text(encoding="utf-8"),
    css=Path(__file__).with_suffix(".css").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def playhead(tape: Tape, *, chart: str, pace: Callable[[], float | None], feed: Feed) -> None:
    """Show it on the chart of this key, whose x axis are the epochs of this tape, and have it follow while things move.
    At `pace` it plays the tape by itself, in epochs a second; None is as fast as it goes.

    What a person wishes goes to the server by the feed, without a run of the page.
    """
    _component(key=KEY, data={"number": new_number(), "chart": chart, "about": ABOUT, **place(tape, pace())})
    feed.add(KEY, lambda: place(tape, pace()), often="watched")


def place(tape: Tape, pace: float | None) -> dict[str, Any]:
    """Where it stands, and where it can go; `sought` that the epoch has still to be trained again, and `plays` that
    there is nothing to choose.
    """
    view = tape.view()
    return {
        "tape": tape.id,
        "at": view.epoch if view.sought is None else view.sought,
        "end": view.end,
        "best": view.best_epoch,
        "sought": view.sought is not None,
        "pace": pace,
        "plays": view.state in ("playing", "waiting", "failed"),
    }

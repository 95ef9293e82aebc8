"""The panel MLP beside RNN: both nets on the same table, and what the one has that the other has not."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from nets.comparison.pair import Pair, Source, in_words, lecture_source, pair_of
from nets.comparison.running import RunningPair
from nets.comparison.standing import compared
from nets.data.prepare.validation_text import validation_text
from nets.errors import Refusal
from nets.figures.explore.comparison import difference_words, pair_grid, pair_loss_figure, pair_rows_figure
from nets.figures.panel import Panel
from pages.explore.forget import forget
from pages.shared.components.chart import moving
from pages.shared.components.fragment import alone
from pages.shared.components.live_updates import Feed, Rates, ask_for
from pages.shared.components.status.line import Status, status_line
from pages.shared.components.status.metrics import Numbers, numbers
from pages.shared.components.table import tables
from pages.shared.kept import kept_choice
from pages.shared.markdown import plain
from pages.shared.panel_title import heading
from pages.shared.session import Session
from pages.shared.status_text import LOADING, PREPARING
from pages.shared.trainers import trainers

ABOUT = (
    "An MLP and an RNN with the same seed, steps and hidden units, trained on the same rows. The MLP reads each row "
    "alone; the RNN carries a state from row to row. Shuffled, the rows no longer tell what came before: what the RNN "
    "then loses was in their order, and to the MLP the order is all the same."
)
SAMPLE, DECK = "the lecture's sequence", "the table on the deck"
TRAINING, VALIDATION = "training rows", "validation rows"
SPEEDS = {"10/s": 10.0, "20/s": 20.0, "100/s": 100.0, "as fast as it goes": None}
DEFAULT_SPEED = "20/s"
RATES = Rates(watched=0.15, studied=0.3, read=0.5, worked_out=1.0)
SHUFFLED = "Trains both nets also on the rows in a random order, drawn by the seed. Each row stays in its own sequence."
FEED, ASKED, PROBLEM = "pair_feed", "pair_asked_for", "pair_problem"  # in Streamlit's session
HEIGHT = 300
STRIP = 36  # px of a strip of classes
AROUND = 106  # px of what is around the strips


def mlp_beside_rnn(session: Session) -> None:
    """The panel; what moves on it is fed by a feed of its own."""
    alone(_mlp_beside_rnn)(session)


def _mlp_beside_rnn(session: Session) -> None:
    feed = st.session_state.setdefault(FEED, Feed())
    feed.clear()
    with st.container(border=True, key="mlp_beside_rnn", gap="small"):
        heading("MLP beside RNN", "the same table, seed and validation rows", help_=ABOUT)
        _controls(session, feed)
        running = session.pair
        if running is None:
            st.caption("Play trains an MLP and an RNN side by side, both with the settings on the left.")
            return
        if running.failure:
            st.error(plain(running.failure, 400), icon=":material/error:")
        _drawn(running, feed)
        forget(running)
        if running.is_moving:
            feed.move(RATES, until=_is_due(running))
        ask_for(feed, key="feed_pair")


def _is_due(running: RunningPair) -> Callable[[], bool]:
    """Whether the panel has other buttons now: the nets stand still, or are there to be paused."""
    waits = running.is_waiting
    return lambda: not running.is_moving or (waits and not running.is_waiting)


def _controls(session: Session, feed: Feed) -> None:
    """What to train, the buttons, and how far it is."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="pair_choices"):
        source = _source(session)
        speed = st.selectbox("Speed", list(SPEEDS), list(SPEEDS).index(DEFAULT_SPEED), key="pair_speed", width=180)
        shuffle = st.toggle("Shuffle the rows", key="pair_shuffle", persist_state="session", help=SHUFFLED)
    pair, running = _asked_for(session, source, shuffle=shuffle), session.pair
    is_asked_for = running is not None and running.pair is pair
    playing = running is not None and running.is_playing
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="pair_buttons"):
        st.button(
            "Play both",
            key="pair_play",
            icon=":material/play_arrow:",
            type="primary",
            disabled=pair is None or (playing and is_asked_for),
            on_click=_play,
            args=(session, pair, SPEEDS[speed]),
        )
        st.button(
            "Pause both",
            key="pair_pause",
            icon=":material/pause:",
            disabled=not playing,
            on_click=running.pause if running else None,
        )
        if running is not None:
            with st.container(key="pair_numbers", gap=None):
                numbers(partial(_progress, running), feed=feed, key="pair_progress")
                status_line(partial(_status, running), feed=feed, key="pair_status")
    if problem := st.session_state.get(PROBLEM):
        st.error(plain(problem, 400), icon=":material/error:")
    if running is not None:
        running.retune(SPEEDS[speed])
        if pair is not None and not is_asked_for:
            st.caption("What is drawn was trained on other rows or by other settings: Play both begins anew.")


def _source(session: Session) -> Source:
    """The table that both are trained on; that on the deck may have nothing to remember."""
    if kept_choice("Table", [SAMPLE, DECK], key="pair_table") == SAMPLE:
        return session.memoized("lecture_source", [], lecture_source)
    table, dataset = session.table, session.dataset
    return session.memoized("pair_source", [dataset], lambda: Source(table, dataset, session.known(table)))


def _asked_for(session: Session, source: Source, *, shuffle: bool) -> Pair | None:
    """The pair that Play trains; None, and why on the page, where there can be none."""
    data, running = source.dataset.sha256, session.pair
    for pair in (running and running.pair, st.session_state.get(ASKED)):
        if pair and pair.is_of(session.settings, data=data, shuffle=shuffle):
            return pair
    try:
        st.session_state[ASKED] = pair_of(source, session.settings, shuffle=shuffle)
    except Refusal as refusal:
        st.info(plain(refusal.sentence, 400), icon=":material/info:")
        return None
    return st.session_state[ASKED]


def _play(session: Session, pair: Pair, pace: float | None) -> None:
    st.session_state[PROBLEM] = None
    try:
        if session.pair is None or session.pair.pair is not pair or session.pair.is_over:
            session.compare(pair)
    except Refusal as refusal:
        st.session_state[PROBLEM] = refusal.sentence
        return
    session.pair.play(pace)


def _progress(running: RunningPair) -> Numbers:
    return Numbers((), running.share_done, running.is_moving)


def _status(running: RunningPair) -> Status:
    standings = running.standings()
    if running.is_playing:
        words = "Training."
    elif running.is_moving:
        words = PREPARING if trainers().ready else LOADING
    else:
        words = "Finished." if running.is_over else "Paused: Play goes on."
    diverged = [f"{each.name} at epoch {each.diverged_at:,}" for each in standings if each.diverged_at is not None]
    if diverged:
        words += f" Diverged: {', '.join(diverged)}. A lower learning rate may help."
    return Status(words, running.is_moving)


def _drawn(running: RunningPair, feed: Feed) -> None:
    """The curves, how the nets stand, and their predictions row by row."""
    left, right = st.columns([3, 2])
    with left:
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            rows = TRAINING
            if running.pair.n_validation:
                rows = kept_choice("Loss of", [TRAINING, VALIDATION], key="pair_loss_of")
            log = st.toggle("log axis", key="pair_log", persist_state="session")
        loss = partial(_loss, running, validation=rows == VALIDATION, log=log)
        moving(loss, key="pair_loss", height=HEIGHT, feed=feed, often="watched")
    with right:
        tables(lambda: (pair_grid(running.standings()),), key="pair_grid", feed=feed, often="read")
        st.caption(plain(_nets(running.pair), 600))
    n_lines = 1 + len(running.tapes)
    panel = moving(
        partial(_rows, running), key="pair_rows", height=AROUND + STRIP * n_lines, feed=feed, often="studied"
    )
    if panel.note:
        st.caption(panel.note)
    standings = running.standings()
    if not running.is_moving:
        words = difference_words(standings, compared(standings), classes=running.pair.dataset.classes)
        st.markdown(plain(words, 400))


def _loss(running: RunningPair, *, validation: bool, log: bool) -> Panel:
    n_epochs = running.pair.settings.epochs
    return pair_loss_figure(running.standings(), n_epochs=n_epochs, validation=validation, log=log, tape=running.rnn.id)


def _rows(running: RunningPair) -> Panel:
    standings, dataset = running.standings(), running.pair.dataset
    return pair_rows_figure(
        standings, compared(standings), dataset.targets, classes=dataset.classes, starts=dataset.sequence_starts
    )


def _nets(pair: Pair) -> str:
    """What is trained on what."""
    words = f"{pair.table.name}, {pair.dataset.n_rows:,} rows. {in_words(pair)}"
    if pair.n_validation:
        rnn = pair.members[1].settings
        words += f" For both nets the same. {validation_text(rnn, pair.dataset, pair.is_validation)}"
    if pair.is_shuffled:
        words += " Shuffled, each net's predictions are drawn under the rows they are of, in the table's order."
    return words

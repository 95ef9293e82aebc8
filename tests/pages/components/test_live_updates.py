"""The feed: what is due comes, no oftener, to whoever has the token; what an older page drew has a lower number."""

from types import SimpleNamespace

import msgspec
import numpy as np
import pytest

import app as server
from nets.training.protocol.messages import Progress
from nets.training.protocol.snapshot import at_weights
from pages.shared.components import live_updates as feed_module
from pages.shared.components.live_updates import Feed, Rates, Wish, feed_of, new_number, wish_of

RATES = Rates(watched=1.0, studied=2.0, read=4.0, worked_out=8.0)


@pytest.fixture
def clock(monkeypatch):
    """The feed's time, which stands still until it is set."""
    clock = SimpleNamespace(now=100.0)
    monkeypatch.setattr(feed_module.time, "monotonic", lambda: clock.now)
    return clock


def moving(feed):
    feed.add("loss", lambda: {"is": "loss"}, often="watched")
    feed.add("table", lambda: {"is": "table"}, often="read")
    feed.move(RATES, until=lambda: False)
    return feed


def test_each_thing_comes_as_often_as_it_is_to_and_what_is_watched_at_once(clock):
    feed = moving(Feed())
    came = []
    for second in range(9):
        clock.now = 100.0 + second
        came.append(sorted(feed.news()["drawn"]))
    assert came == [["loss"]] * 4 + [["loss", "table"]] + [["loss"]] * 3 + [["loss", "table"]]
    assert feed.news()["drawn"] == {}


def test_nothing_comes_and_nothing_is_asked_for_while_nothing_moves(clock):
    feed = Feed()
    feed.add("loss", dict, often="watched")
    assert feed.every_s is None
    assert feed.news() == {"drawn": {}, "whole": False}
    feed.move(RATES, until=lambda: False)
    assert feed.every_s == 1.0
    feed.clear()
    assert feed.every_s is None
    assert feed.news() == {"drawn": {}, "whole": False}


def test_what_is_off_the_screen_is_not_drawn_and_is_due_as_soon_as_it_is_back(clock):
    feed = moving(Feed())
    clock.now = 104.0
    assert set(feed.news(unseen=["table", "loss"])["drawn"]) == set()
    clock.now = 104.1
    assert set(feed.news(unseen=["table"])["drawn"]) == {"loss"}
    assert set(feed.news(unseen=[""])["drawn"]) == {"table"}


def test_what_has_left_the_screen_is_drawn_no_more(clock):
    feed, drawn = Feed(), []
    feed.add("net", lambda: drawn.append(clock.now) or {}, often="watched")
    feed.move(RATES, until=lambda: False)
    feed.news()
    feed.remove("net")
    feed.remove("net")
    clock.now += 10
    assert feed.news()["drawn"] == {}
    assert drawn == [100.0]


def test_the_whole_page_is_asked_for_when_it_is_over(clock):
    feed, ends = Feed(), [False, True]
    feed.move(RATES, until=lambda: ends.pop(0))
    assert [feed.news()["whole"], feed.news()["whole"]] == [False, True]


def test_what_was_begun_for_an_older_page_has_a_lower_number_than_the_new_page(clock):
    feed, page = Feed(), []

    def slow():
        feed.clear()
        page.append(new_number())
        return {}

    feed.add("loss", slow, often="watched")
    feed.move(RATES, until=lambda: False)
    assert feed.news()["drawn"]["loss"]["number"] < page[0]


TAPE = "0123456789abcdef" * 2


def test_a_wish_is_heeded_and_answered_at_once_with_what_is_watched_and_studied_also_while_a_page_is_drawn(clock):
    feed, heeded = Feed(), []

    def heed(wish):
        heeded.append(wish)
        feed.move(RATES, until=lambda: False)

    assert feed.grant(Wish(TAPE, 7)) == {"drawn": {}, "whole": False, "every_s": None}
    feed.take_wishes(heed)
    feed.clear()
    for key, often in (("numbers", "watched"), ("weights", "studied"), ("table", "read"), ("map", "worked_out")):
        feed.add(key, lambda: {"heeded": len(heeded)}, often=often)
    for n in (1, 2):
        answer = feed.grant(Wish(TAPE, n))
        assert {key: one["heeded"] for key, one in answer["drawn"].items()} == {"numbers": n, "weights": n}
        assert answer["every_s"] == 1.0
    assert [wish.epoch for wish in heeded] == [1, 2]
    assert set(feed.news()["drawn"]) == {"table", "map"}


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"tape": TAPE},
        {"tape": TAPE, "epoch": ""},
        {"tape": TAPE, "epoch": "-1"},
        {"tape": TAPE, "epoch": "1.5"},
        {"tape": TAPE, "epoch": "1e3"},
        {"tape": TAPE, "epoch": " 3"},
        {"tape": TAPE, "epoch": "٣"},
        {"tape": TAPE, "epoch": "9" * 10},
        {"tape": "another", "epoch": "3"},
        {"tape": TAPE + "0", "epoch": "3"},
    ],
)
def test_what_is_no_epoch_of_a_tape_is_no_wish_and_is_refused(sent):
    feed = Feed()
    assert wish_of(sent) is None
    assert server.playhead(SimpleNamespace(headers={"X-Feed": feed.token}, query_params=sent)).status_code == 400


def test_the_deck_heeds_wishes_about_its_own_tape_while_that_stands_still(app):
    session = app.switch_page("deck/page.py").run().session_state["session"]
    tape = session.tape
    session.feed.clear()  # what is drawn is another matter

    def wish(epoch, of=tape.id):
        request = {"tape": of, "epoch": str(epoch)}
        answer = server.playhead(SimpleNamespace(headers={"X-Feed": session.feed.token}, query_params=request))
        assert answer.status_code == 200
        return tape.looked_at

    tape.hear(progress(tape, epoch=9))
    assert [wish(4), wish(3), wish(5, of=TAPE), wish(999999999)] == [4, 3, 3, 9]
    tape.play(session.settings, pace=None)
    assert wish(4) == 9


def progress(tape, *, epoch):
    """What a trainer says that has come to this epoch."""
    scores = np.ones((epoch, 1), np.float32)
    snapshot = msgspec.structs.replace(at_weights({}, epoch=epoch), scores=np.ones((1, 1), np.float32))
    return Progress(
        run=tape.id,
        settings=tape.settings,
        first_epoch=0,
        scores=scores,
        snapshot=snapshot,
        playing=False,
        diverged_at=None,
        stopped_at=None,
    )


def test_without_a_token_nothing_can_be_wished_for():
    wish = {"tape": TAPE, "epoch": "3"}
    assert wish_of(wish) == Wish(TAPE, 3)
    assert server.playhead(SimpleNamespace(headers={"X-Feed": "another"}, query_params=wish)).status_code == 404


def test_a_token_leads_to_its_own_feed_and_nowhere_once_the_visitor_has_gone():
    first, second = Feed(), Feed()
    assert feed_of(first.token) is first
    assert feed_of(second.token) is second
    token = first.token
    del first
    assert feed_of(token) is None
    assert feed_of(None) is None


@pytest.mark.parametrize("headers", [{}, {"X-Feed": ""}, {"X-Feed": "another"}])
def test_without_a_token_there_is_nothing_to_be_had(headers):
    assert server.feed(SimpleNamespace(headers=headers)).status_code == 404


def test_the_deck_s_charts_and_numbers_move_and_those_of_a_page_left_do_not(app):
    session = app.switch_page("deck/page.py").run().session_state["session"]
    answer = server.feed(SimpleNamespace(headers={"X-Feed": session.feed.token}))
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.status_code == 200
    everything = Rates(0, 0, 0, 0)
    session.feed.move(everything, until=lambda: False)
    drawn = session.feed.news()["drawn"]
    charts = {"loss_chart", "decision_chart", "W1_chart", "W2_chart"}
    moving = {"numbers_row", "status", "scrub", "playhead", "diagnosis", "asks_predictions", "report", "tab"}
    assert set(drawn) == charts | moving
    assert drawn["loss_chart"]["figure"]["data"]
    app.switch_page("data/page.py").run()
    session.feed.move(everything, until=lambda: False)
    assert set(session.feed.news()["drawn"]) == {"tab"}

"""The keeper: what is acknowledged is in the store before it is said; one page owns what is under a secret."""

import json
import logging

import numpy as np
import pytest

from nets.data.datasets.samples import FOLDER
from nets.saved.document import document_from
from nets.saved.keeper import VARIABLE, Keeper
from nets.saved.store import Store
from nets.settings import Settings
from nets.workspace.workspace import OWN_FILE
from tests.processes.processes import wait_until
from tests.saved.disk import Disk
from tests.saved.works import deck, train


class Page:
    """A page with a deck, as a session is one."""

    def __init__(self, keeper):
        self.deck = deck()
        self.deck.follow(Settings())
        self.was_taken = 0
        self.saver = keeper.saver(lambda: self.deck.work, self.take)

    def take(self):
        self.was_taken += 1


@pytest.fixture
def disk(monkeypatch):
    return Disk(monkeypatch)


@pytest.fixture
def keeper(disk, tmp_path, monkeypatch):
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setattr("nets.saved.keeper.TICK_S", 3600.0)
    monkeypatch.setattr("nets.saved.keeper.AGAIN_S", 0.0)
    keeper = Keeper(tmp_path / "visits")
    yield keeper
    keeper.close()


@pytest.fixture
def page(keeper):
    return Page(keeper)


def in_store(tmp_path, secret):
    """What another process finds there."""
    found = Store(tmp_path / "visits").copy(secret, "x" * 32)
    return found and document_from(found.document)


def test_a_page_on_which_nothing_was_done_is_not_kept(page, tmp_path):
    page.saver.capture()
    page.saver.save_if_new()
    assert in_store(tmp_path, page.saver.secret) is None


def test_an_upload_and_an_edit_are_kept_at_once(page, tmp_path):
    page.deck.take((FOLDER / "iris.csv").read_bytes(), name="iris.csv")
    page.deck.choose(OWN_FILE)
    page.saver.capture()
    assert in_store(tmp_path, page.saver.secret).files[-1].name == "iris.csv"
    cells = page.deck.table.cells.copy()
    cells.iloc[3, 1] = "77"
    page.deck.edit(cells)
    page.saver.capture()
    assert len(in_store(tmp_path, page.saver.secret).undo) == 1


def test_a_tape_that_has_come_to_rest_is_kept_before_that_is_said(page, tmp_path):
    page.saver.capture()
    train(page.deck.tape, 30)
    page.saver.acknowledge(page.deck.tape)
    assert in_store(tmp_path, page.saver.secret).runs[-1].tape.moment.epoch == 30
    train(page.deck.tape, 5)
    page.saver.acknowledge(page.deck.tape)
    assert in_store(tmp_path, page.saver.secret).runs[-1].tape.moment.epoch == 35


def test_what_is_acknowledged_once_is_written_once(page, monkeypatch):
    page.saver.capture()
    train(page.deck.tape, 3)
    page.saver.acknowledge(page.deck.tape)
    monkeypatch.setattr(Store, "write", lambda *_: pytest.fail("written again"))
    page.saver.acknowledge(page.deck.tape)
    page.saver.capture()
    page.saver.save_if_new()


def test_what_plays_and_what_is_looked_at_is_kept_as_time_passes(tmp_path, monkeypatch):
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setattr("nets.saved.keeper.TICK_S", 0.01)
    keeper = Keeper(tmp_path / "visits")
    page = Page(keeper)
    train(page.deck.tape, 40)
    wait_until(lambda: in_store(tmp_path, page.saver.secret), what="the epochs are kept")
    page.deck.tape.look_at(7)
    wait_until(
        lambda: in_store(tmp_path, page.saver.secret).runs[-1].tape.looked_at == 7, what="the epoch looked at is kept"
    )
    keeper.close()


def test_a_page_loaded_anew_has_all_and_the_old_one_writes_no_more(keeper, page, tmp_path):
    page.saver.capture()
    train(page.deck.tape, 30)
    anew = Page(keeper)  # what was new on the old page is kept first
    opened = anew.saver.open(page.saver.secret, is_copy=False, from_=keeper)
    assert opened.work.deck[0].tape.recorded().start.epoch == 30
    assert page.was_taken == 1
    anew.deck.take_up_work(opened.work)
    train(page.deck.tape, 5)
    page.saver.save_if_new()
    page.saver.acknowledge(page.deck.tape)
    assert in_store(tmp_path, anew.saver.secret).runs[-1].tape.moment.epoch == 30


def test_a_page_that_goes_on_though_another_has_taken_over_has_a_secret_of_its_own(keeper, page, tmp_path):
    train(page.deck.tape, 30)
    page.saver.capture()
    first = page.saver.secret
    Page(keeper).saver.open(first, is_copy=False, from_=keeper)
    train(page.deck.tape, 5)
    page.saver.capture()
    assert page.saver.secret != first
    assert in_store(tmp_path, page.saver.secret).runs[-1].tape.moment.epoch == 35
    assert in_store(tmp_path, first).runs[-1].tape.moment.epoch == 30


def test_a_copied_tab_has_all_under_a_secret_of_its_own(keeper, page, tmp_path):
    train(page.deck.tape, 30)
    page.saver.capture()
    copied = Page(keeper)
    opened = copied.saver.open(page.saver.secret, is_copy=True, from_=keeper)
    copied.deck.take_up_work(opened.work)
    assert page.was_taken == 0
    assert copied.saver.secret != page.saver.secret
    train(copied.deck.tape, 5)
    copied.saver.capture()
    copied.saver.save_if_new()
    train(page.deck.tape, 1)
    page.saver.acknowledge(page.deck.tape)
    assert in_store(tmp_path, copied.saver.secret).runs[-1].tape.moment.epoch == 35
    assert in_store(tmp_path, page.saver.secret).runs[-1].tape.moment.epoch == 31


def test_what_was_thrown_out_to_make_room_is_written_whole_again(keeper, page, tmp_path):
    train(page.deck.tape, 30)
    page.saver.capture()
    keeper.store.forget(page.saver.secret)
    train(page.deck.tape, 5)
    page.saver.acknowledge(page.deck.tape)
    opened = Page(keeper).saver.open(page.saver.secret, is_copy=False, from_=keeper)
    np.testing.assert_array_equal(opened.work.deck[0].tape.recorded().start.scores, page.deck.tape.view().scores)


def test_a_disk_that_refuses_is_said_the_app_goes_on_and_what_was_missed_is_kept_later(disk, page, tmp_path):
    train(page.deck.tape, 30)
    page.saver.capture()
    disk.leave(0)
    page.deck.take(b"y,x\n" + b"a,1\nb,2\n" * 20_000, name="large.csv")
    page.deck.choose(OWN_FILE)
    page.saver.capture()
    assert "disk of this server is full" in page.saver.problem
    disk.leave(10_000)
    assert in_store(tmp_path, page.saver.secret).own is None
    page.saver.save_if_new()
    assert page.saver.problem is None
    assert in_store(tmp_path, page.saver.secret).files[-1].name == "large.csv"


def test_a_disk_that_refuses_is_not_asked_all_the_time(disk, page, monkeypatch):
    monkeypatch.setattr("nets.saved.keeper.AGAIN_S", 3600.0)
    train(page.deck.tape, 30)
    page.saver.capture()
    disk.leave(0)
    page.deck.take(b"y,x\n" + b"a,1\nb,2\n" * 20_000, name="large.csv")
    page.deck.choose(OWN_FILE)
    page.saver.capture()
    monkeypatch.setattr(Store, "write", lambda *_: pytest.fail("asked again"))
    page.saver.capture()
    page.saver.acknowledge(page.deck.tape)


def test_no_log_has_a_secret(disk, page, caplog):
    with caplog.at_level(logging.DEBUG):
        train(page.deck.tape, 3)
        page.saver.capture()
        disk.leave(0)
        page.deck.take(b"y,x\n" + b"a,1\nb,2\n" * 20_000, name="large.csv")
        page.deck.choose(OWN_FILE)
        page.saver.capture()
    assert "full" in caplog.text
    assert page.saver.secret not in caplog.text


def test_off_keeps_nothing(tmp_path, monkeypatch):
    monkeypatch.setenv(VARIABLE, "off")
    keeper = Keeper(tmp_path / "visits")
    page = Page(keeper)
    train(page.deck.tape, 3)
    page.saver.capture()
    page.saver.acknowledge(page.deck.tape)
    assert page.saver.open("x" * 32, is_copy=False, from_=keeper) is None
    assert page.saver.secret == "x" * 32  # under which a server before may have kept something
    assert not list(tmp_path.iterdir())
    assert page.saver.problem is None


def test_a_document_is_json_that_says_what_it_is(keeper, page):
    train(page.deck.tape, 3)
    page.saver.capture()
    told = json.loads(keeper.store.take_over(page.saver.secret).document)
    assert (told["format"], told["version"]) == ("tape-deck", 1)

"""The store on disk: what was written is there, for who has the secret and for nobody else."""

import os
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from nets.errors import Code, DataError
from nets.saved.keeper import new_secret
from nets.saved.store import NAME, Store, StoreError
from tests.saved.disk import Disk, fill, small_disk

DAY_S = 24 * 3600
MINE, OTHERS, THIRD = new_secret(), new_secret(), new_secret()


def put(store, secret, document=b"{}", *, owner=1, **parts):
    return store.write(secret, owner, document, tuple(parts), lambda digest: parts[digest])


@pytest.fixture
def store(tmp_path):
    store = Store(tmp_path / "visits")
    yield store
    store.close()


def on_disk(store_folder):
    return b"".join(path.read_bytes() for path in store_folder.iterdir())


def test_what_was_written_is_there_after_a_restart(tmp_path):
    put(Store(tmp_path), MINE, b"document", a=b"array")
    store = Store(tmp_path)
    assert store.take_over(MINE).document == b"document"
    assert store.content("a") == b"array"


def test_a_secret_opens_what_is_its_own_and_a_guessed_old_or_foreign_one_nothing(store):
    put(store, MINE, b"mine")
    put(store, OTHERS, b"others")
    assert store.take_over(MINE).document == b"mine"
    store.forget(OTHERS)
    for wrong in (OTHERS, new_secret(), "", MINE[:-1], MINE + "A", MINE.lower(), "%", "' or 1=1 --", "x" * 10**6):
        assert store.take_over(wrong) is None
        assert store.copy(wrong, new_secret()) is None
        assert store.copy_remembered(wrong, new_secret()) is None


def test_the_disk_has_no_secret(store, tmp_path):
    put(store, MINE)
    store.remember(MINE, OTHERS)
    content = on_disk(tmp_path / "visits")
    assert MINE.encode() not in content
    assert OTHERS.encode() not in content


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_the_folder_is_its_owner_s_alone_also_one_that_was_there(tmp_path):
    tmp_path.chmod(0o777)
    Store(tmp_path)
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o700


def test_who_has_taken_over_owns_it_and_the_one_before_writes_no_more(store):
    put(store, MINE, b"1")
    found = store.take_over(MINE)
    assert not put(store, MINE, b"late", owner=1)
    assert put(store, MINE, b"2", owner=found.owner)
    assert store.take_over(MINE).document == b"2"


def test_a_copy_goes_its_own_way(store):
    put(store, MINE, b"mine", a=b"array")
    copied = store.copy(MINE, OTHERS)
    assert copied.document == b"mine"
    put(store, OTHERS, b"changed", owner=copied.owner, b=b"another")
    assert store.take_over(MINE).document == b"mine"
    assert store.content("a") == b"array"
    put(store, MINE, b"mine too", owner=2)
    with pytest.raises(DataError):
        store.content("a")


def test_the_same_array_is_held_once_and_as_long_as_anybody_has_it(store):
    array = b"x" * 100_000
    put(store, MINE, a=array)
    put(store, OTHERS, a=array)
    assert store.n_bytes < 150_000
    store.forget(MINE)
    assert store.content("a") == array
    store.forget(OTHERS)
    assert store.n_bytes == 0


def test_only_arrays_that_are_not_there_are_asked_for(store):
    put(store, MINE, a=b"1", b=b"2")
    asked = []
    store.write(MINE, 1, b"{}", ("a", "b", "c"), lambda digest: asked.append(digest) or b"3")
    assert asked == ["c"]


def test_what_was_forgotten_is_nowhere_on_the_disk(store, tmp_path):
    put(store, MINE, b"a document to forget" * 500, a=b"an array to forget" * 5000)
    store.forget(MINE)
    content = on_disk(tmp_path / "visits")
    assert b"to forget" not in content
    assert store.take_over(MINE) is None


def test_after_a_day_it_is_gone(tmp_path, monkeypatch):
    store = Store(tmp_path)
    put(store, MINE, a=b"1")
    put(store, OTHERS, b=b"2")
    now = time.time()
    monkeypatch.setattr("nets.saved.store.time.time", lambda: now + DAY_S - 60)
    store.touch(OTHERS)
    monkeypatch.setattr("nets.saved.store.time.time", lambda: now + DAY_S + 60)
    assert store.take_over(MINE) is None  # also before it is tidied
    store.tidy()
    assert store.take_over(OTHERS)
    with pytest.raises(DataError):
        store.content("a")


def test_what_was_not_used_for_longest_makes_room(tmp_path):
    store = Store(tmp_path, most_bytes=250_000)
    for secret, digest in ((MINE, "a"), (OTHERS, "b")):
        put(store, secret, **{digest: bytes(100_000)})
    store.take_over(MINE)
    put(store, THIRD, c=bytes(100_000))
    assert store.take_over(OTHERS) is None
    assert store.take_over(MINE)
    assert store.take_over(THIRD)


def test_one_visitor_s_things_that_are_too_many_are_refused_and_all_that_is_there_stays(tmp_path):
    store = Store(tmp_path, most_bytes=150_000)
    put(store, MINE, b"before", a=bytes(100_000))
    put(store, OTHERS, b"others")
    with pytest.raises(StoreError, match="more than the 0 MB"):
        put(store, MINE, b"after", b=bytes(200_000))
    assert store.take_over(MINE).document == b"before"
    assert store.take_over(OTHERS)


def test_a_second_secret_leads_to_a_copy_until_it_is_forgotten(store):
    put(store, MINE, b"mine")
    store.remember(MINE, OTHERS)
    assert store.is_remembered(OTHERS)
    assert store.leads_to(OTHERS, MINE)
    assert store.copy_remembered(OTHERS, THIRD).document == b"mine"
    store.forget_second(OTHERS)
    assert store.copy_remembered(OTHERS, THIRD) is None
    store.remember(MINE, OTHERS)
    store.forget(MINE)
    assert not store.is_remembered(OTHERS)


def test_a_full_disk_is_said_and_what_was_there_stays(tmp_path, monkeypatch):
    disk, store = Disk(monkeypatch), Store(tmp_path)
    put(store, MINE, b"before", a=bytes(50_000))
    disk.leave(2)
    with pytest.raises(StoreError, match="disk of this server is full") as refusal:
        put(store, MINE, b"after", b=bytes(500_000))
    assert refusal.value.code == Code.DISK_FULL
    assert store.take_over(MINE).document == b"before"
    disk.leave(10_000)
    assert put(store, MINE, b"after", owner=2, b=bytes(500_000))


@pytest.mark.parametrize("end", ["store.close()", "os.kill(os.getpid(), signal.SIGKILL)"], ids=["ended", "killed"])
def test_a_server_that_begins_on_a_full_disk_hands_out_what_was_kept(tmp_path, end):
    with small_disk(tmp_path):
        write = f"""
import os, signal, sys
from pathlib import Path
from nets.saved.store import Store
store = Store(Path(sys.argv[1]))
store.write(sys.argv[2], 1, b"document", ("a",), lambda digest: b"array")
{end}
"""
        root = Path(__file__).parents[2]
        subprocess.run([sys.executable, "-c", write, str(tmp_path), MINE], cwd=root, check=False)
        fill(tmp_path / "full")
        store = Store(tmp_path)
        assert store.take_over(MINE).document == b"document"
        assert store.copy(MINE, OTHERS).document == b"document"
        assert store.content("a") == b"array"
        with pytest.raises(StoreError, match="disk of this server is full"):
            put(store, THIRD, b=bytes(500_000))
        (tmp_path / "full").unlink()
        found = store.take_over(MINE)
        assert put(store, MINE, b"later", owner=found.owner)
        assert store.take_over(MINE).document == b"later"
        store.close()


def test_a_server_that_begins_on_a_full_disk_keeps_what_comes_once_there_is_room(tmp_path):
    with small_disk(tmp_path):
        fill(tmp_path / "full")
        store = Store(tmp_path)
        with pytest.raises(StoreError, match="disk of this server is full"):
            put(store, MINE)
        (tmp_path / "full").unlink()
        assert put(store, MINE, b"document")
        assert store.take_over(MINE).document == b"document"
        store.close()


def test_a_file_that_is_no_store_is_begun_anew(tmp_path):
    (tmp_path / NAME).write_bytes(b"this is no database" * 1000)
    store = Store(tmp_path)
    assert put(store, MINE, b"document")
    assert store.take_over(MINE).document == b"document"


def test_a_file_in_place_of_the_folder_is_said(tmp_path):
    (tmp_path / "visits").write_text("")
    with pytest.raises(StoreError, match="cannot keep anything on its disk"):
        Store(tmp_path / "visits")


def test_two_servers_share_it(tmp_path):
    one, two = Store(tmp_path), Store(tmp_path)
    put(one, MINE, b"1")
    put(two, OTHERS, b"2")
    found = two.take_over(MINE)
    assert not put(one, MINE, b"late")
    assert put(two, MINE, b"3", owner=found.owner)
    assert one.take_over(MINE).document == b"3"


WRITER = """
import sys
from pathlib import Path
from nets.saved.store import Store
store = Store(Path(sys.argv[1]))
for n in range(10**6):
    array = bytes([n % 256]) * (n % 7 * 40_000)
    store.write(sys.argv[2], 1, str(n).encode(), (f"a{n}", "always"), lambda digest: array)
    print(n, flush=True)
"""


@pytest.mark.parametrize("n_lines", [1, 2, 3, 5, 8, 40])
def test_what_was_said_to_be_written_is_there_after_the_process_was_killed(tmp_path, n_lines):
    root = Path(__file__).parents[2]
    with subprocess.Popen([sys.executable, "-c", WRITER, tmp_path, MINE], stdout=subprocess.PIPE, cwd=root) as writer:
        for _ in range(n_lines):
            writer.stdout.readline()
        writer.send_signal(signal.SIGKILL if os.name != "nt" else signal.SIGTERM)
        said = n_lines - 1 + len(writer.stdout.read().splitlines())
    store = Store(tmp_path)
    n = int(store.take_over(MINE).document)
    assert n >= said
    assert store.content(f"a{n}") == bytes([n % 256]) * (n % 7 * 40_000)
    assert sqlite3.connect(tmp_path / NAME).execute("pragma integrity_check").fetchone() == ("ok",)

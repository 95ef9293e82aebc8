"""Compiled code on disk: found again by the next process, and never a reason to fail."""

import os
import subprocess
import sys

import pytest

from nets.training.engine import compile_cache
from nets.training.engine.compile_cache import FLAG, VARIABLE, CompileCache

PROGRAM = """
import sys
from pathlib import Path
from nets.training.engine.compile_cache import CompileCache
from nets.training.engine.xla_flags import set_flags
set_flags()
cache = CompileCache(Path(sys.argv[1]))
cache.use()
import tensorflow as tf
from nets.training.engine.compile import CompiledFunction
print(CompiledFunction(lambda x: tf.reduce_sum(tf.sin(x) * 3))(tf.range(1000.0)).numpy().tobytes().hex())
cache.publish()
"""


@pytest.fixture(autouse=True)
def variables(monkeypatch):
    """Each test begins without TensorFlow's own directory, and leaves the variables as they were."""
    monkeypatch.setenv(VARIABLE, "")
    monkeypatch.setenv("TF_CPP_MIN_LOG_LEVEL", "3")


def own_directory():
    """Where TensorFlow is told to look."""
    return next(flag for flag in os.environ[VARIABLE].split() if flag.startswith(FLAG)).partition("=")[2]


def in_use(store):
    os.environ[VARIABLE] = ""
    cache = CompileCache(store)
    cache.use()
    return cache, own_directory()


def stored(store):
    return sorted(path.name for path in store.glob("*/*.pb"))


def write(own, name, content=b"code"):
    with open(f"{own}/{name}", "wb") as file:
        file.write(content)


def test_a_second_process_gets_what_the_first_compiled(tmp_path):
    def run():
        found = subprocess.run([sys.executable, "-c", PROGRAM, tmp_path], capture_output=True, text=True, check=True)
        return found.stdout, stored(tmp_path)

    first, kept = run()
    assert kept
    assert run() == (first, kept)  # the same bits, and nothing compiled that was not there


def test_what_was_published_is_there_for_the_next(tmp_path):
    cache, own = in_use(tmp_path)
    write(own, "one.pb")
    cache.publish()
    _, another = in_use(tmp_path)
    assert another != own
    assert os.listdir(another) == ["one.pb"]


def test_a_damaged_file_is_a_miss_and_goes(tmp_path):
    cache, own = in_use(tmp_path)
    write(own, "one.pb")
    write(own, "two.pb")
    cache.publish()
    damaged = next(path for path in tmp_path.glob("*/*-one.pb"))
    damaged.write_bytes(b"co")
    _, another = in_use(tmp_path)
    assert os.listdir(another) == ["two.pb"]
    assert not damaged.exists()


def test_two_writers_of_one_file_leave_it_whole(tmp_path):
    writers = [in_use(tmp_path) for _ in range(2)]
    for _, own in writers:
        write(own, "one.pb")
    for cache, _ in writers:
        cache.publish()
    assert len(stored(tmp_path)) == 1
    _, own = in_use(tmp_path)
    assert os.listdir(own) == ["one.pb"]


def test_what_is_closed_is_stored_and_its_directory_gone(tmp_path):
    cache, own = in_use(tmp_path)
    write(own, "one.pb")
    cache.close()
    assert [name.partition("-")[2] for name in stored(tmp_path)] == ["one.pb"]
    assert not os.path.exists(own)


def test_other_flags_are_another_kind(tmp_path, monkeypatch):
    cache, own = in_use(tmp_path)
    write(own, "one.pb")
    cache.publish()
    monkeypatch.setenv("XLA_FLAGS", "--xla_cpu_prefer_vector_width=128")
    _, another = in_use(tmp_path)
    assert os.listdir(another) == []


def test_the_oldest_go_to_make_room(tmp_path, monkeypatch):
    monkeypatch.setattr(compile_cache, "MOST_BYTES", 25)
    cache, own = in_use(tmp_path)
    for number, name in enumerate(("a.pb", "b.pb", "c.pb")):
        write(own, name, content=b"0123456789")
        cache.publish()
        for path in tmp_path.glob(f"*/*-{name}"):
            os.utime(path, (number, number))
    write(own, "d.pb", content=b"0123456789")
    cache.publish()
    assert sorted(name.partition("-")[2] for name in stored(tmp_path)) == ["c.pb", "d.pb"]


def test_where_nothing_can_be_kept_all_is_compiled(tmp_path, caplog):
    (tmp_path / "file").write_text("no folder")
    cache = CompileCache(tmp_path / "file")
    cache.use()
    cache.publish()
    assert FLAG not in os.environ[VARIABLE]
    assert "Compiled code is not kept" in caplog.text


def test_a_directory_that_somebody_has_set_stays(tmp_path, monkeypatch):
    monkeypatch.setenv(VARIABLE, f"{FLAG}=/elsewhere")
    CompileCache(tmp_path).use()
    assert os.environ[VARIABLE] == f"{FLAG}=/elsewhere"

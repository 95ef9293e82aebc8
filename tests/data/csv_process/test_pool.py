"""Files read in a process of their own: the same tables and refusals, and nothing that a file can harm."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from nets.data.csv.parse import read
from nets.data.csv_process import pool as readers_module
from nets.data.csv_process.pool import ReaderPool
from nets.data.datasets.samples import FOLDER, SAMPLES
from nets.data.limits import MAX_BYTES, MAX_COLUMNS
from nets.data.read_options import Reading
from nets.errors import DataError
from tests.processes.processes import alive, children, wait_until

ROOT = Path(__file__).parents[3]
SAMPLE = (FOLDER / "iris.csv").read_bytes()


@pytest.fixture(scope="module")
def readers():
    readers = ReaderPool()
    yield readers
    readers.close()


@pytest.fixture
def begin(monkeypatch):
    """Starts readers that run this program in place of the reader's own."""
    started = []

    def begin(program: str) -> ReaderPool:
        monkeypatch.setattr(readers_module, "COMMAND", (sys.executable, "-c", program))
        started.append(ReaderPool())
        return started[-1]

    yield begin
    for readers in started:
        readers.close()


def same(one, other) -> bool:
    told = [
        (t.name, t.columns, t.encoding, t.form, t.delimiter, t.header, t.notes, t.sha256, t.reading)
        for t in (one, other)
    ]
    lines = [None if t.lines is None else list(t.lines) for t in (one, other)]
    return told[0] == told[1] and one.cells.equals(other.cells) and lines[0] == lines[1]


FILES = {
    **{sample.file: (FOLDER / sample.file).read_bytes() for sample in SAMPLES},
    "lines that lack": b'y,x\na,1\n\n"b\nc",2\n# no\nd,3\n',
    "cp1252": "größe;x\nä;1,5\nö;2,5\n".encode("cp1252"),
    "columns of JSON": b'{"y":["a","b","a"],"x":[1,2.5,null]}',
    "JSON": b'[{"y":"a","x":1},\n{"y":"b","x":2}]',
    "empty cells": b"y,x,z\na,,\n,1,\nb,,2\n",
    "wide": b",".join(b"c%d" % n for n in range(3000)) + b"\n" + b",".join([b"1"] * 3000) + b"\n",
    "many": b"y,x,z\n" + b"".join(b"%d,text number %d,\n" % (n % 2, n) for n in range(100_000)),
}


@pytest.mark.parametrize("kind", FILES)
def test_a_table_is_the_same_wherever_it_was_read(readers, kind):
    assert same(readers.read(FILES[kind], name=kind), read(FILES[kind], name=kind))


def test_what_was_said_about_the_reading_is_heard(readers):
    said = Reading(header=False, delimiter=",", comment="", decimal=".", day_first=True, skip=1)
    assert same(readers.read(SAMPLE, name="a.csv", reading=said), read(SAMPLE, name="a.csv", reading=said))


@pytest.mark.parametrize("raw", [b"", b"\x1f\x8b\x08\x00", b"y,x\n", b"y,x\n" + b"a,1\n" * (20 * 2**18 + 1)])
def test_a_refusal_is_the_same_wherever_it_was_read(readers, raw):
    with pytest.raises(DataError) as there:
        readers.read(raw, name="a.csv")
    with pytest.raises(DataError) as here:
        read(raw, name="a.csv")
    assert (there.value.code, there.value.sentence) == (here.value.code, here.value.sentence)


def test_files_at_the_same_time_do_not_mix(readers):
    found = {}

    def take(number: int) -> None:
        found[number] = readers.read(b"y,x\n" + b"a,%d\n" % number * 1000, name=str(number))

    threads = [threading.Thread(target=take, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(set(found[number].cells["x"]) == {str(number)} for number in range(8))


def test_a_file_that_kills_its_reader_is_refused_and_the_next_one_is_read(begin, monkeypatch):
    readers = begin("import os, sys; sys.stdin.buffer.read(1); os.abort()")
    monkeypatch.undo()
    with pytest.raises(DataError, match="broke off") as refusal:
        readers.read(SAMPLE, name="a.csv")
    assert refusal.value.code == "broke-off"
    assert readers.read(SAMPLE, name="a.csv").n_rows == 150


def test_a_file_that_takes_too_long_is_given_up(begin, monkeypatch):
    others = processes()
    readers = begin("import time; time.sleep(1000)")
    (late,) = processes() - others
    monkeypatch.setattr(readers_module, "LIMIT_S", 0.2)
    with pytest.raises(DataError, match="took more than") as refusal:
        readers.read(SAMPLE, name="a.csv")
    assert refusal.value.code == "too-slow"
    assert not alive(late)


@pytest.mark.skipif(sys.platform != "linux", reason="memory is bounded on Linux only")
def test_a_file_that_takes_too_much_memory_is_refused(begin):
    readers = begin("from nets.data.csv_process import worker; worker.MOST_BYTES = 2**23; worker.main()")
    with pytest.raises(DataError) as refusal:
        readers.read(b"y,x,z\n" + b"a,1,2\n" * 900_000, name="a.csv")
    assert refusal.value.code in ("too-much", "broke-off")
    assert readers.read(SAMPLE, name="a.csv").n_rows == 150


def test_what_a_reader_prints_is_no_answer(begin):
    noisy = "worker.parsed = lambda *a, **k: (os.write(1, b'noise'), parsed(*a, **k))[1]"
    readers = begin(
        f"import os; from nets.data.csv_process import worker; parsed = worker.parsed; {noisy}; worker.main()"
    )
    assert readers.read(SAMPLE, name="a.csv").n_rows == 150


def large(cell: str, delimiter: str, n_columns: int) -> bytes:
    """A file of almost as many bytes as are allowed, its cells digits written as `cell` says."""
    row = delimiter.join([cell] * n_columns) + "\n"
    n_rows = MAX_BYTES // len(row) - 1
    digits = np.random.default_rng(1).integers(ord("0"), ord("9") + 1, (n_rows, n_columns), dtype=np.uint8)
    text = np.tile(np.frombuffer(row.encode(), dtype=np.uint8), (n_rows, 1))
    text[:, np.frombuffer(row.encode(), dtype=np.uint8) == ord("0")] = digits
    return delimiter.join(f"x{n}" for n in range(n_columns)).encode() + b"\n" + text.tobytes()[: -len(row)]


def processes() -> set[int]:
    """The processes that this one has started and that still run."""
    return {pid for pid, _ in children(os.getpid())}


def megabytes(pid: int, field: str) -> float:
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return int(status.split(f"{field}:")[1].split()[0]) / 1024


@pytest.mark.skipif(sys.platform != "linux", reason="what a process takes is read from /proc")
@pytest.mark.parametrize(
    ("cell", "delimiter", "n_columns"),
    [("0", ",", 11), ('"0"', ", ", 6), ("12.70", ",", MAX_COLUMNS), ('"text\n0"', ",", 3)],
    ids=["one character", "quotes with blanks", "most columns", "newlines in cells"],
)
def test_a_large_file_takes_its_reader_at_most_four_times_its_size(begin, monkeypatch, cell, delimiter, n_columns):
    monkeypatch.setattr(readers_module, "LIMIT_S", 300.0)  # it is memory that is asked about
    raw = large(cell, delimiter, n_columns)
    others = processes()
    readers = begin("from nets.data.csv_process.worker import main; main()")
    readers.read(SAMPLE, name="a.csv")
    (reader,) = processes() - others
    before = megabytes(reader, "VmRSS")
    readers.read(raw, name="a.csv")
    assert megabytes(reader, "VmHWM") - before < 4 * len(raw) / 2**20
    assert megabytes(reader, "VmRSS") - before < 0.5 * len(raw) / 2**20


def test_a_reader_ends_with_its_server():
    """Even with one that is killed."""
    program = "from nets.data.csv_process.pool import ReaderPool; import time; r = ReaderPool(); "
    program += "r.read(b'y,x\\na,1\\nb,2\\n', name='a.csv'); print('read', flush=True); time.sleep(1000)"
    with subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE) as server:
        assert server.stdout.readline() == b"read\n"
        ((reader, _),) = children(server.pid)
        server.kill()
    wait_until(lambda: not alive(reader), what="the reader ended too")

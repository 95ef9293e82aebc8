"""Messages over the standard streams of a process: the same records as over a socket, and an end that is heard."""

import os

import numpy as np
import pytest
from msgspec import Struct

from nets.processes.pipe import Pipe
from nets.processes.serialization import LARGE, receive, send


class Sent(Struct):
    text: str
    numbers: np.ndarray


@pytest.fixture
def ends():
    """Both ends of a pipe that is heard where it is said."""
    heard, said = os.pipe()
    with os.fdopen(heard, "rb") as hears, os.fdopen(said, "wb") as says:
        yield hears, says


def test_a_record_and_what_follows_it_arrive_in_order(ends):
    pipe, numbers = Pipe(*ends), np.arange(7.0)
    send(pipe, Sent("first", numbers))
    pipe.send_bytes(memoryview(np.arange(3, dtype=np.int32)))
    pipe.send_bytes(b"")
    received = receive(pipe, Sent)
    assert (received.text, received.numbers.tolist()) == ("first", numbers.tolist())
    assert np.frombuffer(pipe.recv_bytes(), dtype=np.int32).tolist() == [0, 1, 2]
    assert pipe.recv_bytes() == b""


def test_a_large_array_arrives_bit_for_bit(tmp_path):
    numbers = np.random.default_rng(1).standard_normal((LARGE, 3))
    path = tmp_path / "said"
    with path.open("wb") as says, path.open("rb") as hears:
        send(Pipe(hears, says), Sent("large", numbers))
        received = receive(Pipe(hears, says), Sent)
    assert np.array_equal(received.numbers, numbers)
    assert path.stat().st_size < numbers.nbytes + 200


def test_the_end_of_the_other_side_is_no_message(ends):
    hears, says = ends
    says.write(b"\0\0\0\0\0\0\0\x09half")
    says.close()
    pipe = Pipe(hears, says)
    for _ in range(2):
        with pytest.raises(EOFError):
            pipe.recv_bytes()

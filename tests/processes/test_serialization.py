"""Messages between processes: every bit arrives, and what is no message is refused."""

import json
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import Pipe

import msgspec
import numpy as np
import pytest

from nets.data.columns.numeric import values_of
from nets.processes.serialization import LARGE, decode, encode, receive, send
from nets.settings import Settings
from nets.training.protocol.examples import Examples
from nets.training.protocol.messages import (
    Drop,
    EvaluateAt,
    Evaluated,
    Failed,
    FromTrainer,
    Go,
    Load,
    Progress,
    Ready,
    ToTrainer,
)
from nets.training.protocol.snapshot import Snapshot

SHAPES = [(), (0,), (1,), (3, 0, 2), (7,), (2, 3, 4)]
DTYPES = ["?", "<i1", "<u2", "<i4", ">i4", "<i8", "<f2", "<f4", ">f4", "<f8", "<c8"]


class Letter(msgspec.Struct, frozen=True):
    array: np.ndarray


def same(one, other):
    return (one.dtype, one.shape, one.tobytes()) == (other.dtype, other.shape, other.tobytes())


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("dtype", DTYPES)
def test_an_array_arrives_with_its_dtype_its_shape_and_every_bit(dtype, shape):
    n_bytes = int(np.prod(shape)) * np.dtype(dtype).itemsize
    bits = np.random.default_rng(0).integers(0, 2 if dtype == "?" else 256, n_bytes, dtype=np.uint8)
    sent = bits.view(dtype).reshape(shape) if n_bytes else np.zeros(shape, dtype)
    assert same(decode(encode(Letter(sent)), Letter).array, sent)


def test_a_view_that_is_not_contiguous_arrives_as_what_it_shows():
    sent = np.arange(24, dtype=np.float32).reshape(4, 6)[::-2, 1::2].T
    assert same(decode(encode(Letter(sent)), Letter).array, np.ascontiguousarray(sent))


def snapshot():
    rng = np.random.default_rng(1)
    params = {"W1": rng.random((1, 5, 3), np.float32), "W2": rng.random((1, 2, 5), np.float32)}
    cost = np.array([np.nan], np.float32)
    slots = {f"m.{name}": value / 2 for name, value in params.items()}
    return Snapshot(
        epoch=7,
        scores=cost[None],
        accuracy=cost,
        params=params,
        slots=slots,
        predicted=rng.integers(2, size=(1, 9), dtype=np.uint8),
        probs=rng.random((1, 9, 2)),
        rows=np.arange(9),
        hidden=rng.random((1, 9, 5)),
        elapsed_s=0.1 + 0.2,
    )


def test_every_message_arrives_as_what_it_was():
    groups, is_validation = np.array([0, 0, 1]), np.array([False, False, True])
    examples = Examples(values_of(np.eye(3)), np.array([0, 1, 1], np.int32), 2, groups, is_validation)
    to_trainer = [Load("a", Settings(net="rnn"), examples, snapshot()), Go("a", Settings(), 5, 2.5), Drop("a")]
    to_trainer.append(EvaluateAt("a", Settings(), snapshot(), 9))
    progress = Progress(
        run="a",
        settings=Settings(seed=3),
        first_epoch=3,
        scores=np.zeros((0, 3), np.float32),
        snapshot=snapshot(),
        playing=True,
        diverged_at=None,
        stopped_at=None,
    )
    for kinds, messages in (
        (ToTrainer, to_trainer),
        (FromTrainer, [Ready(), progress, Evaluated("a", snapshot()), Failed("a", "Too large: ∞.")]),
    ):
        for message in messages:
            arrived = decode(encode(message), kinds)
            assert type(arrived) is type(message)
            assert encode(arrived) == encode(message)
    arrived = decode(encode(progress), FromTrainer)
    assert arrived.snapshot.elapsed_s == 0.1 + 0.2
    assert all(same(arrived.snapshot.params[name], value) for name, value in snapshot().params.items())
    assert all(same(arrived.snapshot.slots[name], value) for name, value in snapshot().slots.items())


def test_large_arrays_follow_their_record_in_their_order_and_each_can_be_let_go_alone():
    rng = np.random.default_rng(2)
    large = [rng.random((LARGE, 2)), rng.random((3, LARGE), np.float32)[:, ::2], np.arange(LARGE).astype(">i4")]
    examples = Examples(values_of(large[0]), large[2], 2, groups=np.zeros(3, int), is_validation=np.zeros(LARGE, bool))
    moment = msgspec.structs.replace(snapshot(), probs=large[1], hidden=np.zeros((0, 5)))
    there, here = Pipe()
    with there, here, ThreadPoolExecutor(1) as other:
        for message in (Load("a", Settings(), examples, moment), Drop("a"), Evaluated("a", moment)):
            sent = other.submit(send, there, message)
            arrived = receive(here, ToTrainer if type(message) in (Load, Drop) else FromTrainer)
            sent.result()
            assert encode(arrived) == encode(message)
            if isinstance(arrived, Load):
                assert same(arrived.examples.inputs, large[0])
                for column in arrived.examples.columns:
                    assert isinstance(column.numbers.base.base, bytes)
                    assert len(column.numbers.base.base) == large[0].nbytes // 2


def test_a_record_without_the_arrays_that_should_follow_it_is_refused():
    there, here = Pipe()
    with there, here, ThreadPoolExecutor(1) as other:
        sent = other.submit(
            send, there, Load("a", Settings(), Examples(values_of(np.zeros((LARGE, 1))), np.zeros(1, int), 2))
        )
        record = here.recv_bytes()
        here.recv_bytes()
        sent.result()
    with pytest.raises(msgspec.DecodeError):
        decode(record, ToTrainer)


@pytest.mark.parametrize(
    "foreign",
    [
        b"",
        b"\x80\x04K\x01.",  # a pickle
        b"not a message",
        json.dumps({"type": "Drop", "run": "a"}).encode(),
        encode(Ready()),  # said by a trainer, never to one
        encode(Go("a", Settings(), 5))[:-1],
        encode(Drop("a")) + b"\x00",
        msgspec.msgpack.encode({"type": "Drop", "run": 3}),
        msgspec.msgpack.encode({"type": "Unheard of", "run": "a"}),
        msgspec.msgpack.encode({"type": "Go", "run": "a", "settings": {"net": "cnn"}, "until": 5}),
        msgspec.msgpack.encode({"type": "Go", "run": "a", "settings": {"epochs": 0}, "until": 5}),
    ],
)
def test_what_is_no_message_is_refused(foreign):
    with pytest.raises(msgspec.DecodeError):
        decode(foreign, ToTrainer)


@pytest.mark.parametrize("thing", [np.array([object()]), open, Settings], ids=["objects", "function", "class"])
def test_what_is_no_data_is_not_sent(thing):
    with pytest.raises(NotImplementedError):
        encode(Letter(thing))

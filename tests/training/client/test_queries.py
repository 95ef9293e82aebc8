"""What a tape is asked reaches its trainer with the weights it is about, which are sent once."""

import queue

import msgspec
import numpy as np
import pytest

from nets.data.columns.numeric import Values
from nets.processes.serialization import encode
from nets.queries.autodiff.modes import ModesQuery
from nets.queries.autodiff.record import RecordQuery
from nets.queries.predictions import PredictionsQuery
from nets.queries.query import Declined
from nets.settings import Settings
from nets.training.client.query_cache import MOST_BYTES
from nets.training.client.tape import Tape
from nets.training.protocol.messages import Ask, Progress
from nets.training.protocol.snapshot import at_weights
from nets.training.worker.query_queue import QueryQueue
from tests.lecture.golden import golden

EXAMPLES = golden("mlp").examples
WAIT_S = 10


class Trainer:
    """The part of a trainer that answers, which says of any query what number the weights are."""

    def __init__(self, tape):
        self.sent = []
        self._queue = QueryQueue(lambda query, settings, params, examples: named(params), tape.hear)
        tape.resume(after_death=True)
        tape.connect(self.post)

    def post(self, message):
        if isinstance(message, Ask):
            self.sent.append(message)
            self._queue.put(message, EXAMPLES)

    @property
    def had_weights(self):
        return [message.params is not None for message in self.sent]


def named(params):
    return encode(Declined(f"{params['W1'].flat[0]:g}"))


def weights(value):
    return {"W1": np.full((1, 200, 200), value, np.float32)}


def stand_at(tape, value, *, epoch=0):
    """Let the tape hear that it stands at these weights."""
    zero = np.zeros((1, 1), np.float32)
    snapshot = msgspec.structs.replace(at_weights(weights(value), epoch=epoch), scores=zero, accuracy=zero[0])
    tape.hear(Progress(tape.id, Settings(), 0, np.zeros((epoch, 1)), snapshot, False, None, None))


def said(tape, query, *, part="p"):
    return tape.ask(query, part=part, wait_s=WAIT_S).found.sentence


@pytest.fixture
def tape():
    tape = Tape(Settings(), EXAMPLES)
    stand_at(tape, 1)
    return tape


def test_queries_about_the_same_weights_send_them_once(tape):
    trainer = Trainer(tape)
    assert [said(tape, RecordQuery(row), part=f"{row}") for row in range(3)] == ["1", "1", "1"]
    assert trainer.had_weights == [True, False, False]
    first, second, _ = (len(encode(message)) for message in trainer.sent)
    assert first - second > 200 * 200 * 4 > 10 * second


def test_weights_that_changed_are_sent_and_those_before_once_more(tape):
    trainer = Trainer(tape)
    answers = []
    for row, value in enumerate((1, 2, 2, 1)):
        stand_at(tape, value, epoch=row)
        answers.append(said(tape, RecordQuery(row)))
    assert answers == ["1", "2", "2", "1"]
    assert trainer.had_weights == [True, True, False, True]


def test_queries_that_bring_rows_with_them_count_in_what_is_kept(tape):
    Trainer(tape)
    columns = (Values(np.zeros(MOST_BYTES // 32)),)
    for row in range(1, 20):
        stand_at(tape, row, epoch=row)
        query = PredictionsQuery(columns, np.full(len(columns[0].numbers), row))
        assert said(tape, query) == f"{row}"
    assert len(encode(query)) < sum(len(part) for part in tape.held() if isinstance(part, bytes)) <= MOST_BYTES


def test_after_a_trainer_s_death_weights_are_sent_to_the_next(tape):
    Trainer(tape)
    assert said(tape, RecordQuery(0)) == "1"
    after = Trainer(tape)
    assert said(tape, RecordQuery(1)) == "1"
    assert after.had_weights == [True]


def test_a_query_that_met_the_change_of_trainers_is_asked_again_with_its_weights(tape):
    first = Trainer(tape)
    assert said(tape, RecordQuery(0)) == "1"
    later = []

    def post(message):
        if not later:
            later.append(Trainer(tape))
        later[0].post(message)

    tape.connect(post)
    assert said(tape, ModesQuery()) == "1"
    assert first.had_weights == [True]
    assert later[0].had_weights == [False, True]


def test_of_a_run_that_was_dropped_no_weights_are_kept():
    answered = queue.SimpleQueue()
    waiting = QueryQueue(lambda query, settings, params, examples: b"", answered.put)
    ask = Ask("run", "part", b"first", b"query", Settings(), b"digest", weights(1), 0)
    waiting.put(ask, EXAMPLES)
    assert answered.get(timeout=WAIT_S).key == b"first"
    waiting.drop("run")
    waiting.put(msgspec.structs.replace(ask, key=b"late", params=None), EXAMPLES)
    waiting.put(msgspec.structs.replace(ask, key=b"last", part="another"), EXAMPLES)
    assert answered.get(timeout=WAIT_S).key == b"last"

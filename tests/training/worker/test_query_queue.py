"""Queries and their answers, from the tape to the trainer's queue and back."""

import queue
import threading

import numpy as np

from nets.settings import Settings
from nets.training.client.query_cache import MOST_ALIKE, MOST_BYTES, QueryCache, digest_of, key_of
from nets.training.protocol.messages import Answered, Ask
from nets.training.worker.query_queue import QueryQueue
from tests.lecture.golden import golden

EXAMPLES = golden("mlp").examples


def ask(query, *, run="a", part="p"):
    return Ask(run, part, query, query, Settings(), b"digest", {}, 3)


class Slow:
    """QueryCache when it is let."""

    def __init__(self):
        self.begun = queue.SimpleQueue()
        self.go_on = threading.Semaphore(0)

    def __call__(self, query, settings, params, examples):
        self.begun.put(query)
        self.go_on.acquire()
        return query * 2


def test_of_what_waits_for_the_same_part_only_the_newest_is_answered():
    sent, slow = queue.SimpleQueue(), Slow()
    waiting = QueryQueue(slow, sent.put)
    waiting.put(ask(b"first"), EXAMPLES)
    assert slow.begun.get(timeout=10) == b"first"
    for query in (b"old", b"new"):
        waiting.put(ask(query), EXAMPLES)
    waiting.put(ask(b"other", part="q"), EXAMPLES)
    waiting.put(ask(b"gone", run="b"), EXAMPLES)
    waiting.drop("b")
    for _ in range(3):
        slow.go_on.release()
    answers = [sent.get(timeout=10) for _ in range(3)]
    assert [found.answer for found in answers] == [b"firstfirst", b"newnew", b"otherother"]
    assert answers[0] == Answered("a", b"first", b"first", 3, b"firstfirst")
    assert sent.empty()


def test_an_answer_about_earlier_weights_is_given_and_said_to_be():
    cache = QueryCache()
    old, new = (key_of(b"what", digest_of({"W1": np.full((1, 2, 2), value)})) for value in (1.0, 2.0))
    assert old != new
    assert cache.newest(new, b"what") is None
    cache.take(Answered("a", old, b"what", 7, b"then"))
    found = cache.newest(new, b"what")
    assert (found.epoch, found.answer, found.key) == (7, b"then", old)
    cache.take(Answered("a", new, b"what", 8, b"now"))
    assert cache.newest(new, b"what").key == new
    assert cache.newest(key_of(b"else", b""), b"else") is None


def test_a_part_asks_once_and_again_after_its_trainer_died():
    cache = QueryCache()
    assert cache.is_new("p", b"k")
    assert not cache.is_new("p", b"k")
    assert cache.is_new("p", b"l")
    assert cache.is_new("p", b"k")  # the trainer has let it go for the later one
    cache.forget_trainer()
    assert cache.is_new("p", b"k")


def test_answers_take_no_more_memory_than_they_may():
    cache = QueryCache()
    for n in range(5):
        cache.take(Answered("a", bytes([n]), bytes([n]), n, bytes(MOST_BYTES // 2 - 1)))
    assert [cache.has(bytes([n])) for n in range(5)] == [False, False, False, True, True]


def test_a_query_asked_at_every_frame_does_not_drive_out_the_answers_to_others():
    cache = QueryCache()
    cache.take(Answered("a", b"other", b"another query", 0, b"kept"))
    for n in range(10 * MOST_ALIKE):
        cache.take(Answered("a", n.to_bytes(2), b"q", n, bytes(MOST_BYTES // MOST_ALIKE // 2)))
    assert cache.newest(b"other", b"another query").answer == b"kept"
    kept = [n for n in range(10 * MOST_ALIKE) if cache.has(n.to_bytes(2))]
    assert kept == list(range(9 * MOST_ALIKE, 10 * MOST_ALIKE))

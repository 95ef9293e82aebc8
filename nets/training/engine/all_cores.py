"""The pieces of a sweep, trained on all cores: while one thread compiles or trains a piece, others have theirs."""

import os
import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, zip_longest

from nets.settings.compile_key import Structure, structure_of
from nets.sweep.plan import Batch
from nets.sweep.trained import Trained
from nets.training.engine.side_by_side import train_side_by_side
from nets.training.protocol.examples import Examples

Report = Callable[[float], None]


class _StoppedError(Exception):
    """Nobody waits for the pieces any more."""


def train_on_all_cores(
    pieces: Sequence[Batch], examples: Sequence[Examples], report: Report
) -> Iterator[tuple[Batch, Trained]]:
    """Each piece and what came of its runs, in the order in which they are done; `report` is told how many runs are
    done, those in training by the share of their epochs.

    Neither TensorFlow's compiler nor what it compiled holds Python's lock. Whoever stops asking stops the threads, and
    waits until they have, a chunk of epochs or a compilation: Python aborts where it ends while TensorFlow is at work.
    """
    waiting: queue.SimpleQueue[Batch] = queue.SimpleQueue()
    done: queue.SimpleQueue[tuple[Batch, Trained] | BaseException] = queue.SimpleQueue()
    shares, stopped = {id(piece): 0.0 for piece in pieces}, threading.Event()
    for piece in _in_turns(pieces):
        waiting.put(piece)

    def told(piece: Batch, epoch: int) -> None:
        if stopped.is_set():
            raise _StoppedError
        shares[id(piece)] = len(piece.members) * epoch / piece.runs[0].epochs
        report(sum(shares.values()))

    def work() -> None:
        while not (waiting.empty() or stopped.is_set()):
            try:
                piece = waiting.get_nowait()
                rows = examples[piece.data]
                done.put((piece, train_side_by_side(piece.runs, rows, report=lambda n, of=piece: told(of, n))))
            except queue.Empty:
                return
            except BaseException as failure:  # raised again by who waits for the piece
                done.put(failure)

    n_threads = min(len(pieces), os.cpu_count() or 1)
    threads = [threading.Thread(target=work, daemon=True, name="sweep") for _ in range(n_threads)]
    for thread in threads:
        thread.start()
    try:
        for _ in pieces:
            found = done.get()
            if isinstance(found, BaseException):
                raise found
            yield found
    finally:
        stopped.set()
        for thread in threads:
            thread.join()


def _in_turns(pieces: Sequence[Batch]) -> Iterator[Batch]:
    """One piece of each structure, then the next of each: two threads do not begin with the same function."""
    of_each: dict[tuple[Structure, int], list[Batch]] = {}
    for piece in pieces:
        of_each.setdefault((structure_of(piece.runs), piece.data), []).append(piece)
    return (piece for piece in chain.from_iterable(zip_longest(*of_each.values())) if piece is not None)

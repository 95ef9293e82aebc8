"""A Dask cluster that trains the pieces of a sweep: each is a task that can be done again.

Dask is imported where a cluster is named. It sends pickles: a scheduler is to be reached only by people who may run any
program on it and on its workers, or over TLS with certificates of their own (`tls://`, and Dask's settings for it).
"""

import asyncio
import concurrent.futures
import logging
import sys
import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from nets.errors import Code, DataError
from nets.settings import Settings
from nets.sweep.identity import version_here
from nets.sweep.plan import Batch
from nets.sweep.trained import Trained
from nets.training.engine.xla_flags import set_flags
from nets.training.protocol.examples import Examples

if TYPE_CHECKING:
    from distributed import Client, Future

    from nets.cli.sweep_trainer import Report, Trainer

SCHEMES = ("tcp://", "tls://")
CONNECT_S = 10.0
PATIENCE_S = 600.0  # how long a scheduler that was lost is tried again
PAUSE_S = 0.5
AHEAD = 2  # tasks a thread of a worker: the next is there when one is done


class ConnectionLostError(Exception):
    """The scheduler was lost, and with it what it knew of the tasks."""


def trainer_on(address: str) -> "Trainer":
    """Who trains pieces on the cluster of this scheduler. Raises `DataError` where it cannot be reached."""
    if not address.startswith(SCHEMES):
        raise DataError(Code.CLUSTER, f"--on names Dask's scheduler, as tcp://localhost:8786; found {address[:60]!r}.")
    try:
        import distributed  # noqa: PLC0415 - optional
    except ImportError:
        raise DataError(Code.CLUSTER, "--on needs Dask: pip install distributed.") from None
    if address.startswith("tls://") and distributed.Security().get_connection_args("client").get("ssl_context") is None:
        raise DataError(
            Code.CLUSTER,
            "tls:// needs certificates: set DASK_DISTRIBUTED__COMM__TLS__CA_FILE, and of the client "
            "DASK_DISTRIBUTED__COMM__TLS__CLIENT__CERT and DASK_DISTRIBUTED__COMM__TLS__CLIENT__KEY.",
        )
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what matters of it is said in a sentence
    try:
        distributed.Client(address, timeout=CONNECT_S, set_as_default=False).close()
    except (OSError, ValueError) as error:
        raise DataError(Code.CLUSTER, f"No scheduler answers at {address} ({type(error).__name__}).") from None

    def train(pieces: Sequence[Batch], examples: Sequence[Examples], report: "Report") -> Iterator:
        left, n_done = dict(enumerate(pieces)), 0
        lost_at = None
        while left:
            try:
                with distributed.Client(address, timeout=CONNECT_S, set_as_default=False) as client:
                    for place, trained in _trained(client, left, examples):
                        piece, lost_at = left.pop(place), None
                        n_done += len(piece.members)
                        report(n_done)
                        yield piece, trained.first(len(piece.members))
            except (OSError, ConnectionLostError):
                if lost_at is None:
                    lost_at = time.monotonic()
                    print(f"The scheduler at {address} was lost; it is tried again.", file=sys.stderr, flush=True)
                elif time.monotonic() - lost_at > PATIENCE_S:
                    raise DataError(
                        Code.CLUSTER, f"The scheduler at {address} has not been back for {PATIENCE_S / 60:.0f} minutes."
                    ) from None
                time.sleep(PAUSE_S)

    return train


def train_piece(runs: Sequence[Settings], examples: Examples, version: str) -> Trained:
    """What a worker does: train a piece, if its sources decide the same numbers as those of who asks."""
    if version_here() != version:
        raise RuntimeError("the sources or the TensorFlow of this worker are another version")
    set_flags()
    from nets.training.engine.side_by_side import train_side_by_side  # noqa: PLC0415 - TensorFlow takes seconds

    return train_side_by_side(runs, examples)


def _trained(client: "Client", pieces: dict[int, Batch], examples: Sequence[Examples]) -> Iterator[tuple[int, Trained]]:
    """Each piece's place and what came of it, as they come.

    Raises `ConnectionLostError` where the scheduler is lost.
    """
    from distributed import as_completed  # noqa: PLC0415 - optional

    waiting, place_of, version = list(reversed(pieces)), {}, version_here()
    tasks = as_completed(loop=client.loop)

    def submit() -> None:
        if waiting:
            place = waiting.pop()
            piece = pieces[place]
            task = client.submit(train_piece, piece.runs, examples[piece.data], version, pure=False)
            place_of[task] = place
            tasks.add(task)

    n_threads = sum(client.nthreads().values())
    if n_threads == 0:
        print("The scheduler has no worker yet; start one with: dask worker", file=sys.stderr, flush=True)
    for _ in range(AHEAD * max(1, n_threads)):
        submit()
    while place_of:
        task = next(tasks)
        place = place_of.pop(task)
        found = _result(task)
        task.release()
        submit()
        yield place, found


def _result(task: "Future") -> Trained:
    if task.status == "error":
        what = str(task.exception()).strip().split("\n", 1)[0].rstrip(".")
        raise DataError(
            Code.CLUSTER, f"The cluster could not train its runs ({what}). Scheduler and workers need this project too."
        )
    try:
        return task.result()
    except (asyncio.CancelledError, concurrent.futures.CancelledError):  # as all are where the scheduler is lost
        raise ConnectionLostError from None

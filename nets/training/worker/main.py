"""The trainer: one process that holds TensorFlow, trains the runs it is given, and answers queries about them.

Started as `python -m nets.training.worker.main ADDRESS`, with the key on standard input; it ends when its
connection does, so no trainer outlives its server.
"""

import queue
import sys
import threading
from multiprocessing.connection import Client, Connection

import msgspec

from nets.processes.memory import giver_back
from nets.processes.serialization import receive, send
from nets.training.engine.compile_cache import CompileCache
from nets.training.engine.xla_flags import set_flags
from nets.training.protocol.messages import Ask, Drop, FromTrainer, Ready, ToTrainer


def _receive(connection: Connection, inbox: queue.SimpleQueue) -> None:
    try:
        while True:
            inbox.put(receive(connection, ToTrainer))
    except (EOFError, OSError, msgspec.MsgspecError):  # a message it cannot read is no reason to go on deaf
        inbox.put(None)


def main(address: str, key: bytes) -> None:
    """Serve until the connection ends."""
    connection = Client(address, authkey=key)
    inbox: queue.SimpleQueue = queue.SimpleQueue()
    threading.Thread(target=_receive, args=(connection, inbox), daemon=True).start()

    unknown_flags = set_flags()
    cache = CompileCache()
    cache.use()
    from nets.training.engine.compile import try_compiler  # noqa: PLC0415 - TensorFlow comes with it, takes seconds
    from nets.training.worker.handlers import answer  # noqa: PLC0415
    from nets.training.worker.query_queue import QueryQueue  # noqa: PLC0415
    from nets.training.worker.scheduler import Scheduler  # noqa: PLC0415

    one_at_a_time = threading.Lock()

    def tell(message: FromTrainer) -> None:
        with one_at_a_time:
            send(connection, message)

    scheduler, queries = Scheduler(tell), QueryQueue(answer, tell)
    try_compiler()
    tell(Ready(unknown_flags))
    give_back = giver_back()

    def take_one(timeout: float | None) -> bool:
        try:
            message = inbox.get(block=timeout != 0, timeout=timeout)
        except queue.Empty:
            return False
        if message is None:
            raise EOFError
        if isinstance(message, Ask):
            if examples := scheduler.examples(message.run):
                queries.put(message, examples)
            return True
        if isinstance(message, Drop):
            queries.drop(message.run)
        scheduler.take(message)
        return True

    def take_all() -> None:
        while take_one(0):
            pass

    try:
        while True:
            take_all()
            wait = scheduler.wait_s()
            if wait == 0:
                scheduler.round(take_all)
            elif wait is not None:
                take_one(wait)
            elif not scheduler.warm():
                cache.publish()
                give_back()  # while nobody waits for it
                take_one(None)
    except (EOFError, OSError):
        cache.close()  # the server is gone


if __name__ == "__main__":
    main(sys.argv[1], sys.stdin.buffer.readline().strip())

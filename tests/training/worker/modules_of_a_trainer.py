"""A trainer of its own: trains a run, answers about it, and prints what it has loaded by then."""

import contextlib
import json
import os
import secrets
import sys
import threading
import time
from multiprocessing.connection import Connection, Listener
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[3]))

from nets.data.csv.parse import read
from nets.data.datasets.samples import FOLDER
from nets.data.prepare.split import prepared
from nets.processes.serialization import receive, send
from nets.queries.autodiff.chain import ChainQuery
from nets.queries.decision import DecisionQuery
from nets.queries.probabilities import ProbabilitiesQuery
from nets.settings import Settings
from nets.training.client.tape import Tape
from nets.training.protocol.examples import examples_of
from nets.training.protocol.messages import FromTrainer, Ready
from nets.training.worker.main import main

EPOCHS = 10
WAIT_S = 90.0
AXIS = np.linspace(-2, 2, 5)
QUERIES = (ProbabilitiesQuery(), DecisionQuery(0, 1, AXIS, AXIS, np.zeros(2)), ChainQuery(row=0))


def serve(listener: Listener) -> dict:
    """What a server does: a tape, played to its end, and queries about it."""
    settings = Settings(epochs=EPOCHS)
    ready = prepared(read((FOLDER / "lecture_mlp.csv").read_bytes(), name="lecture_mlp.csv"), settings)
    tape = Tape(settings, examples_of(ready, settings))
    with listener.accept() as connection:
        while not isinstance(receive(connection, FromTrainer), Ready):
            pass
        threading.Thread(target=hear, args=(tape, connection), daemon=True).start()
        tape.connect(lambda message: send(connection, message))
        for message in tape.resume(after_death=False):
            send(connection, message)
        tape.play(settings, pace=None)
        while tape.view().moving:
            time.sleep(0.01)
        answers = [tape.ask(query, part=str(k), wait_s=WAIT_S) for k, query in enumerate(QUERIES)]
        return {"epoch": tape.view().epoch, "answers": [type(answer.found).__name__ for answer in answers]}


def hear(tape: Tape, connection: Connection) -> None:
    """Everything the trainer tells."""
    with contextlib.suppress(EOFError, OSError):
        while True:
            tape.hear(receive(connection, FromTrainer))


if __name__ == "__main__":
    key = secrets.token_bytes(32)
    with Listener(authkey=key) as listener:
        threading.Thread(target=main, args=(listener.address, key), daemon=True).start()
        found = serve(listener)
    print(json.dumps({**found, "loaded": sorted({name.split(".")[0] for name in sys.modules})}), flush=True)
    os._exit(0)  # the trainer still listens

"""A trainer of its own: trains a run, answers about it, and prints what it has loaded when its server is gone."""

import json
import secrets
import sys
import threading
from multiprocessing.connection import Listener
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[3]))

from nets.data.csv.parse import read
from nets.data.datasets.samples import FOLDER
from nets.data.prepare.train_test import prepared
from nets.processes.serialization import decode, encode, receive, send
from nets.queries.chain import Chain, ChainOf
from nets.queries.decision import Decision, DecisionOf
from nets.queries.probabilities import Probabilities, ProbabilitiesOf
from nets.settings import Settings
from nets.training.protocol.examples import examples_of
from nets.training.protocol.messages import Answered, Ask, FromTrainer, Go, Load, Ready
from nets.training.worker.main import main

EPOCHS = 10
AXIS = np.linspace(-2, 2, 5)
QUESTIONS = (ProbabilitiesOf(), DecisionOf(0, 1, AXIS, AXIS, np.zeros(2)), ChainOf(row=0))


def serve(listener: Listener, found: dict) -> None:
    """What a server does: a run, played to its end, and questions about it."""
    settings = Settings(epochs=EPOCHS)
    ready = prepared(read((FOLDER / "lecture_mlp.csv").read_bytes(), name="lecture_mlp.csv"), settings)
    with listener.accept() as connection:
        while not isinstance(receive(connection, FromTrainer), Ready):
            pass
        send(connection, Load("a", settings, examples_of(ready, settings)))
        send(connection, Go("a", settings, EPOCHS))
        while (told := receive(connection, FromTrainer)).snapshot.epoch < EPOCHS:
            pass
        found["epoch"] = told.snapshot.epoch
        for k, question in enumerate(QUESTIONS):
            params = told.snapshot.params
            send(connection, Ask("a", str(k), b"", encode(question), settings, params, EPOCHS))
            while not isinstance(answered := receive(connection, FromTrainer), Answered):
                pass
            answer = decode(answered.answer, Probabilities | Decision | Chain)
            found["answers"].append(type(answer).__name__)


if __name__ == "__main__":
    key = secrets.token_bytes(32)
    found = {"answers": []}
    with Listener(authkey=key) as listener:
        server = threading.Thread(target=serve, args=(listener, found), daemon=True)
        server.start()
        main(listener.address, key)
    server.join()
    print(json.dumps({**found, "loaded": sorted({name.split(".")[0] for name in sys.modules})}))

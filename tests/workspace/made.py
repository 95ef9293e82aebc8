"""Runs as a trainer would have made them, without one."""

import msgspec
import numpy as np

from nets.data.csv.parse import read
from nets.data.prepare.split import prepared
from nets.settings import Settings
from nets.training.client.tape import Tape
from nets.training.protocol.examples import examples_of
from nets.training.protocol.messages import Progress
from nets.training.protocol.snapshot import at_weights
from nets.workspace.loaded_data import LoadedData
from nets.workspace.run import Run
from nets.workspace.undo import TableState
from nets.workspace.upload import SourceFile

RAW = b"y,x\na,1\nb,2\na,3\nb,4\n"


def version_of(raw=RAW, name="mine.csv"):
    table = read(raw, name=name)
    return TableState("own file", table, prepared(table, Settings()).dataset.options, table, SourceFile(raw, name))


def run_of(settings=Settings(), *, version=None, n_bytes=0, n_epochs=1):  # noqa: B008
    """A run of so many epochs, whose weights take so many bytes."""
    version = version or version_of()
    ready = prepared(version.table, settings)
    tape = Tape(settings, examples_of(ready, settings))
    train(tape, n_epochs, n_bytes=n_bytes)
    loaded = LoadedData(version.table, ready.dataset, ready.is_validation)
    return Run(tape, settings, loaded, version, ready.dataset.sha256)


def train(tape, n_epochs, *, n_bytes=0, playing=False, stopped_at=None):
    """Tell the tape what a trainer tells after so many epochs more, by its own settings."""
    first = tape.view().epoch
    weights = at_weights({"W1": np.zeros(n_bytes, np.uint8)}, epoch=first + n_epochs)
    tape.hear(
        Progress(
            run=tape.id,
            settings=tape.view().settings,
            first_epoch=first,
            scores=np.ones((n_epochs, 1), np.float32),
            snapshot=msgspec.structs.replace(weights, scores=np.ones((1, 1), np.float32)),
            playing=playing,
            diverged_at=None,
            stopped_at=stopped_at,
        )
    )

"""The files of sample_data, with a sentence on each."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from nets.data.csv.parse import read
from nets.data.table import Table
from nets.errors import Code, DataError

FOLDER = Path(__file__).parents[3] / "sample_data"


@dataclass(frozen=True)
class Sample:
    """One file of sample_data. `net` is the net to try on it, "mlp" or "rnn"."""

    file: str
    title: str
    sentence: str
    net: str


SAMPLES = (
    Sample(
        "lecture_mlp.csv",
        "Lecture: nine points",
        "The lecture's MLP data: five points around the centre are ya, four corners further out are no, "
        "and no straight line tells them apart.",
        "mlp",
    ),
    Sample(
        "lecture_rnn.csv",
        "Lecture: ten steps",
        "The lecture's RNN data: ya until the first 0, then no for good, even when a 1 comes back; "
        "the net must remember.",
        "rnn",
    ),
    Sample(
        "circle.csv",
        "Circle",
        "A disc inside a ring: a hidden layer must close the boundary all the way round.",
        "mlp",
    ),
    Sample(
        "spiral.csv",
        "Two spirals",
        "Two arms wound into each other: five hidden units are too few, so watch what more of them change.",
        "mlp",
    ),
    Sample(
        "iris.csv",
        "Iris flowers",
        "Three species from four lengths: setosa comes off at once, the other two overlap.",
        "mlp",
    ),
    Sample(
        "breast_cancer.csv",
        "Breast cancer, 30 features",
        "Thirty measurements from 0.001 to 4,254: see how features of such different size stall the training "
        "until they are standardised.",
        "mlp",
    ),
    Sample(
        "temporal_xor.csv",
        "Temporal XOR",
        "Did the bit change since the row before? One step of memory is needed; an MLP can only guess.",
        "rnn",
    ),
    Sample(
        "latch.csv",
        "Latch",
        "Rare pulses switch it on and off, and in the long silence between them only memory knows the answer.",
        "rnn",
    ),
    Sample(
        "parity.csv",
        "Parity",
        "Is the number of ones so far odd? Each row depends on all rows before it, which makes it hard to learn.",
        "rnn",
    ),
    Sample(
        "sine_phase.csv",
        "Phase of a noisy sine",
        "Rising or falling? The value alone does not tell, its difference to the row before does.",
        "rnn",
    ),
)


@cache
def read_sample(file: str) -> Table:
    """The table of one sample. Raises `DataError` where SAMPLES has no such file."""
    if file not in {sample.file for sample in SAMPLES}:
        raise DataError(Code.UNKNOWN_SAMPLE, f"There is no sample called {file!r}.")
    return read((FOLDER / file).read_bytes(), name=file)

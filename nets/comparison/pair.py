"""The pair: an MLP and an RNN with the same settings on the same rows, each perhaps also on the rows shuffled."""

import math
from dataclasses import dataclass

import msgspec
import numpy as np

from nets.data.columns.infer import RawColumn
from nets.data.datasets.samples import read_sample
from nets.data.prepare.dataset import Dataset
from nets.data.prepare.options import PreprocessingOptions
from nets.data.prepare.split import Prepared, prepared
from nets.data.prepare.suggest import suggested_dataset
from nets.data.table import Table
from nets.errors import Code, SettingsError
from nets.models.parameters import SLOTS, weights_of
from nets.settings import Settings, fields
from nets.training.client.checkpoints import MOST_KEPT
from nets.training.protocol.examples import Examples, examples_of

SAMPLE = "lecture_rnn.csv"
MOST_BYTES = 64 * 2**20  # of all tapes' checkpoints: a visitor's limit
MOST_NUMBERS = 20_000_000  # inputs of all nets together: each has its own in the trainer
SHUFFLE = 2  # the number of this stream of random numbers, beside those of weights and split


@dataclass(frozen=True, eq=False)
class Member:
    """One net of the pair. `order` (B,) are the dataset's rows in the order in which it reads them."""

    settings: Settings
    is_shuffled: bool
    order: np.ndarray
    examples: Examples

    @property
    def name(self) -> str:
        """What it is called."""
        return f"{self.settings.net.upper()}{', shuffled' if self.is_shuffled else ''}"

    def in_table_order(self, predicted: np.ndarray) -> np.ndarray:
        """What it predicts of its rows (B,), for the dataset's rows (B,)."""
        found = np.empty_like(predicted)
        found[self.order] = predicted
        return found


@dataclass(frozen=True, eq=False)
class Pair:
    """`members` are the MLP and the RNN, and then both on the shuffled rows, if they are; `dataset` and `is_validation`
    (B,) are all members'. `data` is the SHA-256 of the dataset before it was split and scaled.
    """

    settings: Settings
    table: Table
    dataset: Dataset
    is_validation: np.ndarray
    members: tuple[Member, ...]
    data: str

    @property
    def is_shuffled(self) -> bool:
        """Whether both nets are trained on the shuffled rows, too."""
        return len(self.members) > 2

    @property
    def n_validation(self) -> int:
        """The number of validation rows."""
        return int(self.is_validation.sum())

    def is_of(self, settings: Settings, *, data: str, shuffle: bool) -> bool:
        """Whether it is what these settings, of either net, would make of these data."""
        same = msgspec.structs.replace(settings, net=self.settings.net) == self.settings
        return same and self.data == data and self.is_shuffled == shuffle


@dataclass(frozen=True, eq=False)
class Source:
    """A table, the dataset made of it, and what is known of its columns, so that nothing is made twice."""

    table: Table
    dataset: Dataset
    known: dict[str, RawColumn]

    @property
    def options(self) -> PreprocessingOptions:
        """What is made of the table."""
        return self.dataset.options


def lecture_source() -> Source:
    """The lecture's sequence of ten steps, in which an MLP cannot know what an RNN remembers."""
    table, known = read_sample(SAMPLE), {}
    dataset, _ = suggested_dataset(table, known=known)
    return Source(table, dataset, known)


def pair_of(source: Source, settings: Settings, *, shuffle: bool) -> Pair:
    """The pair with these settings, whichever net they are of, on this table; with `shuffle` both also on its rows in a
    random order, drawn by the seed. Where the MLP's layers have widths of their own, the RNN's state has the largest.

    The validation rows are the RNN's for all: whole sequences, or the last steps of a single one. Raises `Refusal`
    where such a net cannot be trained on the table, or the tapes would take more memory than a visitor has.
    """
    _check_inputs(source, n_nets=4 if shuffle else 2)
    both = [msgspec.structs.replace(settings, net="mlp"), _rnn_of(settings)]
    ready = prepared(source.table, both[1], options=source.options, made=source.dataset, known=source.known)
    if not ready.dataset.has_loss.all():
        raise SettingsError(
            Code.NO_LOSS,
            "Here an MLP and an RNN are compared row by row, and of this table only some time steps have a label that "
            "counts: choose a table with a label on every row.",
        )
    n_rows = ready.dataset.n_rows
    order = np.random.default_rng([settings.seed, SHUFFLE]).permutation(n_rows)
    members = [_member(one, ready, np.arange(n_rows), is_shuffled=False) for one in both]
    if shuffle:
        members += [_member(one, ready, order, is_shuffled=True) for one in both]
    pair = Pair(settings, source.table, ready.dataset, ready.is_validation, tuple(members), source.dataset.sha256)
    _check_memory(pair)
    return pair


def _check_inputs(source: Source, *, n_nets: int) -> None:
    dataset = source.dataset
    n_inputs = n_nets * dataset.n_rows * (len(dataset.features) + 1)
    if n_inputs > MOST_NUMBERS:
        raise SettingsError(
            Code.TOO_BIG,
            f"{n_nets} nets with {n_inputs:,} inputs in all are too many for one visitor, and {MOST_NUMBERS:,} are "
            "allowed: take a table with fewer rows or columns, or do not shuffle.",
        )


def in_words(pair: Pair) -> str:
    """What the two nets are, in two sentences."""
    mlp, rnn = (member.settings for member in pair.members[:2])
    titles = {field.name: field.choices for field in fields() if field.choices}
    layers = "no hidden layer"
    if mlp.hidden_layers:
        n_layers = "1 hidden layer" if mlp.hidden_layers == 1 else f"{mlp.hidden_layers} hidden layers"
        layers = f"{n_layers} of {mlp.hidden_units} units, {titles['activation'][mlp.activation]}"
    return f"MLP: {layers}. RNN: {rnn.hidden_units:,} units, {titles['cell'][rnn.cell]}."


def _rnn_of(settings: Settings) -> Settings:
    units = settings.hidden_units
    return msgspec.structs.replace(
        settings, net="rnn", hidden_units=max(settings.widths) if isinstance(units, str) else units
    )


def _member(settings: Settings, ready: Prepared, order: np.ndarray, *, is_shuffled: bool) -> Member:
    """A net on the rows in this order: a row keeps its sequence, in which it takes another place."""
    examples = examples_of(ready, settings)
    if is_shuffled:
        examples = msgspec.structs.replace(
            examples,
            columns=tuple(column.of(order) for column in examples.columns),
            targets=examples.targets[order],
            groups=None if examples.groups is None else examples.groups[order],
            is_validation=examples.is_validation[order],
        )
    return Member(settings, is_shuffled, order, examples)


def _check_memory(pair: Pair) -> None:
    features, classes = pair.dataset.features, pair.dataset.classes
    total = 0
    for member in pair.members:
        weights = weights_of(member.settings, features=features, classes=classes)
        width = 8 if member.settings.precision == "float64" else 4
        copies = 1 + len(SLOTS[member.settings.optimiser])
        total += MOST_KEPT * copies * width * sum(math.prod(weight.shape) for weight in weights)
    if total > MOST_BYTES:
        raise SettingsError(
            Code.TOO_BIG,
            f"Both nets' tapes would take up to {total / 2**20:,.0f} MB, and {MOST_BYTES / 2**20:.0f} MB are a "
            "visitor's: take fewer hidden units, or do not shuffle.",
        )

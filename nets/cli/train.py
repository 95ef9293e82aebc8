"""`python -m nets train`: the job of the lecture's programs, without a browser."""

import argparse
import json
import math
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from nets.cli.path import add_reading_options, reading_from, table_at
from nets.cli.settings_options import add_settings_options, settings_given
from nets.cli.standard_error.native_log import without_native_log
from nets.cli.standard_error.note_text import with_lines
from nets.cli.table_changes import add_table_changes, changed_by
from nets.cli.table_options import add_table_options, options_from
from nets.data.prepare.dataset import Dataset
from nets.data.prepare.split import prepared
from nets.diagnosis.diagnose import diagnose_with
from nets.diagnosis.evidence import Evidence
from nets.diagnosis.remark import Remark
from nets.diagnosis.rows import training_rows
from nets.errors import Refusal
from nets.metrics import baseline_of
from nets.models.parameters import Weight, weights_of
from nets.processes.serialization import encode
from nets.settings import Settings, fields, settings_from
from nets.training.engine.xla_flags import set_flags
from nets.training.outcome import outcome_text
from nets.training.protocol.examples import Examples, examples_of
from nets.training.protocol.snapshot import Snapshot

if TYPE_CHECKING:
    from nets.training.engine.run import Run


class Trained(NamedTuple):
    """The snapshot a run stands at, and its scores (n, M) at epoch 0, 1, ..."""

    last: Snapshot
    curve: np.ndarray


def add_train_parser(commands: argparse._SubParsersAction) -> None:
    """The command's own arguments, and one for every setting."""
    parser = commands.add_parser("train", help="train a net on a CSV and print what it learnt")
    parser.set_defaults(command=train_command)
    parser.add_argument(
        "csv",
        metavar="CSV",
        help="the table; which column is the label is proposed as in the app unless --label says it",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    add_settings_options(parser)
    add_reading_options(parser)
    add_table_options(parser)
    add_table_changes(parser)


def train_command(arguments: argparse.Namespace) -> int:
    """Train and print; 0, or 2 with one sentence on standard error if something was refused."""
    try:
        given, renamed = settings_given(arguments)
        settings = settings_from(given)
        table = changed_by(arguments, table_at(arguments.csv, reading_from(arguments)))
        options, proposed = options_from(arguments, table)
        ready = prepared(table, settings, options=options)
        examples = examples_of(ready, settings)
    except Refusal as refusal:
        print(refusal.sentence, file=sys.stderr)
        return 2

    notes = [with_lines(note) for note in (*proposed, *ready.dataset.notes)]
    for sentence in dict.fromkeys((*renamed, *notes)):
        print(sentence, file=sys.stderr)
    with without_native_log():
        _train(settings, ready.dataset, examples, as_json=arguments.json)
    return 0


def _train(settings: Settings, dataset: Dataset, examples: Examples, *, as_json: bool) -> None:
    set_flags()
    from nets.training.engine.run import Run  # noqa: PLC0415 - TensorFlow takes seconds; a refusal need not wait for it

    run = Run(settings, examples)
    scores = [run.evaluate().scores[:0]]
    while run.epoch < settings.epochs and run.diverged_at is None and run.stopped_at is None:
        scores.append(run.advance(settings.epochs - run.epoch)[:, 0])
    last = run.evaluate()
    curve = np.concatenate(scores)
    if run.stopped_at is None:
        curve = np.concatenate([curve[: last.epoch], last.scores])
    show(run, dataset, examples, Trained(last, curve), as_json=as_json)


def show(run: "Run", dataset: Dataset, examples: Examples, trained: Trained, *, as_json: bool) -> None:
    """Print what a run has learnt."""
    settings, last, curve = run.settings, trained.last, trained.curve
    weights = weights_of(settings, features=dataset.features, classes=dataset.classes)
    if run.diverged_at is not None or run.stopped_at is not None:
        ended = outcome_text(settings, epoch=last.epoch, diverged_at=run.diverged_at, stopped_at=run.stopped_at)
        print(ended, file=sys.stderr)
    remarks = _remarks(run, dataset, examples, last, curve)
    if as_json:
        found = _as_json(settings, dataset, curve, last) | _as_told(dataset, examples, last, remarks)
        print(json.dumps(found))
    else:
        _print_tables(dataset, weights, last)
        for remark in remarks:
            print(remark.sentence)


def _as_json(settings: Settings, dataset: Dataset, curve: np.ndarray, last: Snapshot) -> dict:
    validation = {}
    if curve.shape[1] > 1:
        losses, accuracies = _finite(curve[:, 1]), _finite(curve[:, 2])
        validation = {"validation_losses": losses, "validation_accuracies": accuracies}
        validation |= {"held_out_losses": losses, "held_out_accuracies": accuracies}  # as these were called before
    return {
        "settings": _by_every_name(settings),
        "classes": dataset.classes,
        "features": dataset.features,
        "losses": _finite(curve[:, 0]),
        "cost": float(last.loss[0]),
        "accuracy": float(last.accuracy[0]),
        **validation,
        "epoch": last.epoch,
        "weights": {name: value[0].tolist() for name, value in last.params.items()},
        "estimate": last.probs[0].tolist(),
    }


def _remarks(run: "Run", dataset: Dataset, examples: Examples, last: Snapshot, curve: np.ndarray) -> tuple[Remark, ...]:
    from nets.training.worker.handlers import answer  # noqa: PLC0415 - as above

    evidence = Evidence(
        settings=run.settings,
        rows=training_rows(dataset, examples.validation_rows, run.settings),
        snapshot=last,
        scores=curve[: last.epoch + 1],
        has_ended=True,
        diverged_at=run.diverged_at,
    )
    return diagnose_with(
        evidence,
        lambda question: question.answer_from(answer(encode(question), run.settings, last.params, examples)),
    )


def _as_told(dataset: Dataset, examples: Examples, last: Snapshot, remarks: Sequence[Remark]) -> dict:
    """What the numbers of the last epoch mean: those of the validation rows, the baseline, and the diagnosis."""
    loss, accuracy = last.scores[0, 1:].tolist() if last.scores.shape[1] > 1 else (None, None)
    is_validation = examples.validation_rows
    baseline = baseline_of(dataset.targets, n_classes=len(dataset.classes), is_validation=is_validation)
    return {
        "validation_loss": loss if loss is not None and math.isfinite(loss) else None,
        "validation_accuracy": accuracy,
        "baseline": baseline.accuracy,
        "diagnosis": [{"code": remark.code, "sentence": remark.sentence} for remark in remarks],
    }


def _by_every_name(settings: Settings) -> dict:
    """Every setting's value, by the name it had before as well: programs may ask for that."""
    values = {field.name: getattr(settings, field.name) for field in fields()}
    for field in fields():
        if field.formerly:
            back = {new: old for old, new in field.formerly_values.items()}
            values[field.formerly] = back.get(values[field.name], values[field.name])
    return values


def _finite(values: np.ndarray) -> list[float | None]:
    return [value if math.isfinite(value) else None for value in values.tolist()]


def _print_tables(dataset: Dataset, weights: tuple[Weight, ...], last: Snapshot) -> None:
    for weight in weights:
        print(f"{weight.name}  {' '.join(weight.columns)}")
        for name, row in zip(weight.rows, last.params[weight.name][0], strict=True):
            print(f"  {name}  {_numbers(row)}")
    print(f"estimate  {' '.join(dataset.classes)}")
    for row in last.probs[0]:
        print(f"  {_numbers(row)}")
    print(f"epoch {last.epoch}  loss {last.loss[0]:.8g}  accuracy {last.accuracy[0]:.4f}")


def _numbers(row: np.ndarray) -> str:
    return " ".join(f"{value:.8g}" for value in row)

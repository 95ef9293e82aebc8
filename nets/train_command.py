"""`python -m nets train`: the job of the lecture's programs, without a browser."""

import argparse
import json
import math
import sys
from pathlib import Path

import numpy as np

from nets.choice_options import add_choice_options, choices_from
from nets.data.dataset import Dataset
from nets.data.prepared import prepared
from nets.data.read import MAX_BYTES, read
from nets.errors import DataError, Refusal
from nets.models.parameters import Weight, weights_of
from nets.settings import Settings, fields, settings_from
from nets.training.compiler import set_flags
from nets.training.examples import examples_of
from nets.training.snapshot import Snapshot


def add_train_parser(commands: argparse._SubParsersAction) -> None:
    """The command's own arguments, and one for every setting."""
    parser = commands.add_parser("train", help="train a net on a CSV and print what it learnt")
    parser.add_argument(
        "csv", metavar="CSV", help="the table; its first column is the label unless --label says otherwise"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    for field in fields():
        text = f"{field.help} {field.allowed[0].upper()}{field.allowed[1:]}; {field.default} if not given."
        parser.add_argument("--" + field.name.replace("_", "-"), dest=field.name, help=text.replace("%", "%%"))
    add_choice_options(parser)


def train_command(arguments: argparse.Namespace) -> int:
    """Train and print; 0, or 2 with one sentence on standard error if something was refused."""
    try:
        given = {field.name: getattr(arguments, field.name) for field in fields()}
        settings = settings_from({name: value for name, value in given.items() if value is not None})
        table = _read(Path(arguments.csv))
        choices, notes = choices_from(arguments, table)
        ready = prepared(table, settings, choices=choices)
        examples = examples_of(ready, settings)
    except Refusal as refusal:
        print(refusal.sentence, file=sys.stderr)
        return 2

    for note in notes:
        print(note.sentence, file=sys.stderr)
    set_flags()
    from nets.training.run import Run  # noqa: PLC0415 - TensorFlow takes seconds; a refusal need not wait for it

    run = Run(settings, examples)
    dataset = ready.dataset
    scores = [run.look().scores[:0]]
    while run.epoch < settings.epochs and run.diverged_at is None and run.stopped_at is None:
        scores.append(run.advance(settings.epochs - run.epoch)[:, 0])
    last = run.look()
    curve = np.concatenate(scores)
    if run.stopped_at is None:
        curve = np.concatenate([curve[: last.epoch], last.scores])
    weights = weights_of(settings, features=dataset.features, classes=dataset.classes)
    if run.diverged_at is not None:
        print(
            f"At epoch {run.diverged_at} the cost ran away; what follows is epoch {last.epoch}. "
            "Try a smaller learning rate.",
            file=sys.stderr,
        )
    if run.stopped_at is not None:
        stopped = "Finished" if run.stopped_at == settings.epochs else f"Stopped at epoch {run.stopped_at}"
        print(f"{stopped}: the held-out loss was best at epoch {last.epoch}, which follows.", file=sys.stderr)
    if arguments.json:
        print(json.dumps(_as_json(settings, dataset, curve, last)))
    else:
        _print_tables(dataset, weights, last)
    return 0


def _read(path: Path):
    try:
        if path.stat().st_size > MAX_BYTES:
            raise DataError("too-large", f"{path} is larger than {MAX_BYTES // 1_000_000} MB: keep fewer rows.")
        return read(path.read_bytes(), name=path.name)
    except OSError as error:
        raise DataError("no-file", f"{path} cannot be read: {error.strerror}. Give the path of a CSV file.") from None


def _as_json(settings: Settings, dataset: Dataset, curve: np.ndarray, last: Snapshot) -> dict:
    held = {}
    if curve.shape[1] > 1:
        held = {"held_out_losses": _finite(curve[:, 1]), "held_out_accuracies": _finite(curve[:, 2])}
    return {
        "settings": {field.name: getattr(settings, field.name) for field in fields()},
        "classes": dataset.classes,
        "features": dataset.features,
        "losses": _finite(curve[:, 0]),
        "cost": float(last.cost[0]),
        "accuracy": float(last.accuracy[0]),
        **held,
        "epoch": last.epoch,
        "weights": {name: value[0].tolist() for name, value in last.params.items()},
        "estimate": last.probs[0].tolist(),
    }


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
    print(f"epoch {last.epoch}  cost {last.cost[0]:.8g}  accuracy {last.accuracy[0]:.4f}")


def _numbers(row: np.ndarray) -> str:
    return " ".join(f"{value:.8g}" for value in row)

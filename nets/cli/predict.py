"""`python -m nets predict`: train on one table, and predict the rows of another."""

import argparse
import json
import math
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from nets.cli.path import add_reading_options, reading_from, table_at
from nets.cli.settings_options import add_settings_options, settings_given
from nets.cli.standard_error.native_log import without_native_log
from nets.cli.standard_error.note_text import with_lines
from nets.cli.table_changes import add_table_changes, changed_by
from nets.cli.table_options import add_table_options, options_from
from nets.data.columns.infer import RawColumn
from nets.data.csv.write import csv_of
from nets.data.prepare.new_rows.encode import NewRows, new_rows_of
from nets.data.prepare.split import Prepared, prepared
from nets.data.table import Note
from nets.errors import Code, DataError, Refusal
from nets.figures.deck.new_rows import in_order_of_the_file, new_rows_table, without_nan
from nets.queries.predictions import Predictions, PredictionsQuery
from nets.settings import Settings, settings_from
from nets.training.outcome import outcome_text
from nets.training.protocol.examples import Examples, examples_of


def add_predict_parser(commands: argparse._SubParsersAction) -> None:
    """The command's own arguments, one for every setting, and one for every preprocessing option."""
    parser = commands.add_parser("predict", help="train a net on a CSV and predict the rows of another")
    parser.set_defaults(command=predict_command)
    parser.add_argument("csv", metavar="CSV", help="the rows to predict: the same columns in any order, label or not")
    parser.add_argument("--train", metavar="CSV", required=True, help="the table to train on")
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--json", action="store_true", help="print one JSON object")
    how.add_argument("--out", metavar="FILE.csv", help="write the predictions and the rows there instead")
    add_settings_options(parser)
    add_reading_options(parser)
    add_table_options(parser)
    add_table_changes(parser)


def predict_command(arguments: argparse.Namespace) -> int:
    """Train, predict and print; 0, or 2 with one sentence on standard error if something was refused."""
    known: dict[str, RawColumn] = {}
    try:
        given, renamed = settings_given(arguments)
        settings = settings_from(given)
        _check_out(arguments.out)
        of_new = argparse.Namespace(**vars(arguments))  # a change of the shape uses up options
        with _about(arguments.train):
            table = changed_by(arguments, table_at(arguments.train, reading_from(arguments)))
            options, suggested = options_from(arguments, table)
            trained = prepared(table, settings, options=options, known=known)
            examples = examples_of(trained, settings)
        with _about(arguments.csv):
            of_new.label = options.label
            rows = changed_by(of_new, table_at(arguments.csv, reading_from(arguments)))
            new = new_rows_of(rows, table, trained, in_sequences=settings.net == "rnn", known=known)
        notes = (*suggested, *trained.dataset.notes)
        for sentence in dict.fromkeys((*renamed, *map(with_lines, notes))):
            print(sentence, file=sys.stderr)
        with without_native_log():
            found, outcome = _trained_and_predicted(settings, examples, new)
        if outcome:
            print(outcome, file=sys.stderr)
        _give(arguments, new, found, trained)
    except Refusal as refusal:
        print(refusal.sentence, file=sys.stderr)
        return 2
    return 0


@contextmanager
def _about(path: str) -> Iterator[None]:
    """Have a refusal say which of the two files it is about."""
    try:
        yield
    except DataError as refusal:
        if path in refusal.sentence:
            raise
        raise DataError(refusal.code, f"{Path(path).name}: {refusal.sentence}") from None


def _trained_and_predicted(settings: Settings, examples: Examples, new: NewRows) -> tuple[Predictions, str]:
    """The predictions, and how the run ended if not by its last epoch."""
    from nets.autodiff.net import Net  # noqa: PLC0415 - TensorFlow takes seconds; a refusal need not wait for it
    from nets.training.engine.run import Run  # noqa: PLC0415
    from nets.training.engine.xla_flags import set_flags  # noqa: PLC0415

    set_flags()
    run = Run(settings, examples)
    while run.epoch < settings.epochs and run.diverged_at is None and run.stopped_at is None:
        run.advance(settings.epochs - run.epoch)
    last = run.evaluate()
    net = Net(settings, {name: value[0] for name, value in last.params.items()}, examples)
    found = PredictionsQuery(new.columns, new.targets, new.groups).answer(net)
    if run.diverged_at is None and run.stopped_at is None:
        return found, ""
    return found, outcome_text(settings, epoch=last.epoch, diverged_at=run.diverged_at, stopped_at=run.stopped_at)


def _give(arguments: argparse.Namespace, new: NewRows, found: Predictions, trained: Prepared) -> None:
    classes, notes = trained.dataset.classes, (*new.table.notes, *new.notes)
    if arguments.json:
        print(json.dumps(_as_json(new, found, classes, notes)))
        return
    for note in notes:
        print(f"{new.table.name}: {with_lines(note)}", file=sys.stderr)
    if arguments.out:
        lines = new_rows_table(new, found, classes=classes, label=trained.dataset.label)
        _write(arguments.out, csv_of(without_nan(lines)))
    else:
        _print_table(new, found, classes)
    if found.loss is not None:
        rows = "1 row" if new.n_labelled == 1 else f"{new.n_labelled:,} rows"
        print(f"{rows} with a label: loss {found.loss:.8g}  accuracy {found.accuracy:.4f}")


def _as_json(new: NewRows, found: Predictions, classes: Sequence[str], notes: Sequence[Note]) -> dict:
    predicted, probs = in_order_of_the_file(new, found)
    rows = [
        {"predicted": classes[k], "probabilities": row} if k >= 0 else {"predicted": None, "probabilities": None}
        for k, row in zip(predicted.tolist(), probs.tolist(), strict=True)
    ]
    scores = {}
    if found.loss is not None:
        scores = {"accuracy": found.accuracy, "loss": found.loss if math.isfinite(found.loss) else None}
    return {"classes": classes, "rows": rows, "notes": [with_lines(note) for note in notes], **scores}


def _print_table(new: NewRows, found: Predictions, classes: Sequence[str]) -> None:
    predicted, probs = in_order_of_the_file(new, found)
    print(f"line  predicted  {' '.join(f'p({name})' for name in classes)}")
    for row, (k, of_row) in enumerate(zip(predicted.tolist(), probs.tolist(), strict=True)):
        place = row + 1 if new.table.lines is None else int(new.table.lines[row])
        numbers = " ".join(f"{value:.8g}" for value in of_row)
        print(f"{place}  {classes[k]}  {numbers}" if k >= 0 else f"{place}  left out")


def _check_out(path: str | None) -> None:
    """Raises `DataError` where the file could not be written, before any net is trained for it."""
    if path is None:
        return
    if not path.endswith(".csv"):
        raise DataError(Code.NOT_A_FILE, f"--out must end in .csv; found {path}.")
    if not Path(path).absolute().parent.is_dir():
        raise DataError(Code.NO_SUCH_FILE, f"--out: there is no folder {Path(path).absolute().parent}.")


def _write(path: str, content: bytes) -> None:
    try:
        Path(path).write_bytes(content)
    except OSError as error:
        raise DataError(Code.UNREADABLE, f"--out: {path} cannot be written ({error.strerror}).") from None

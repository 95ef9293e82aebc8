"""`python -m nets export`: a run as a script of another library, or as a file that holds the net."""

import argparse
import sys
from pathlib import Path

from nets.cli.path import bytes_at, table_of
from nets.cli.settings_options import add_settings_options, settings_given
from nets.cli.standard_error.native_log import without_native_log
from nets.cli.standard_error.note_text import with_lines
from nets.cli.table_changes import add_table_changes, changed_by
from nets.cli.table_options import add_table_options, options_from
from nets.data.prepare.split import prepared
from nets.errors import Code, DataError, Refusal
from nets.export.bundle import Bundle
from nets.export.export import KINDS, SCRIPTS, Trained, exported, net_bundle
from nets.export.net.files import NET_KINDS, check_kind
from nets.export.recipe import Recipe
from nets.settings import settings_from
from nets.training.engine.xla_flags import set_flags
from nets.training.outcome import outcome_text
from nets.training.protocol.events import Events
from nets.training.protocol.examples import examples_of


def add_export_parser(commands: argparse._SubParsersAction) -> None:
    """The command's own arguments, and those of `train`."""
    parser = commands.add_parser("export", help="give a run as a script of another library, or as a net in a file")
    parser.set_defaults(command=export_command)
    parser.add_argument("csv", metavar="CSV", help="the table; it is read and prepared as by train")
    parser.add_argument("--as", dest="kind", metavar="KIND", required=True, help=f"one of {', '.join(KINDS)}")
    parser.add_argument("--notebook", action="store_true", help="the script as a notebook, with the curve in it")
    parser.add_argument(
        "--out", metavar="FILE", help="write it there, and what belongs to it beside it; a script is printed otherwise"
    )
    add_settings_options(parser)
    add_table_options(parser)
    add_table_changes(parser)


def export_command(arguments: argparse.Namespace) -> int:
    """Train, and print or write; 0, or 2 with one sentence on standard error if something was refused."""
    try:
        _check(arguments)
        given, renamed = settings_given(arguments)
        settings = settings_from(given)
        raw = bytes_at(arguments.csv)
        table = changed_by(arguments, table_of(raw, arguments.csv))
        options, proposed = options_from(arguments, table)
        ready = prepared(table, settings, options=options)
        examples = examples_of(ready, settings)
        recipe = Recipe(table, ready.dataset, examples, Events(settings), raw, Path(arguments.csv).name)
        notes = [with_lines(note) for note in (*proposed, *ready.dataset.notes)]
        for sentence in dict.fromkeys((*renamed, *notes)):
            print(sentence, file=sys.stderr)
        with without_native_log():
            trained = _trained(recipe)
            stem = Path(arguments.out).stem if arguments.out else None
            path = None if arguments.out else arguments.csv
            if arguments.kind in SCRIPTS:
                bundle = exported(trained, arguments.kind, is_notebook=arguments.notebook, stem=stem, path=path)
            else:
                bundle = net_bundle(trained, arguments.kind, content=_by_keras(trained, arguments.kind), stem=stem)
        _give(arguments, bundle, trained.recipe)
    except Refusal as refusal:
        print(refusal.sentence, file=sys.stderr)
        return 2
    return 0


def _check(arguments: argparse.Namespace) -> None:
    """Raises `DataError` where the options make no export, before any net is trained for it."""
    if arguments.kind not in KINDS:
        raise DataError(Code.UNKNOWN_CHOICE, f"--as must be one of {', '.join(KINDS)}; found {arguments.kind[:60]!r}.")
    is_script = arguments.kind in SCRIPTS
    if arguments.notebook and not is_script:
        raise DataError(Code.UNKNOWN_CHOICE, f"--notebook is for scripts: {', '.join(SCRIPTS)}.")
    if not is_script and not arguments.out:
        raise DataError(Code.UNKNOWN_CHOICE, f"--as {arguments.kind} is no text: name the file by --out FILE.")
    if (
        arguments.out
        and Path(arguments.out).exists()
        and Path(arguments.out).resolve() == Path(arguments.csv).resolve()
    ):
        raise DataError(Code.BESIDE, f"--out: {arguments.out} is the table itself. Name another file.")
    if arguments.out and not Path(arguments.out).absolute().parent.is_dir():
        raise DataError(Code.NO_SUCH_FILE, f"--out: there is no folder {Path(arguments.out).absolute().parent}.")


def _by_keras(trained: Trained, kind: str) -> bytes | None:
    """What Keras makes of the net; None where it makes nothing."""
    if not NET_KINDS[kind].by_keras:
        return None
    from nets.export.net.keras_file import file_of  # noqa: PLC0415 - Keras takes seconds

    check_kind(kind, trained.parts)
    return file_of(kind, trained.parts, n_steps=trained.n_steps)


def _trained(recipe: Recipe) -> Trained:
    set_flags()
    from nets.export.training import trained  # noqa: PLC0415 - TensorFlow takes seconds; a refusal need not wait for it

    found = trained(recipe)
    if found.diverged_at is not None or found.stopped_at is not None:
        ended = outcome_text(
            recipe.settings, epoch=found.epoch, diverged_at=found.diverged_at, stopped_at=found.stopped_at
        )
        print(ended, file=sys.stderr)
    return found


def _give(arguments: argparse.Namespace, bundle: Bundle, recipe: Recipe) -> None:
    """Write the files, or print the only one that is needed beside the table itself."""
    if arguments.out:
        _write(Path(arguments.out), bundle)
        return
    beside = [name for name, content in bundle.files.items() if name != bundle.name and content != recipe.raw]
    if beside:
        raise DataError(
            Code.BESIDE,
            f"This script needs {' and '.join(beside)} beside it: name a file by --out FILE, and they are written too.",
        )
    print(bundle.content.decode(), end="")


def _write(out: Path, bundle: Bundle) -> None:
    files = {out.name if name == bundle.name else name: content for name, content in bundle.files.items()}
    for name, content in files.items():
        path = out.with_name(name)
        if name != out.name and path.exists() and path.read_bytes() != content:
            raise DataError(
                Code.BESIDE,
                f"--out: {path} is another file than the one this export needs there. Choose another folder.",
            )
    for name, content in files.items():
        try:
            out.with_name(name).write_bytes(content)
        except OSError as error:
            raise DataError(
                Code.UNREADABLE, f"--out: {out.with_name(name)} cannot be written ({error.strerror})."
            ) from None

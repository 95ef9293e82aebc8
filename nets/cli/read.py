"""`python -m nets read`: what the reader understood of each file, or why it refuses it."""

import argparse
import json
import sys
from collections.abc import Sequence
from typing import Any

import numpy as np

from nets.cli.path import add_reading_options, reading_from, table_at
from nets.cli.read_cells import cells_and_values, proposal_of
from nets.cli.standard_error.note_text import with_lines
from nets.data.columns.infer import RawColumn, columns_of, notes_of
from nets.data.limits import MAX_CLASSES
from nets.data.prepare.dataset import dataset_from
from nets.data.prepare.labels import labels_by, labels_of
from nets.data.prepare.options import PreprocessingOptions
from nets.data.prepare.suggest import suggested_options
from nets.data.read_options import Reading
from nets.data.table import Table
from nets.errors import DataError


def add_read_parser(commands: argparse._SubParsersAction) -> None:
    """The command's own arguments."""
    parser = commands.add_parser("read", help="print what the reader understood of each file")
    parser.set_defaults(command=read_command)
    parser.add_argument("csv", nargs="+", metavar="CSV")
    parser.add_argument("--json", action="store_true", help="print one JSON object a line")
    add_reading_options(parser)
    parser.add_argument("--cells", action="store_true", help="with --json: every cell, value and proposed option too")


def read_command(arguments: argparse.Namespace) -> int:
    """Print one JSON object or one paragraph a file, and return the exit status: 2 if a file was refused, else 0."""
    status = 0
    for file in arguments.csv:
        answer = _answer(file, reading_from(arguments), with_cells=arguments.json and arguments.cells)
        if "refusal" in answer:
            status = 2
        print(json.dumps(answer) if arguments.json else _printable(_paragraph(answer)), flush=True)
    return status


def _answer(file: str, reading: Reading, *, with_cells: bool) -> dict[str, Any]:
    try:
        return _understood(file, table_at(file, reading), with_cells=with_cells)
    except DataError as refusal:
        return {"file": file, "refusal": {"code": refusal.code, "sentence": refusal.sentence}}


def _understood(file: str, table: Table, *, with_cells: bool) -> dict[str, Any]:
    known: dict[str, RawColumn] = {}
    options, proposal, proposed, refusal = None, None, (), None
    label, found = table.columns[0], None
    try:
        options, proposed = suggested_options(table, known=known)
        label, proposal = options.label, proposal_of(table, options, proposed)
        found = dataset_from(table, options=options, known=known)
    except DataError as error:
        refusal = error
    features = tuple(name for name in table.columns if name != label)
    notes = found.notes if found else (*table.notes, *notes_of(columns_of(table, features, known=known)))
    classes = found.classes if found else _classes(table, options)
    answer: dict[str, Any] = {
        "file": file,
        "encoding": table.encoding,
        "format": table.form or "delimited text",
        "delimiter": table.delimiter,
        "header": table.header,
        "columns": list(table.columns),
        "rows": table.n_rows,
        "label": label,
        "classes": list(classes) if len(classes) <= MAX_CLASSES else [],
        "notes": [with_lines(note) for note in dict.fromkeys((*notes, *proposed))],
    }
    if refusal:
        answer["notes"].append(f"No net can be trained on it as it is: {refusal.sentence}")
    if with_cells:
        answer |= {**cells_and_values(table, known), "proposal": proposal}
    return answer


def _classes(table: Table, options: PreprocessingOptions | None) -> Sequence[str]:
    """The classes of a table that no net can be trained on: as proposed, else the texts of its first column."""
    if options is None:
        return labels_of(table, table.columns[0], alike="blanks").classes
    try:
        return labels_by(table, options, np.ones(table.n_rows, bool)).classes
    except DataError:  # a label without a number
        return ()


def _paragraph(answer: dict[str, Any]) -> str:
    if "refusal" in answer:
        return f"{answer['file']}: refused ({answer['refusal']['code']}). {answer['refusal']['sentence']}"
    shown = {key: value for key, value in answer.items() if key not in ("file", "notes")}
    lines = [answer["file"], *(f"  {key:<10}{_words(value)}" for key, value in shown.items())]
    lines += [f"  note      {note}" for note in answer["notes"]]
    return "\n".join(lines)


def _printable(text: str) -> str:
    """The text as far as the terminal can show it, and what it cannot as escapes."""
    encoding = sys.stdout.encoding or "utf-8"
    return text.encode(encoding, "backslashreplace").decode(encoding)


def _words(value: Any) -> str:
    if isinstance(value, list):
        more = f", … ({len(value):,} in all)" if len(value) > 12 else ""
        return ", ".join(str(item) for item in value[:12]) + more
    return f"{value:,}" if type(value) is int else repr(value) if isinstance(value, str) else str(value)

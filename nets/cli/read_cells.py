"""All that was read of a table, cell by cell, for `python -m nets read --json --cells`."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from nets.data.columns.infer import Column, RawColumn, columns_of
from nets.data.prepare.options import PreprocessingOptions
from nets.data.table import Note, Table

KINDS = {"number": "number", "clock": "number", "duration": "number", "date": "date", "text": "text", "empty": "text"}


def cells_and_values(table: Table, known: dict[str, RawColumn]) -> dict[str, Any]:
    """The rows of texts, and of each column its kind and its values.

    Values are numbers, null for a gap: dates are days since 1970-01-01, times of day fractions of a day, durations
    days. A column of texts has null instead.
    """
    columns = columns_of(table, known=known)
    texts = [table.texts(name).to_list() for name in table.columns]
    return {
        "cells": [list(row) for row in zip(*texts, strict=True)],
        "kinds": [KINDS[column.kind] for column in columns],
        "values": [_values(column) for column in columns],
    }


def proposal_of(table: Table, options: PreprocessingOptions, notes: Sequence[Note]) -> dict[str, Any]:
    """What the app proposes to make of the table, by names of columns."""
    used = {options.label, options.group, options.time, *options.left_out}
    return {
        "label": options.label,
        "group": options.group,
        "time": options.time,
        "inputs": [name for name in table.columns if name not in used],
        "left_out": list(options.left_out),
        "notes": [note.sentence for note in notes],
    }


def _values(column: Column) -> list[float | str | None] | None:
    """The numbers as JSON can hold them: an infinity is a text."""
    if KINDS[column.kind] == "text":
        return None
    return [None if np.isnan(n) else n if np.isfinite(n) else str(n) for n in column.values.tolist()]

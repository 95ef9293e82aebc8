"""All that was read of a table, cell by cell, for `python -m nets read --json --cells`."""

from typing import Any

import numpy as np

from nets.data.columns.infer import Column, RawColumn, columns_of
from nets.data.prepare.suggest import suggested_dataset
from nets.data.table import Table
from nets.errors import DataError

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


def proposal_of(table: Table, known: dict[str, RawColumn]) -> dict[str, Any] | None:
    """What the app proposes to make of the table, by names of columns; null where no net can be trained on it."""
    try:
        dataset, notes = suggested_dataset(table, known=known)
    except DataError:
        return None
    options = dataset.options
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

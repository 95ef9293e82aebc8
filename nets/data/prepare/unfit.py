"""Cells that no input of a net can be made of: texts among numbers, gaps, numbers beyond what a net computes with."""

from collections.abc import Sequence

import numpy as np

from nets.data.columns.dates import parse_dates
from nets.data.columns.infer import Column, numbered
from nets.data.columns.lexical import is_missing
from nets.data.columns.numbers import Misfit, parse_numbers
from nets.data.prepare.encoders import LARGEST
from nets.data.prepare.obstacles import Obstacle
from nets.data.prepare.options import PreprocessingOptions
from nets.data.table import Table, shortened
from nets.errors import Code

LOOKED_AT = 10_000  # different texts of a column
MOST_PLACES = 5  # named in a sentence


def obstacles_in(
    columns: Sequence[Column], table: Table, options: PreprocessingOptions, rows: np.ndarray, training: np.ndarray
) -> list[Obstacle]:
    """What in these columns the options allow no number for, in `rows`; `training` are those of them that the encoders
    are fitted to. Both are (n_rows,) bool.
    """
    found = []
    for column in columns:
        is_text = column.kind == "text"
        if column.name in options.as_text or (is_text and options.categories == "one-hot"):
            found += _too_many(column, options, training)
        elif is_text:
            found += [_text(column, table, rows)] if options.categories == "refuse" else []
        else:
            found += _numbers(column, table, options, rows, training)
    return found


def _too_many(column: Column, options: PreprocessingOptions, training: np.ndarray) -> list[Obstacle]:
    codes, _ = numbered(column.cells)
    n_texts = len(np.unique(codes[training]))
    if n_texts <= options.most_categories:
        return []
    return [
        Obstacle(
            Code.TOO_MANY_CATEGORIES,
            f"column {shortened(column.name)} has {n_texts:,} different texts",
            f"the limit for one-hot is {options.most_categories:,}, so leave the column out or raise the limit",
        )
    ]


def _text(column: Column, table: Table, rows: np.ndarray) -> Obstacle:
    row, is_odd = odd_cell(column, rows)
    found = f"column {shortened(column.name)} has {shortened(str(column.cells.iloc[row]))} on {table.place(row)}"
    remedy = "correct the cell or leave the column out" if is_odd else "make it one-hot, or leave the column out"
    return Obstacle(Code.NOT_A_NUMBER, f"{found}, which is not a number", remedy)


def odd_cell(column: Column, rows: np.ndarray) -> tuple[int, bool]:
    """The first of `rows` (n_rows,) bool whose text keeps the column from being numbers or dates, and whether most of
    the others are that.
    """
    if column.misfit is not None and rows[column.misfit]:
        return column.misfit, True
    codes, texts = numbered(column.cells)
    counts = np.bincount(codes[rows], minlength=len(texts))
    looked_at = np.flatnonzero(counts)[:LOOKED_AT]
    kinds = np.full(len(texts), "")
    kinds[looked_at] = [_kind(texts[place].strip()) for place in looked_at]
    n_rows = {kind: counts[kinds == kind].sum() for kind in "ndt"}
    usual = max("ndt", key=n_rows.get)
    others = np.flatnonzero(rows & np.isin(kinds[codes], [kind for kind in "ndt" if kind != usual]))
    if usual == "t":
        return int(np.argmax(rows & (kinds[codes] == "t"))), False
    if len(others):
        return int(others[0]), True
    return _written_otherwise(codes, texts, counts, rows), True


def _written_otherwise(codes: np.ndarray, texts: Sequence[str], counts: np.ndarray, rows: np.ndarray) -> int:
    """The first row whose number is not written as the most frequent one is: 4 lb among kg."""
    usual = texts[int(np.argmax(counts))].strip()
    for place in np.flatnonzero(counts)[:LOOKED_AT]:
        if isinstance(parse_numbers([usual, texts[place].strip()]), Misfit) and not is_missing(texts[place]):
            return int(np.argmax(rows & (codes == place)))
    return int(np.argmax(rows))


def _kind(text: str) -> str:
    """n for a number, d for a date, t for any other text, "" for a gap."""
    if is_missing(text):
        return ""
    if not isinstance(parse_numbers([text]), Misfit):
        return "n"
    return "d" if parse_dates([text]) is not None else "t"


def _numbers(
    column: Column, table: Table, options: PreprocessingOptions, rows: np.ndarray, training: np.ndarray
) -> list[Obstacle]:
    if not (training & ~column.missing).any():
        found = f"column {shortened(column.name)} has no values in the training rows"
        return [Obstacle(Code.EMPTY_COLUMN, found, "leave the column out")]
    gaps = gaps_in(column, table, rows) if options.missing == "refuse" else []
    return [*gaps, *too_large_in(column, table, rows)]


def gaps_in(column: Column, table: Table, rows: np.ndarray) -> list[Obstacle]:
    """That a column of numbers has none in some of `rows`, (n_rows,) bool."""
    missing = rows & column.missing
    if not missing.any():
        return []
    row, n_more = int(np.argmax(missing)), int(missing.sum()) - 1
    text = str(column.cells.iloc[row])
    told = f" ({shortened(text)})" if text.strip() else ""
    more = f", and on {n_more:,} more" if n_more else ""
    return [
        Obstacle(
            Code.MISSING_VALUE,
            f"column {shortened(column.name)} has no value on {table.place(row)}{told}{more}",
            "choose a rule for missing values, fill them in, or leave the column out",
        )
    ]


def too_large_in(column: Column, table: Table, rows: np.ndarray) -> list[Obstacle]:
    """That a number in some of `rows`, (n_rows,) bool, is infinite or too large for a net."""
    with np.errstate(invalid="ignore"):
        beyond = rows & (np.abs(column.values) > LARGEST)
    if not beyond.any():
        return []
    places = np.flatnonzero(beyond)
    told = [f"{shortened(str(column.cells.iloc[row]))} on {table.place(row)}" for row in places[:MOST_PLACES].tolist()]
    if len(places) > MOST_PLACES:
        told.append(f"{len(places) - MOST_PLACES:,} more")
    listed = " and ".join(filter(None, [", ".join(told[:-1]), told[-1]]))
    are, remedy = (
        ("is", "correct the cell, delete the row") if len(told) == 1 else ("are", "correct the cells, delete the rows")
    )
    return [
        Obstacle(
            Code.OUT_OF_RANGE,
            f"column {shortened(column.name)} has {listed}, which {are} beyond what a net can compute with (3.4e38)",
            f"{remedy}, or leave the column out",
        )
    ]

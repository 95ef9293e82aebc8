"""The rows of a table that a net reads: which are kept, which have a loss, their order, and where sequences begin."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nets.data.columns.infer import Column, columns_of
from nets.data.prepare.labels import Labels, labels_of
from nets.data.prepare.obstacles import Obstacle
from nets.data.prepare.options import PreprocessingOptions
from nets.data.prepare.time_steps.sequences import cuts_in, in_order, last_steps
from nets.data.prepare.unfit import odd_cell
from nets.data.table import Note, Table, shortened
from nets.errors import Code, DataError

MOST_LINES = 1000  # that a note names


@dataclass(frozen=True, eq=False)
class Rows:
    """The rows as a net reads them: `order` (B,) are the table's. `starts` (B,) is True where a sequence begins, and
    `cuts` (B,) where that is only since rows before it were left out; None: nowhere.

    `is_kept` and `has_loss` (n_rows,) are about all rows of the table; `notes` say what was done.
    """

    order: np.ndarray
    starts: np.ndarray | None
    cuts: np.ndarray | None
    is_kept: np.ndarray
    has_loss: np.ndarray
    notes: tuple[Note, ...]


def rows_by(
    table: Table,
    options: PreprocessingOptions,
    columns: Sequence[Column],
    labels: Labels,
    *,
    in_sequences: bool,
) -> Rows:
    """The rows that the options keep. Without `in_sequences`, for a net that takes each row alone, only those with a
    loss.

    Raises `DataError` where no row is left, or the rows cannot be put in order.
    """
    is_kept, notes = _without_gaps(table, options, columns, labels)
    codes = None if options.group is None else labels_of(table, options.group).targets
    times = None if options.time is None else _times(table, options, is_kept)
    order, starts = in_order(np.flatnonzero(is_kept).astype(np.int32), times=times, codes=codes)
    has_loss = is_kept & (labels.targets >= 0)
    if options.loss_at == "last step":
        has_loss &= last_steps(order, starts, n_rows=table.n_rows)
    if options.loss_at != "every step":
        notes += _notes_on_losses(table, options, order, starts, has_loss, in_sequences=in_sequences)
        if not in_sequences:
            is_kept = has_loss
            order, starts = in_order(np.flatnonzero(is_kept).astype(np.int32), times=times, codes=codes)
            return Rows(order, starts, None, is_kept, has_loss, tuple(notes))
    cuts = cuts_in(order, starts, n_rows=table.n_rows, times=times, codes=codes)
    if cuts is None:
        return Rows(order, starts, None, is_kept, has_loss, tuple(notes))
    if options.at_gaps == "join":
        notes.append(Note("The rows before and after them are then neighbouring time steps of an RNN."))
        return Rows(order, starts, None, is_kept, has_loss, tuple(notes))
    n_cuts = int(cuts.sum())
    places = "1 place" if n_cuts == 1 else f"{n_cuts:,} places"
    notes.append(Note(f"An RNN's sequence is cut there, at {places}: its state begins at 0 after each."))
    starts = np.arange(len(order)) == 0 if starts is None else starts
    return Rows(order, starts | cuts, cuts, is_kept, has_loss, tuple(notes))


def unlabelled(table: Table, options: PreprocessingOptions, labels: Labels) -> list[Obstacle]:
    """That rows have no label, where the options neither leave them out nor let them be without a loss."""
    missing = labels.targets < 0
    is_allowed = options.missing == "leave out rows" or options.loss_at != "every step"
    if is_allowed or not missing.any() or missing.all():
        return []
    place, n_more = table.place(int(np.argmax(missing))), int(missing.sum()) - 1
    more = f", and on {n_more:,} more" if n_more else ""
    return [
        Obstacle(
            Code.MISSING_LABEL,
            f"the label {shortened(options.label)} is missing on {place}{more}",
            "leave out rows with a missing value, fill it in, or delete the row",
        )
    ]


def alike_at_the_end(options: PreprocessingOptions, labels: Labels, rows: Rows) -> list[Obstacle]:
    """That the last steps, which alone have a loss, have one label only, where others have another."""
    last, every = (np.unique(labels.targets[of & (labels.targets >= 0)]) for of in (rows.has_loss, rows.is_kept))
    if options.loss_at != "last step" or len(last) != 1 or len(every) == 1:
        return []
    only = shortened(labels.classes[last[0]])
    found = f"every sequence ends with the label {only}, so there is nothing to tell apart"
    remedy = "let the label of every step count, or choose the column that tells the sequences apart"
    return [Obstacle(Code.ONE_CLASS, found, remedy)]


def lines_of(table: Table, rows: np.ndarray) -> tuple[int, ...]:
    """The first lines of the file that these rows (n_rows,) bool stand on; none where the table is of no file."""
    return () if table.lines is None else tuple(int(line) for line in np.asarray(table.lines)[rows][:MOST_LINES])


def _without_gaps(
    table: Table, options: PreprocessingOptions, columns: Sequence[Column], labels: Labels
) -> tuple[np.ndarray, list[Note]]:
    """The rows without a gap that would be left out for it, (n_rows,) bool, and notes on the others."""
    if options.missing != "leave out rows":
        return np.ones(table.n_rows, dtype=bool), []
    gaps = np.zeros(table.n_rows, bool) if options.loss_at != "every step" else labels.targets < 0
    for column in columns:
        if column.numbers is not None and column.name not in options.as_text:
            gaps |= column.missing
    if gaps.all():
        raise DataError(
            Code.NO_ROW,
            "Every row has a gap, so none is left: fill missing values rather than leaving out their rows, or leave "
            "out the columns that have them.",
        )
    if not gaps.any():
        return ~gaps, []
    without = gaps & (labels.targets < 0)
    if options.loss_at != "every step" or not without.any():
        return ~gaps, [Note(f"{_count(gaps)} with a missing value left out.", lines_of(table, gaps))]
    have = "has" if without.sum() == 1 else "have"
    sentence = f"{int(without.sum()):,} of {table.n_rows:,} rows {have} no label {shortened(options.label)}: left out."
    notes, others = [Note(sentence, lines_of(table, without))], gaps & ~without
    if others.any():
        notes.append(Note(f"{_count(others)} with another missing value left out.", lines_of(table, others)))
    return ~gaps, notes


def _notes_on_losses(
    table: Table,
    options: PreprocessingOptions,
    order: np.ndarray,
    starts: np.ndarray | None,
    has_loss: np.ndarray,
    *,
    in_sequences: bool,
) -> list[Note]:
    """What becomes of rows without a loss, and of sequences that have none."""
    without = np.zeros(table.n_rows, bool)
    without[order] = ~has_loss[order]
    if not without.any():
        return []
    label, is_last = shortened(options.label), options.loss_at == "last step"
    why = "do not end their sequence" if is_last else f"have no label {label}"
    if not in_sequences:
        are = "is" if without.sum() == 1 else "are"
        sentence = f"{_count(without)} of {len(order):,} that {why} {are} left out: an MLP takes each row alone."
        return [Note(sentence, lines_of(table, without))]
    begins = f"Labels {label} count where they are given"
    if is_last:
        begins = "Only the label on the last step of each sequence counts"
    are = "is a time step" if without.sum() == 1 else "are time steps"
    sentence = f"{begins}: {_count(without)} of {len(order):,} {are} without a loss."
    notes = [Note(sentence, lines_of(table, without))]
    sequence = np.zeros(len(order), int) if starts is None else np.cumsum(starts) - 1
    silent = np.bincount(sequence, has_loss[order]) == 0
    if silent.any():
        rows = np.zeros(table.n_rows, bool)
        rows[order[silent[sequence]]] = True
        which = "1 sequence has" if silent.sum() == 1 else f"{int(silent.sum()):,} sequences have"
        notes.append(Note(f"{which} no label: predicted, and neither trained on nor scored.", lines_of(table, rows)))
    return notes


def _times(table: Table, options: PreprocessingOptions, is_kept: np.ndarray) -> np.ndarray:
    """What the rows are put in order by, (n_rows,)."""
    (time,) = columns_of(table, (options.time,), choices=options.cells)
    if time.numbers is None or time.missing[is_kept].any():
        raise _no_time(table, time, np.flatnonzero(is_kept))
    return time.values


def _no_time(table: Table, time: Column, rows: np.ndarray) -> DataError:
    """That the column cannot put these rows (B,) in order, and the first cell that is the reason."""
    if time.numbers is None:
        row, _ = odd_cell(time, np.ones(table.n_rows, bool))
    else:
        row = int(rows[np.argmax(time.missing[rows])])
    text = shortened(str(time.cells.iloc[row]))
    return DataError(
        Code.NO_TIME,
        f"Column {shortened(time.name)} cannot put the rows in order: it has {text} on {table.place(row)}, which is "
        "not a number or date. Correct the cell, or choose another column.",
    )


def _count(rows: np.ndarray) -> str:
    count = int(rows.sum())
    return "1 row" if count == 1 else f"{count:,} rows"

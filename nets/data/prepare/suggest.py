"""The options proposed for a table: those of the preset Lecture, or the nearest that a person would choose."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from nets.data.columns.infer import RawColumn, columns_of
from nets.data.columns.value_counts import n_distinct
from nets.data.prepare.chosen import NOTHING, Chosen
from nets.data.prepare.dataset import Dataset, dataset_from, feature_columns
from nets.data.prepare.labels import labels_by
from nets.data.prepare.options import PreprocessingOptions
from nets.data.prepare.proposal.evidence import HEAD, Evidence
from nets.data.prepare.proposal.many_to_one import is_many_to_one
from nets.data.prepare.proposal.uses import named, uses_of
from nets.data.table import Note, Table, shortened
from nets.errors import Code, DataError

MOST_GAPS = 0.5  # the share of missing values from which on a column is left out rather than its rows
MOST_ROWS_LEFT_OUT = 0.5  # for their gaps; where it would be more the gaps are filled
MOST_MISFITS = 5  # columns
ONLY_LAST = Note(
    "Only the last row of each sequence has a label, so the rows before it are time steps without a loss of their own."
)


@dataclass(frozen=True)
class Inputs:
    """What becomes of the columns that are free to be inputs, by names: texts made one-hot, texts left out, columns
    of numbers with hardly a value, and the other columns of numbers.
    """

    one_hot: tuple[str, ...]
    texts: tuple[str, ...]
    hollow: tuple[str, ...]
    numbers: tuple[Evidence, ...]

    def notes(self) -> list[Note]:
        """A note on each kind but the plain numbers."""
        said = [
            (self.one_hot, "is", "are", "text and became one-hot."),
            (self.texts, "is", "are", "text and left out of the inputs."),
            (self.hollow, "has", "have", "more gaps than values, hence left out of the inputs."),
        ]
        return [Note(f"{named(names, one, more)} {rest}") for names, one, more, rest in said if names]


def suggested_dataset(
    table: Table, *, chosen: Chosen = NOTHING, known: dict[str, RawColumn] | None = None
) -> tuple[Dataset, tuple[Note, ...]]:
    """The dataset by the options of `suggested_options`, and its notes. Raises `DataError` where they make none."""
    known = {} if known is None else known
    options, notes = suggested_options(table, chosen=chosen, known=known)
    return dataset_from(table, options=options, known=known), notes


def suggested_options(
    table: Table, *, chosen: Chosen = NOTHING, known: dict[str, RawColumn] | None = None
) -> tuple[PreprocessingOptions, tuple[Note, ...]]:
    """What is proposed for the table beside what was `chosen`, and a note on each option that is not Lecture's.

    The label is the first column whose values recur, unless another is clearly the one to be predicted; one that is
    measured is cut into bins. Columns that count the rows, or are another in every row without being measured, are
    neither label nor input. Those of text become one-hot if they recur, and are left out if not. Rows are one sequence
    by the names of columns and how these recur, or where labels stand on the last row of each value of a column. Where
    only the last row of each sequence has a label, the others are steps without a loss. Rows with a gap are left out,
    or gaps filled where most rows have one. `known` is for `columns_of`. Raises `DataError` where a column that was
    chosen is not there, or none can be the label.
    """
    for name in sorted(chosen.used.difference(table.columns)):
        raise DataError(Code.UNKNOWN_COLUMN, f"There is no column called “{name[:40]}”.")
    if len(table.columns) == 1:
        return chosen.over(PreprocessingOptions(label=table.columns[0])), ()
    cells = chosen.over(PreprocessingOptions()).cells
    evidence = [Evidence(each, place) for place, each in enumerate(columns_of(table, known=known, choices=cells))]
    uses = uses_of(evidence, chosen)
    inputs = _inputs([each for each in evidence if each.name not in uses.aside | chosen.set_aside], chosen)
    left_out = {*uses.identifiers, *inputs.texts, *inputs.hollow}
    proposed = PreprocessingOptions(
        label=uses.label.name,
        bins=uses.label.bins,
        left_out=tuple(each.name for each in evidence if each.name in left_out),
        categories="one-hot" if inputs.one_hot or inputs.texts else "refuse",
        group=uses.repeated.group,
        time=uses.repeated.time,
    )
    options = chosen.over(proposed)
    odd = _misfit_notes(table, [each for each in evidence if each.name in inputs.texts])
    notes = (*uses.notes(), *inputs.notes(), *odd)
    (label,) = (each for each in evidence if each.name == options.label)
    unlabelled = np.zeros(table.n_rows, bool)
    if label.share_missing > 0:
        unlabelled = labels_by(table, options, ~unlabelled).targets < 0
    if chosen.loss_at is None and is_many_to_one(evidence, options, unlabelled):
        options, notes = replace(options, loss_at="labelled steps"), (*notes, ONLY_LAST)
    if chosen.missing is not None:
        return options, notes
    if options.loss_at != "every step":
        unlabelled = np.zeros(table.n_rows, bool)
    return _with_rule_for_gaps(options, notes, unlabelled, inputs.numbers)


def with_rule_for_gaps(
    table: Table, options: PreprocessingOptions, *, known: dict[str, RawColumn] | None = None
) -> tuple[PreprocessingOptions, tuple[Note, ...]]:
    """The options with the rule that is proposed for the gaps there are by them, and a note on it; none without gaps.

    Raises `DataError` where a column is not there, or the label cannot be cut into bins.
    """
    columns = feature_columns(table, options, known)
    numbers = [each for each in columns if each.numbers is not None and each.name not in options.as_text]
    unlabelled = np.zeros(table.n_rows, bool)
    if options.loss_at == "every step":
        unlabelled = labels_by(table, options, ~unlabelled).targets < 0
    evidence = [Evidence(each, place) for place, each in enumerate(numbers)]
    return _with_rule_for_gaps(options, (), unlabelled, evidence)


def _misfit_notes(table: Table, texts: Sequence[Evidence]) -> list[Note]:
    """A note on each column of text whose other cells are mostly numbers."""
    return [
        Note(
            f"Column {shortened(each.name)} would be numbers but for "
            f"{shortened(str(each.column.cells.iloc[each.column.misfit]))} on {table.place(each.column.misfit)}, for "
            "example."
        )
        for each in texts
        if each.column.misfit is not None
    ][:MOST_MISFITS]


def _inputs(free: Sequence[Evidence], chosen: Chosen) -> Inputs:
    one_hot, texts, hollow, numbers = [], [], [], []
    is_open = chosen.categories in (None, "one-hot")
    for each in free:
        if each.name in chosen.as_text:
            continue
        if each.kind == "text":
            if is_open:
                (one_hot if each.name in chosen.inputs or _recurs(each, chosen) else texts).append(each.name)
        elif each.share_missing > MOST_GAPS and each.name not in chosen.inputs:
            hollow.append(each.name)
        else:
            numbers.append(each)
    return Inputs(tuple(one_hot), tuple(texts), tuple(hollow), tuple(numbers))


def _recurs(evidence: Evidence, chosen: Chosen) -> bool:
    """Whether a column of texts is a few categories again and again, and not names, remarks or mistyped numbers."""
    cells, most = evidence.column.cells, chosen.most_categories or PreprocessingOptions().most_categories
    n_texts = n_distinct(cells[:HEAD])
    if n_texts > most:
        return False
    if len(cells) > HEAD:
        n_texts = n_distinct(cells)
    return evidence.column.misfit is None and 1 < n_texts <= min(most, len(cells) / 2)


def _with_rule_for_gaps(
    options: PreprocessingOptions, notes: tuple[Note, ...], unlabelled: np.ndarray, numbers: Sequence[Evidence]
) -> tuple[PreprocessingOptions, tuple[Note, ...]]:
    """The options with a rule for gaps where there are any, and the notes with one on it; `unlabelled` (B,) is where
    there is no label.
    """
    gaps = unlabelled.copy()
    for each in numbers:
        if each.share_missing > 0:
            gaps |= each.column.missing
    if not gaps.any():
        return options, notes
    if unlabelled.any() or gaps.mean() <= MOST_ROWS_LEFT_OUT:
        n_unlabelled = int(unlabelled.sum())
        have = "has" if n_unlabelled == 1 else "have"
        count = f": {n_unlabelled:,} of {len(unlabelled):,} {have} no label" if n_unlabelled else ""
        note = Note(f"Rows with a missing value were left out{count}.")
        return replace(options, missing="leave out rows"), (*notes, note)
    note = Note("Most rows have a missing value, so each was filled with the median of its column.")
    return replace(options, missing="median"), (*notes, note)

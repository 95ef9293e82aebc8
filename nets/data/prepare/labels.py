"""The classes of the label column, in sorted order, and the class of each row."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from nets.data.columns.constant import is_constant
from nets.data.columns.dates import parse_dates
from nets.data.columns.infer import columns_of, notes_of, numbered
from nets.data.columns.lazy_strings import LazyStrings
from nets.data.columns.lexical import PLAIN_NUMBER, is_missing
from nets.data.columns.odd.cells import MOST_ODD
from nets.data.columns.odd.missing import is_gap_among_numbers
from nets.data.columns.sentences import odd_cells
from nets.data.limits import MAX_CLASSES
from nets.data.prepare.alike import alike_in, apart_notes, merged_notes, name_of
from nets.data.prepare.obstacles import Obstacle
from nets.data.prepare.options import Alike, PreprocessingOptions
from nets.data.table import Note, Table, shortened
from nets.errors import Code, DataError

MAX_NUMERIC_CLASSES = 50


@dataclass(frozen=True, eq=False)
class Labels:
    """The classes of a label column and each row's index into them, (B,) int32, -1 where a label is missing.

    `notes` name the labels that are alike and those that are gaps, or say what was not plain in the numbers that were
    cut into bins.
    """

    classes: Sequence[str]
    targets: np.ndarray
    notes: tuple[Note, ...] = ()


def labels_by(table: Table, options: PreprocessingOptions, training: np.ndarray) -> Labels:
    """The classes of the options' label: its texts, or as many bins of its numbers, cut by the rows `training`."""
    if options.bins is None:
        has_gaps = options.label not in options.as_text
        return labels_of(table, options.label, alike=options.alike, gaps_among_numbers=has_gaps)
    return _binned(table, options, training)


def labels_of(table: Table, label: str, *, alike: Alike = "apart", gaps_among_numbers: bool = False) -> Labels:
    """Each text of the column as a class of its own, or those that are `alike` as one.

    With `gaps_among_numbers` NA, unknown and the like are no class where all others are numbers: 0, 1 and NA are two
    classes.
    They are in numeric order where every text is a number, else in the order of the texts.
    """
    codes, texts = numbered(table.cells[label])
    kept = np.fromiter((bool(text.strip()) for text in texts), bool, len(texts))
    classes = texts.where(kept)
    if len(classes) > MAX_CLASSES:
        return _ranked(classes, codes, kept)
    gap_notes = []
    if (
        gaps_among_numbers
        and (gaps := kept & _gaps_among_numbers(texts, np.bincount(codes, minlength=len(texts)))).any()
    ):
        gap_notes = _gap_notes(table, label, texts, gaps, codes)
        kept &= ~gaps
        classes = texts.where(kept)
    names, counts = list(classes), np.bincount(codes, minlength=len(texts))[kept]
    place = np.cumsum(kept) - 1
    merged = alike_in(names, counts, alike)
    apart = alike_in(names, counts, "one") if alike != "one" else []
    apart = [each for each in apart if not any(set(each.places) == set(other.places) for other in merged)]
    merged_rows = np.where(kept, place, -1)[codes]
    notes = [*gap_notes, *merged_notes(table, names, merged, merged_rows), *apart_notes(names, apart)]
    if not merged:
        return replace(_ranked(classes, codes, kept), notes=tuple(notes))
    own = np.arange(len(names))
    for each in merged:
        own[list(each.places)] = each.places[0]
        names[each.places[0]] = name_of(names, each)
    firsts, number = np.unique(own, return_inverse=True)
    renumbered = np.full(len(texts), len(firsts))
    renumbered[kept] = number
    whole = LazyStrings(pa.array([*(names[k] for k in firsts), ""]))
    is_class = np.arange(len(firsts) + 1) < len(firsts)
    return replace(_ranked(whole.where(is_class), renumbered[codes], is_class), notes=tuple(notes))


def _gaps_among_numbers(texts: Sequence[str], counts: np.ndarray) -> np.ndarray:
    """Which texts (n,), in `counts` (n,) rows each, say that there is no number, where all others are numbers; else
    none. Words such as unknown say so beside several numbers and in fewer rows than these.
    """
    for says_gap in (is_missing, is_gap_among_numbers):
        gaps = np.fromiter((says_gap(text) for text in texts), bool, len(texts))
        others = {text.strip() for text, is_gap in zip(texts, gaps, strict=True) if not is_gap}
        if not others or not all(map(PLAIN_NUMBER.fullmatch, others)):
            continue
        if says_gap is is_missing or (len(others) > 1 and counts[gaps].sum() <= MOST_ODD * counts.sum()):
            return gaps
    return np.zeros(len(texts), bool)


def _gap_notes(table: Table, label: str, texts: Sequence[str], gaps: np.ndarray, codes: np.ndarray) -> list[Note]:
    """A note on each text that is a gap, where `gaps` (n,) is True, and on which lines it stands."""
    number = np.where(gaps, np.cumsum(gaps) - 1, -1)
    spelt = [(text, "gap", float("nan")) for text, is_gap in zip(texts, gaps, strict=True) if is_gap]
    return [odd.note for odd in odd_cells(label, table, spelt, number[codes])]


def _ranked(classes: LazyStrings, codes: np.ndarray, kept: np.ndarray) -> Labels:
    """The classes in order; `codes` (B,) are places in `kept` (n,) bool, which is True where there is a class."""
    order = _in_order(classes)
    rank = np.full(len(kept), -1, dtype=np.int32)
    rank[np.flatnonzero(kept)[order]] = np.arange(len(order), dtype=np.int32)
    return Labels(LazyStrings(classes.arrow.take(order)), rank[codes])


def _in_order(classes: LazyStrings) -> np.ndarray:
    """The places of the texts, (n,), in numeric order where each is a number, else as they would stand in a list."""
    keys = {"text": classes.arrow}
    if all(PLAIN_NUMBER.fullmatch(text.strip()) for text in classes):
        keys = {"number": np.fromiter(map(_number, classes), float, len(classes)) + 0.0, **keys}  # no zero below zero
    return pc.sort_indices(pa.table(keys), sort_keys=[(key, "ascending") for key in keys]).to_numpy()


def _number(text: str) -> float:
    return float(text.strip().replace(",", ".").replace("−", "-"))


def _binned(table: Table, options: PreprocessingOptions, training: np.ndarray) -> Labels:
    """A measured label cut into `bins` classes of about equal size. The cuts are quantiles of the training rows."""
    label, bins = options.label, options.bins
    (column,) = columns_of(table, (label,), choices=options.cells)
    if column.numbers is None or column.kind == "empty":
        raise DataError(
            Code.LABEL_NOT_MEASURED, f"The label {shortened(label)} is not a number, so it cannot be cut into bins."
        )
    if not 2 <= bins <= MAX_NUMERIC_CLASSES:
        raise DataError(
            Code.BINS_OUT_OF_RANGE, f"A label can be cut into 2 to {MAX_NUMERIC_CLASSES} bins; found {bins}."
        )
    numbers = column.values
    values = numbers[training & np.isfinite(numbers)]
    if not len(values):
        raise DataError(Code.MISSING_LABEL, f"The label {shortened(label)} has no number in the training rows.")
    cuts = np.unique(np.quantile(values, np.arange(1, bins) / bins))
    cuts = cuts[~is_constant(cuts, np.append(cuts[1:], values.max()))]  # nothing but rounding lies above those
    shown = _told_apart(cuts if len(cuts) else values.max(keepdims=True))
    names = [f"up to {cut}" for cut in shown] + ([f"over {shown[-1]}"] if len(cuts) else [])
    targets = np.searchsorted(cuts, numbers).astype(np.int32)
    return Labels(tuple(names), np.where(np.isfinite(numbers), targets, -1).astype(np.int32), notes_of((column,)))


def _told_apart(numbers: np.ndarray) -> list[str]:
    """The numbers as texts, of six digits or as many more as make all of them different."""
    return next(
        texts for digits in range(6, 18) if len({*(texts := [f"{n:.{digits}g}" for n in numbers])}) == len(texts)
    )


def obstacles_of(labels: Labels, label: str, rows: np.ndarray) -> list[Obstacle]:
    """Why a net cannot learn to tell the labels of the rows (n_rows,) bool apart; empty where it can."""
    present = np.unique(labels.targets[rows & (labels.targets >= 0)])
    count, name = len(present), shortened(label)
    if count == 0:
        return [Obstacle(Code.MISSING_LABEL, f"the label {name} is empty", "choose another label column")]
    if count == 1:
        only = shortened(labels.classes[present[0]])
        if (labels.targets >= 0).any() and len(np.unique(labels.targets[labels.targets >= 0])) > 1:
            found = f"every row without a gap has the label {only}, so there is nothing to tell apart"
            return [Obstacle(Code.ONE_CLASS, found, "fill missing values rather than leaving out their rows")]
        found = f"every row has the label {only}, so there is nothing to tell apart"
        return [Obstacle(Code.ONE_CLASS, found, "choose another label column")]
    given = [text.strip() for text in islice(labels.classes, MAX_CLASSES) if not is_missing(text)]
    if count > MAX_NUMERIC_CLASSES and given and all(PLAIN_NUMBER.fullmatch(text) for text in given):
        found = f"the label {name} has {count:,} different numbers, which looks like a measurement and not like a class"
        remedy = "cut it into bins, or choose a label column that holds the name of a class"
        return [Obstacle(Code.LABEL_IS_MEASURED, found, remedy)]
    if count > MAX_NUMERIC_CLASSES and parse_dates(list(islice(labels.classes, MAX_CLASSES))) is not None:
        found = f"the label {name} has {count:,} different dates or times, which look like when a row was taken"
        return [Obstacle(Code.LABEL_IS_DATE, found, "choose a label column that holds the name of a class")]
    if count > MAX_CLASSES:
        found = f"the label {name} has {count:,} different values and the limit is {MAX_CLASSES:,} classes"
        return [Obstacle(Code.TOO_MANY_CLASSES, found, "choose another label column")]
    return []

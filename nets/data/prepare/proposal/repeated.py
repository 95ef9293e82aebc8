"""Columns that tell whose row it is and when it was taken, where the same patients, machines or series come again."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from nets.data.columns.infer import numbered
from nets.data.prepare.proposal.column_names import says_label, says_subject, says_time
from nets.data.prepare.proposal.evidence import Evidence

MOSTLY = 0.5  # the share of rows whose time comes again from group to group
IN_SEQUENCES = 0.8  # the share of rows that belong to a group of two or more


@dataclass(frozen=True)
class Repeated:
    """The column whose texts are the sequences, and the one that orders the rows in each; None where there is none."""

    group: str | None = None
    time: str | None = None

    @property
    def columns(self) -> frozenset[str]:
        """The columns that are no inputs for it."""
        return frozenset(name for name in (self.group, self.time) if name is not None)


NONE = Repeated()


def repeated(columns: Sequence[Evidence], *, group: str | None = None) -> Repeated:
    """The sequences of a table: by a `group` that is given, or one that looks like it; `NONE` where none does.

    A column looks like the group if no row has both its value and its time in common with another, while most times
    come again from group to group; or if its name says so and its rows stand together.
    """
    times = [each for each in columns if _may_be_time(each)]
    for each in columns:
        if group not in (None, each.name) or (group is None and not _may_be_group(each)):
            continue
        is_named = says_subject(each.name)
        if not (times or is_named or group):
            continue
        codes = numbered(each.column.cells)[0].astype(np.int64)
        time = next((time for time in times if time is not each and _orders(time, codes)), None)
        if time is not None and (is_named or group or _come_again(time)):
            return Repeated(each.name, time.name)
        if group or (is_named and stand_together(codes)):
            return Repeated(each.name)
    return NONE


def of_each_sequence(columns: Sequence[Evidence], group: Evidence) -> list[Evidence]:
    """The columns that have one value in every sequence of the group, with a row for each sequence."""
    codes = numbered(group.column.cells)[0]
    _, first, place = np.unique(codes, return_index=True, return_inverse=True)
    firsts, first_of_row = np.sort(first), first[place]
    found = []
    for each in columns:
        own = numbered(each.column.cells)[0]
        if (own == own[first_of_row]).all():
            numbers = each.column.numbers and each.column.numbers.of(firsts)
            column = replace(each.column, cells=each.column.cells.iloc[firsts], numbers=numbers)
            found.append(Evidence(column, each.place))
    return found


def stand_together(codes: np.ndarray) -> bool:
    """Whether the rows of each group follow each other."""
    n_blocks = 1 + np.count_nonzero(np.diff(codes))
    return bool(n_blocks == len(np.unique(codes)) and (np.bincount(codes)[codes] > 1).mean() >= IN_SEQUENCES)


def _may_be_group(evidence: Evidence) -> bool:
    is_named = says_subject(evidence.name)
    if says_label(evidence.name) or not (evidence.kind == "text" or (evidence.is_whole and is_named)):
        return False
    most = evidence.n_given / (2 if is_named else 3)
    return evidence.share_missing == 0 and evidence.n_distinct_in_head > 1 and evidence.n_distinct <= most


def _may_be_time(evidence: Evidence) -> bool:
    if evidence.share_missing > 0:
        return False
    return evidence.kind == "date" or (evidence.kind == "number" and evidence.is_whole and says_time(evidence.name))


def _come_again(time: Evidence) -> bool:
    """Whether most rows have a time that others have too; of dates that differ a few may meet by chance."""
    _, counts = np.unique(time.numbers, return_counts=True)
    return bool(counts[counts > 1].sum() >= MOSTLY * counts.sum())


def _orders(time: Evidence, codes: np.ndarray) -> bool:
    """Whether no two rows of a group (B,) have the same time, and most groups have two rows or more."""
    values = time.numbers
    if len(values) < len(codes) or (np.bincount(codes)[codes] > 1).mean() < IN_SEQUENCES:
        return False
    order = np.lexsort((values, codes))
    same = (np.diff(codes[order]) == 0) & (np.diff(values[order]) == 0)
    return not same.any()

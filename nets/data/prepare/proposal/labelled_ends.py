"""Sequences told by their labels alone: a label stands on the last row of each, whatever the columns are called."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nets.data.columns.infer import numbered
from nets.data.columns.value_counts import n_distinct
from nets.data.prepare.chosen import Chosen
from nets.data.prepare.proposal.column_names import says_label, says_subject, says_time
from nets.data.prepare.proposal.evidence import Evidence
from nets.data.prepare.proposal.label import LabelChoice, bins_of
from nets.data.prepare.proposal.repeated import IN_SEQUENCES, Repeated, stand_together
from nets.data.table import shortened

MOST_LABELLED = 0.5  # of the rows
MOST_SILENT = 0.5  # of the sequences whose rows stand together that may have no label, such as those to be predicted


@dataclass(frozen=True)
class LabelledEnds:
    """The sequences, and the column that has a value on the last row of each and on no other."""

    repeated: Repeated
    label: LabelChoice


def labelled_ends(columns: Sequence[Evidence], chosen: Chosen) -> LabelledEnds | None:
    """The sequences by columns whose use is open, None where no column has values just where those of another end.

    That other column is the group. One that counts up within each sequence, or has dates in their order, is its time.
    """
    if chosen.time is not None:
        return None
    labels = [each for each in columns if _may_be_label(each, chosen)]
    if not labels:
        return None
    groups = [each for each in columns if _may_be_group(each, chosen)]
    for group in sorted(groups, key=lambda each: not says_subject(each.name)):
        for label in labels:
            codes = _codes_ending_with(label, group)
            if codes is None:
                continue
            open_for_time = [each for each in columns if each not in (group, label) and each.name not in chosen.used]
            time = next((each.name for each in open_for_time if _counts_up(each, codes)), None)
            because = f"it is given on the last row of each {shortened(group.name)} and on no other"
            bins = None if chosen.bins else bins_of(label)
            return LabelledEnds(Repeated(group.name, time), LabelChoice(label.name, bins, because))
    return None


def gives_way(label: Evidence) -> bool:
    """Whether a column that is the label only by where it stands is an input where another's values end sequences."""
    return label.kind != "text" and not says_label(label.name)


def _may_be_label(evidence: Evidence, chosen: Chosen) -> bool:
    if evidence.name != chosen.label and (chosen.label is not None or evidence.name in chosen.used):
        return False
    n_rows = len(evidence.column.cells)
    return 1 < evidence.n_given <= MOST_LABELLED * n_rows and evidence.kind in ("text", "number")


def _may_be_group(evidence: Evidence, chosen: Chosen) -> bool:
    if evidence.name != chosen.group and (chosen.group is not None or evidence.name in chosen.used):
        return False
    if evidence.share_missing > 0 or not (evidence.kind == "text" or evidence.is_whole):
        return False
    return evidence.n_distinct_in_head > 1 and evidence.n_distinct <= evidence.n_given / 2


def _codes_ending_with(label: Evidence, group: Evidence) -> np.ndarray | None:
    """The number of each row's sequence, (B,), if the label's values stand where those of the group end, else None."""
    is_given = ~label.column.missing
    n_given = int(is_given.sum())
    if n_distinct(group.column.cells[is_given]) < n_given or group.n_distinct < n_given:
        return None
    codes = numbered(group.column.cells)[0].astype(np.int64)
    n_rows = len(codes)
    _, from_end = np.unique(codes[::-1], return_index=True)
    is_last = np.zeros(n_rows, bool)
    is_last[n_rows - 1 - from_end] = True
    if (is_given & ~is_last).any() or (np.bincount(codes)[codes] > 1).mean() < IN_SEQUENCES:
        return None
    n_silent = len(from_end) - n_given
    if n_silent and (n_silent > MOST_SILENT * len(from_end) or not stand_together(codes)):
        return None
    return codes


def _counts_up(evidence: Evidence, codes: np.ndarray) -> bool:
    """Whether its values rise in each sequence, as `codes` (B,) tell them: numbers of no known sense by one step."""
    is_date = evidence.kind == "date"
    if evidence.share_missing > 0 or not (is_date or evidence.is_whole) or len(evidence.numbers) < len(codes):
        return False
    order = np.argsort(codes, kind="stable")
    steps = np.diff(evidence.numbers[order])[np.diff(codes[order]) == 0]
    return bool((steps > 0).all()) and (is_date or says_time(evidence.name) or bool((steps == steps[0]).all()))

"""Which column holds the classes: the first, unless it holds none or another is clearly what is to be predicted."""

from collections.abc import Sequence
from dataclasses import dataclass

from nets.data.limits import MAX_CLASSES
from nets.data.prepare.labels import MAX_NUMERIC_CLASSES
from nets.data.prepare.proposal.column_names import (
    says_age,
    says_identifier,
    says_label,
    says_measured_label,
    says_remark,
    says_subject,
)
from nets.data.prepare.proposal.evidence import Evidence
from nets.data.table import shortened

BINS = 3
FEW_NUMBERS = 10  # of more that differ, numbers are rather counted or measured than the names of classes
FEW_ROWS = 10  # so few that most classes may have one row
BINARY = 2
TINY = 4  # rows, each of which may be of another class


@dataclass(frozen=True)
class LabelChoice:
    """A column of classes, or of numbers to be cut into `bins`. `because` is why it is not the first, or empty."""

    name: str
    bins: int | None = None
    because: str = ""


def label_choice(columns: Sequence[Evidence], *, after_identifier: bool) -> LabelChoice | None:
    """The label of these columns, in the table's order; None where none holds classes or measurements.

    `after_identifier` is True where the table begins with a column such as customerID or Timestamp: then of two columns
    that hold classes the last is the label.
    """
    if not columns:
        return None
    columns = _without_coordinates(columns)
    first, last = columns[0], columns[-1]
    ends = [first] if first is last else [first, last]
    classes = [each for each in (*ends, *columns) if says_label(each.name) and _is_said_to_hold_classes(each)]
    if classes:
        return _chosen(classes[0], first, "its name says that it holds the classes")
    if after_identifier and _names_classes(last) and _is_as_good(last, first):
        return _chosen(last, first, "in a table that begins with an identifier or a time the label mostly comes last")
    names = [each for each in ends if _names_classes(each)]
    if len(names) > 1 and _is_rather_counted(first, last):
        return _chosen(last, first, f"{shortened(first.name)} holds numbers that are rather counts than classes")
    if names:
        return _chosen(names[0], first, f"{shortened(first.name)} holds no classes")
    measured = [each for each in (*reversed(ends), *columns) if says_measured_label(each.name) and is_measured(each)]
    if measured:
        return _chosen(measured[0], first, "its name says that it is to be predicted")
    plain = [each for each in ends if _holds_classes(each) and not _is_age(each)]
    inner = [each for each in columns if each.kind == "text" and _holds_classes(each)]
    tiny = [each for each in (*ends, *columns) if each.kind == "text" and each.n_distinct > 1 and each.n_given <= TINY]
    bins = [each for each in (*ends, *columns) if is_measured(each)]
    same = [each for each in ends if each.n_distinct == 1]
    if same and all(each.n_distinct == 1 or is_measured(each) for each in columns):
        bins = same  # with that as the label the table is refused, and rightly
    left = [each for each in ends if _holds_classes(each)]
    found = plain or (inner if len(inner) == 1 else tiny) or bins or same or left
    return _chosen(found[0], first, f"{shortened(first.name)} holds no classes") if found else None


def _without_coordinates(columns: Sequence[Evidence]) -> Sequence[Evidence]:
    """The columns without x, y and z, where these are places in a plane or in space and something else stands there."""
    names = [each.name.strip().lower() for each in columns]
    if len(columns) < 3 or "x" not in names or "y" not in names[names.index("x") :]:
        return columns
    return [each for each, name in zip(columns, names, strict=True) if name not in ("x", "y", "z")] or columns


def bins_of(evidence: Evidence) -> int | None:
    """How many bins a column that was chosen as the label is to be cut into; None where its values are classes."""
    is_split = evidence.kind == "number" and evidence.n_distinct > MAX_NUMERIC_CLASSES
    return BINS if is_split or (is_measured(evidence) and not evidence.is_whole) else None


def is_measured(evidence: Evidence) -> bool:
    """Whether it holds numbers that can only be a label if they are cut into bins."""
    return evidence.kind == "number" and evidence.n_distinct > 1 and not _holds_classes(evidence)


def _chosen(evidence: Evidence, first: Evidence, because: str = "") -> LabelChoice:
    return LabelChoice(evidence.name, BINS if is_measured(evidence) else None, "" if evidence is first else because)


def _holds_classes(evidence: Evidence) -> bool:
    """Whether its values recur and are few enough for classes. Dates and identifiers that recur are none."""
    if evidence.kind not in ("text", "number") or evidence.n_given == 0:
        return False
    numeric = MAX_NUMERIC_CLASSES if evidence.is_whole else FEW_NUMBERS
    most = MAX_CLASSES if evidence.kind == "text" else numeric
    if evidence.n_distinct_in_head > most + 1:
        return False
    n = evidence.n_distinct
    recurs = n <= evidence.n_given / 2 or (evidence.n_given < FEW_ROWS and n < evidence.n_given and _is_named(evidence))
    return 1 < n <= most and recurs


def _is_named(evidence: Evidence) -> bool:
    return evidence.kind == "text" or evidence.is_whole


def _is_said_to_hold_classes(evidence: Evidence) -> bool:
    """Whether its values can be classes if its name says that they are; one class is refused, but not passed over."""
    if evidence.n_distinct_in_head > MAX_CLASSES or evidence.kind not in ("text", "number"):
        return False
    return (
        _holds_classes(evidence)
        or evidence.n_distinct == 1
        or (evidence.n_distinct > 1 and evidence.n_given <= FEW_ROWS)
    )


def _names_classes(evidence: Evidence) -> bool:
    """Whether its values are texts, or a few whole numbers, and neither codes nor remarks, nor those of whoever was
    observed.
    """
    if (
        not _holds_classes(evidence)
        or evidence.column.has_codes
        or says_subject(evidence.name)
        or says_identifier(evidence.name)
        or says_remark(evidence.name)
    ):
        return False
    is_few = evidence.is_whole and evidence.n_distinct <= FEW_NUMBERS
    return evidence.kind == "text" or (is_few and not _is_age(evidence))


def _is_age(evidence: Evidence) -> bool:
    """Whether its numbers recur without being classes, as ages and years do; two are classes all the same."""
    return evidence.kind == "number" and evidence.n_distinct > 2 and says_age(evidence.name)


def _is_rather_counted(first: Evidence, last: Evidence) -> bool:
    """Whether the first column holds more than two whole numbers and the last no more texts than that: children, rooms
    or visits counted, beside the classes of those who were counted.
    """
    return first.kind == "number" and last.kind == "text" and BINARY < first.n_distinct >= last.n_distinct


def _is_as_good(last: Evidence, first: Evidence) -> bool:
    """Whether the last column is text or of two classes, or the first is no text either."""
    return last.kind == "text" or last.n_distinct == 2 or first.kind != "text"

"""What each column of a table is proposed to be: the label, what tells sequences apart, an identifier, or an input."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace

from nets.data.prepare.chosen import Chosen
from nets.data.prepare.proposal.column_names import says_identifier, says_subject
from nets.data.prepare.proposal.evidence import Evidence
from nets.data.prepare.proposal.identifiers import Identifies, identifies
from nets.data.prepare.proposal.label import LabelChoice, bins_of, label_choice
from nets.data.prepare.proposal.labelled_ends import gives_way, labelled_ends
from nets.data.prepare.proposal.repeated import NONE, Repeated, of_each_sequence, repeated
from nets.data.table import Note, shortened
from nets.errors import Code, DataError

OPEN = (None, Identifies.IS_WHEN)  # what identifies a column that may tell of sequences


@dataclass(frozen=True)
class Uses:
    """The label, the sequences, and the identifiers, which are neither label nor input, each with why."""

    label: LabelChoice
    repeated: Repeated
    identifiers: dict[str, Identifies]

    @property
    def aside(self) -> frozenset[str]:
        """The columns that are no inputs."""
        return frozenset({self.label.name, *self.repeated.columns, *self.identifiers})

    def notes(self) -> list[Note]:
        """A note on each use that was proposed."""
        label, said = shortened(self.label.name), []
        if self.label.because:
            said.append(f"The label is {label}, because {self.label.because}.")
        if self.label.bins:
            said.append(f"The label {label} is measured, so it was cut into {self.label.bins} bins.")
        if self.repeated.group:
            ordered = f", in the order of {shortened(self.repeated.time)}" if self.repeated.time else ""
            said.append(f"Rows with the same {shortened(self.repeated.group)} are one sequence{ordered}.")
        for why in Identifies:
            names = [name for name, reason in self.identifiers.items() if reason == why]
            if names:
                they = "it is" if len(names) == 1 else "they are"
                said.append(f"{named(names, *why.verbs)} {why.what}, so {they} neither label nor input.")
        return [Note(sentence) for sentence in said]


def uses_of(evidence: Sequence[Evidence], chosen: Chosen) -> Uses:
    """The uses proposed for the columns of a table beside those that were chosen.

    Raises `DataError` where no column can be the label.
    """
    reasons = {each.name: why for each in evidence if (why := identifies(each))}
    free = [each for each in evidence if each.name not in reasons]
    found = _sequences(evidence, reasons, chosen)
    if chosen.label is not None:
        (own,) = (each for each in evidence if each.name == chosen.label)
        label = LabelChoice(chosen.label, None if chosen.bins else bins_of(own))
    else:
        label, found = _label_beside(free, found, chosen, after_identifier=_begins_with_identifier(evidence, reasons))
        label = label or _free_label(evidence, chosen, after_identifier=False)
        if label is None:
            raise _no_label(evidence)
        label = replace(label, bins=None) if chosen.bins else label
    label, found = _by_labelled_ends(evidence, reasons, chosen, (label, found))
    reasons |= _of_sequences(evidence, found)
    used = {label.name, *found.columns, *chosen.used}
    identifiers = {name: why for name, why in reasons.items() if name not in used}
    uses = Uses(label, found, identifiers)
    if all(each.name in uses.aside | chosen.set_aside for each in evidence):
        return Uses(label, found, _surely(identifiers))
    return uses


def named(names: Sequence[str], one: str, more: str) -> str:
    """The columns as the subject of a sentence, its verb for one and for more."""
    shown = ", ".join(shortened(name) for name in names[:5]) + (" …" if len(names) > 5 else "")
    return f"Column {shown} {one}" if len(names) == 1 else f"Columns {shown} {more}"


def _begins_with_identifier(evidence: Sequence[Evidence], reasons: dict[str, Identifies]) -> bool:
    """Whether an identifier with a name of its own, or a time, is among those that come first: no mere row numbers."""
    first = itertools.takewhile(lambda each: each.name in reasons, evidence)
    return any(reasons[each.name] == Identifies.IS_WHEN or says_identifier(each.name) for each in first)


def _sequences(evidence: Sequence[Evidence], reasons: dict[str, Identifies], chosen: Chosen) -> Repeated:
    """The sequences by columns whose use is open; what says when a row was taken may put them in order."""
    if chosen.time is not None:
        return NONE
    columns = [
        each
        for each in evidence
        if each.name == chosen.group or (each.name not in chosen.used and reasons.get(each.name) in OPEN)
    ]
    return repeated(columns, group=chosen.group)


def _by_labelled_ends(
    evidence: Sequence[Evidence], reasons: dict[str, Identifies], chosen: Chosen, named: tuple[LabelChoice, Repeated]
) -> tuple[LabelChoice, Repeated]:
    """The label and the sequences by where labels stand, if these tell of any, else those `named` by their columns."""
    label, found = named
    columns = [each for each in evidence if each.name in chosen.used or reasons.get(each.name) in OPEN]
    ends = labelled_ends(columns, chosen)
    if ends is None:
        return named
    (own,) = (each for each in evidence if each.name == label.name)
    is_group = label.name in ends.repeated.columns
    if label.name != ends.label.name and not (is_group or gives_way(own)):
        return named
    if found.group == ends.repeated.group and found.time:
        ends = replace(ends, repeated=found)
    return label if label.name == ends.label.name else ends.label, ends.repeated


def _label_beside(
    free: Sequence[Evidence], found: Repeated, chosen: Chosen, *, after_identifier: bool
) -> tuple[LabelChoice | None, Repeated]:
    """The label, and the sequences unless it is better to have their column as the label."""
    rest = [each for each in free if each.name not in found.columns]
    label = _free_label(rest, chosen, after_identifier=after_identifier)
    if not found.columns or (label and (says_subject(found.group) or label.bins is None)):
        return label, found
    return _free_label(free, chosen, after_identifier=after_identifier), NONE


def _free_label(columns: Sequence[Evidence], chosen: Chosen, *, after_identifier: bool) -> LabelChoice | None:
    """The label of these columns; another one only if what was chosen of the best is that it is something else."""
    columns = [each for each in columns if each.name not in (chosen.group, chosen.time)]
    if chosen.bins:
        columns = [each for each in columns if each.kind == "number"] or columns
    label = label_choice(columns, after_identifier=after_identifier)
    if label is None or label.name not in chosen.used:
        return label
    rest = [each for each in columns if each.name not in chosen.used]
    return label_choice(rest, after_identifier=after_identifier)


def _of_sequences(evidence: Sequence[Evidence], found: Repeated) -> dict[str, Identifies]:
    """Columns that tell one sequence from the others as the group does: the names of patients beside their numbers."""
    (group,) = [each for each in evidence if each.name == found.group] or (None,)
    if group is None:
        return {}
    others = of_each_sequence([each for each in evidence if each.name not in found.columns], group)
    return {each.name: Identifies.TELLS_SEQUENCE for each in others if identifies(each)}


def _surely(identifiers: dict[str, Identifies]) -> dict[str, Identifies]:
    """The identifiers without those that, being the only input, may be one: numbers that happen to count."""
    may_be_input = (Identifies.COUNTS, Identifies.STEPS)
    return {name: why for name, why in identifiers.items() if why not in may_be_input or says_identifier(name)}


def _no_label(evidence: Sequence[Evidence]) -> DataError:
    first = evidence[0]
    return DataError(
        Code.TOO_MANY_CLASSES,
        f"No column holds classes: {shortened(first.name)} has {first.n_distinct:,} different values in "
        f"{len(first.column.cells):,} rows, and no other has a few that come again and again. Choose a label column, "
        "or add one.",
    )

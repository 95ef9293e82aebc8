"""What a person chose to make of odd cells."""

from dataclasses import dataclass

from nets.data.columns.odd.inexact import Inexact


@dataclass(frozen=True)
class ColumnChoices:
    """The choices for one column: `CellChoices` says what they mean."""

    inexact: Inexact
    as_numbers: bool
    code_is_gap: bool


@dataclass(frozen=True, kw_only=True)
class CellChoices:
    """The choices for a table.

    `inexact` says what becomes of cells such as <0.5, ~5 or 5060* among numbers. `as_numbers` names columns of codes
    (01067) or of dates without marks (20240129) that are read as numbers. `missing_codes` names columns in which the
    number that looks like a code for a missing value (-999) is a gap.
    """

    inexact: Inexact = "missing"
    as_numbers: tuple[str, ...] = ()
    missing_codes: tuple[str, ...] = ()

    def of(self, name: str) -> ColumnChoices:
        """The choices for the column of this name."""
        return ColumnChoices(self.inexact, name in self.as_numbers, name in self.missing_codes)


NOTHING_CHOSEN = CellChoices()

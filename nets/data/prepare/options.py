"""How a table is prepared for a net. The defaults are the preset Lecture: nothing is changed."""

from dataclasses import dataclass
from typing import Literal

from nets.data.columns.odd.choices import CellChoices
from nets.data.columns.odd.inexact import Inexact

Missing = Literal["refuse", "leave out rows", "mean", "median", "zero"]
Categories = Literal["refuse", "one-hot", "leave out"]
Alike = Literal["apart", "blanks", "one"]
LossAt = Literal["every step", "labelled steps", "last step"]
AtGaps = Literal["cut", "join"]


@dataclass(frozen=True, kw_only=True)
class PreprocessingOptions:
    """The options that, with a table, decide a dataset.

    `label` is the column of classes; None: the first. `left_out` are columns that are no features. `categories` says
    what becomes of a column of text: it is refused, made one-hot if it has at most `most_categories` texts, or left
    out. `as_text` names columns of numbers that are treated as texts, their odd cells too; in the label NA is a class
    then. `inexact`, `as_numbers` and `missing_codes` are for cells that are not like the others: see `CellChoices`.
    `missing` says what becomes of a cell without a value. `standardise` takes each column of numbers to mean 0 and
    standard deviation 1. `bins` cuts a measured label into that many classes of about equal size. `alike` says which
    labels are one class: none that differ (apart), those that differ only in blanks or in how Unicode writes an accent,
    which nobody sees (blanks), or also those that differ only in capital letters or in how a number is written (one):
    `Yes` and `YES` may be two classes, and `1` and `01` two codes. `group` is a column that is the same within one
    sequence, `time` one that orders the rows in it; neither is a feature. `loss_at` says which time steps have a loss:
    every one, those with a label, or the last of each sequence; a net that takes each row alone gets only those.
    `at_gaps` says what rows that were left out do to the sequence they were in: it is cut there, or what stands before
    and after them is joined.
    """

    label: str | None = None
    left_out: tuple[str, ...] = ()
    as_text: tuple[str, ...] = ()
    as_numbers: tuple[str, ...] = ()
    missing_codes: tuple[str, ...] = ()
    inexact: Inexact = "missing"
    categories: Categories = "refuse"
    most_categories: int = 20
    missing: Missing = "refuse"
    standardise: bool = False
    bins: int | None = None
    alike: Alike = "blanks"
    group: str | None = None
    time: str | None = None
    loss_at: LossAt = "every step"
    at_gaps: AtGaps = "cut"

    @property
    def cells(self) -> CellChoices:
        """What is made of cells that are not like the others of their column."""
        return CellChoices(inexact=self.inexact, as_numbers=self.as_numbers, missing_codes=self.missing_codes)


USES = ("left_out", "as_text")  # lists of columns, each of which has one use
LISTS = (*USES, "as_numbers", "missing_codes")  # options that name any number of columns
LECTURE = PreprocessingOptions()

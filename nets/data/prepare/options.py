"""How a table is prepared for a net. The defaults are the preset Lecture: nothing is changed."""

from dataclasses import dataclass
from typing import Literal

Missing = Literal["refuse", "leave out rows", "mean", "median", "zero"]
Categories = Literal["refuse", "one-hot", "leave out"]
Alike = Literal["apart", "blanks", "one"]


@dataclass(frozen=True, kw_only=True)
class PreprocessingOptions:
    """The options that, with a table, decide a dataset.

    `label` is the column of classes; None: the first. `left_out` are columns that are no features. `categories` says
    what becomes of a column of text: it is refused, made one-hot if it has at most `most_categories` texts, or left
    out. `as_text` names columns of numbers that are treated as texts; in the label NA is a class then. `missing` says
    what becomes of a cell without a value. `standardise` takes each column of numbers to mean 0 and standard deviation
    1. `bins` cuts a measured label into that many classes of about equal size. `alike` says which labels are one class:
    none that differ (apart), those that differ only in blanks, which nobody sees (blanks), or also those that differ
    only in capital letters or in how a number is written (one): `Yes` and `YES` may be two classes, and `1` and `01`
    two codes. `group` is a column that is the same within one sequence, `time` one that orders the rows in it; neither
    is a feature.
    """

    label: str | None = None
    left_out: tuple[str, ...] = ()
    as_text: tuple[str, ...] = ()
    categories: Categories = "refuse"
    most_categories: int = 20
    missing: Missing = "refuse"
    standardise: bool = False
    bins: int | None = None
    alike: Alike = "blanks"
    group: str | None = None
    time: str | None = None


LISTS = ("left_out", "as_text")  # options that name any number of columns
LECTURE = PreprocessingOptions()

"""What is to be made of a table before a net sees it. The defaults are the preset Lecture: nothing."""

from dataclasses import dataclass
from typing import Literal

Missing = Literal["refuse", "leave out rows", "mean", "median", "zero"]
Categories = Literal["refuse", "one-hot", "leave out"]


@dataclass(frozen=True, kw_only=True)
class PreprocessingOptions:
    """The choices that, with a table, decide a dataset.

    `label` is the column of classes, the first if None; `left_out` are columns that are no features. Columns of
    text are refused, made one-hot up to `most_categories` texts a column, or left out; `as_text` names columns of
    numbers to be treated as texts. `missing` is the rule for cells without a value. `standardise` takes each
    number column to mean 0 and standard deviation 1. `bins` cuts a measured label into that many classes of like
    size. `group` is a column that is the same within one sequence, `time` one that orders the rows in it; neither
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
    group: str | None = None
    time: str | None = None


LECTURE = PreprocessingOptions()

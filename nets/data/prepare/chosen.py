"""What a person has chosen of the preprocessing options; the rest is proposed."""

from dataclasses import dataclass, fields, replace

from nets.data.columns.odd.inexact import Inexact
from nets.data.prepare.options import Alike, AtGaps, Categories, LossAt, Missing, PreprocessingOptions


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """Options as in `PreprocessingOptions`, without the setting `standardise`; None, or no column: not chosen.

    `inputs` are columns that stay inputs, whatever is proposed.
    """

    label: str | None = None
    inputs: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    as_text: tuple[str, ...] = ()
    as_numbers: tuple[str, ...] = ()
    missing_codes: tuple[str, ...] = ()
    inexact: Inexact | None = None
    categories: Categories | None = None
    most_categories: int | None = None
    missing: Missing | None = None
    bins: int | None = None
    alike: Alike | None = None
    group: str | None = None
    time: str | None = None
    loss_at: LossAt | None = None
    at_gaps: AtGaps | None = None

    @property
    def used(self) -> frozenset[str]:
        """The columns whose use was chosen."""
        named = (self.label, self.group, self.time, *self.inputs, *self.left_out, *self.as_text)
        return frozenset(name for name in named if name is not None)

    @property
    def set_aside(self) -> frozenset[str]:
        """The columns that are no inputs by choice."""
        return frozenset(name for name in (self.label, self.group, self.time, *self.left_out) if name is not None)

    def over(self, proposed: PreprocessingOptions) -> PreprocessingOptions:
        """The options that were proposed with these in their place, one by one. Columns to be left out are added."""
        given = {field.name: value for field in fields(proposed) if (value := getattr(self, field.name, None))}
        left_out = (*proposed.left_out, *(name for name in self.left_out if name not in proposed.left_out))
        return replace(proposed, **given | {"left_out": left_out})


NOTHING = Chosen()

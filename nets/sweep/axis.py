"""An axis of a sweep: one setting and the values it takes."""

import math
from collections.abc import Mapping, Sequence

import msgspec
import numpy as np

from nets.errors import Code, SettingsError
from nets.settings import Field, by_current_names, fields, no_such_setting, settings_from, value_named

DIGITS = 3  # significant digits of the steps between two ends: what is shown of a value is the value
SCALES = ("lin", "log")
MOST_STEPS = 10_000  # of a range: an address may ask for any number, and all are worked out before runs are counted

# Settings that cannot be varied, and why.
NOT_VARIED: Mapping[str, str] = {
    "epochs": "every epoch of a run is on its curve",
    "early_stopping": "runs of a sweep train to the last epoch, and the best one is a score",
}

Value = int | float | str


class Axis(msgspec.Struct, frozen=True):
    """`values` of the setting of this name, in their order; `text` is how they were written: 0.1:10:log:3, or 1,2,5."""

    setting: str
    values: tuple[Value, ...]
    text: str

    @property
    def is_log(self) -> bool:
        """Whether it was written as a logarithmic range."""
        return ":log:" in self.text

    @property
    def field(self) -> Field:
        """The setting as it is declared."""
        return next(field for field in fields() if field.name == self.setting)

    def __str__(self) -> str:
        return f"{self.setting}={self.text}"


def axis_from(text: str) -> Axis:
    """The axis of a text. learning_rate=0.001:30:log:12 gives from, to, lin or log, and how many steps;
    activation=tanh,relu gives the values themselves.

    The steps between the ends of a range are rounded to three significant digits, those of whole numbers to whole ones.
    Raises `SettingsError` where it is no setting, or a value is outside the setting's range.
    """
    name, is_assignment, values = (part.strip() for part in text.partition("="))
    if not is_assignment or not values:
        raise SettingsError(
            Code.BAD_AXIS,
            f"What is to be varied is written as learning_rate=0.001:30:log:12 or activation=tanh,relu; "
            f"found {text[:60]!r}.",
        )
    (name,) = by_current_names({name: ""})[0]
    field = next((field for field in fields() if field.name == name), None)
    if field is None:
        raise SettingsError(Code.UNKNOWN_SETTING, no_such_setting(name, [field.name for field in fields()]))
    if name in NOT_VARIED:
        raise SettingsError(Code.BAD_AXIS, f"{field.title} is not varied: {NOT_VARIED[name]}.")
    found = _range(field, values) if ":" in values else [value_named(field, each.strip()) for each in values.split(",")]
    checked = (getattr(settings_from({name: value}), name) for value in found)
    return Axis(name, tuple(dict.fromkeys(checked)), values)


def axis_of(setting: str, values: Sequence[Value]) -> Axis:
    """The axis of these values. Raises `SettingsError` as `axis_from` does."""
    return axis_from(f"{setting}={','.join(map(str, values))}")


def _range(field: Field, text: str) -> list[Value]:
    parts = text.split(":")
    how = "a range is written as from:to:lin:steps or from:to:log:steps"
    if field.choices:
        raise SettingsError(Code.BAD_AXIS, f"{field.title} has no range: write its values, as {field.name}=a,b.")
    if len(parts) != 4 or parts[2] not in SCALES or not parts[3].isdecimal() or int(parts[3]) < 1:
        raise SettingsError(Code.BAD_AXIS, f"{field.title}: {how}; found {text[:60]!r}.")
    ends = [_number(each) for each in parts[:2]]
    if None in ends:
        raise SettingsError(Code.BAD_AXIS, f"{field.title}: {how}, with two numbers; found {text[:60]!r}.")
    (low, high), n_steps = ends, int(parts[3])
    if n_steps > MOST_STEPS:
        raise SettingsError(
            Code.BAD_AXIS, f"{field.title}: a range has at most {MOST_STEPS:,} steps; found {n_steps:,}."
        )
    if parts[2] == "log" and min(low, high) <= 0:
        raise SettingsError(
            Code.BAD_AXIS, f"{field.title}: a logarithmic range needs two numbers above 0; found {text[:60]!r}."
        )
    steps = np.geomspace(low, high, n_steps) if parts[2] == "log" else np.linspace(low, high, n_steps)
    rounded = [low, *(float(f"{step:.{DIGITS}g}") for step in steps[1:-1]), high][:n_steps]
    return [round(step) for step in rounded] if field.kind is int else rounded


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None

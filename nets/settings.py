"""The settings of a run, each declared once: widgets, the URL, the command line and messages follow from it."""

import types
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

import msgspec
from msgspec import Meta

from nets.errors import SettingsError


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything that, with a table, decides a run to the last bit. The defaults are the preset Lecture.

    `extra` holds what only a form needs: `names` for the choices, `step` of a widget, and
    `basic` for the settings that are in view without opening "More".
    """

    net: Annotated[
        Literal["mlp", "rnn"],
        Meta(
            title="Net",
            description="MLP: each row alone. RNN: the rows are time steps, and a hidden state goes from row to row.",
            extra={"names": {"mlp": "MLP", "rnn": "RNN"}, "basic": True},
        ),
    ] = "mlp"
    epochs: Annotated[
        int,
        Meta(
            ge=1,
            le=1_000_000,
            title="Epochs",
            description="How many steps of gradient descent to take; each sees all rows once.",
            extra={"step": 10, "basic": True},
        ),
    ] = 100
    learning_rate: Annotated[
        float,
        Meta(
            gt=0,
            le=1e30,
            title="Learning rate",
            description="How far a step goes against the gradient. Changed on the way, the same weights go on with it.",
            extra={"step": 0.1, "basic": True},
        ),
    ] = 1.0
    hidden_units: Annotated[
        int,
        Meta(
            ge=1,
            le=512,
            title="Hidden units",
            description="Softmax units between the inputs and the classes.",
            extra={"step": 1},
        ),
    ] = 5
    seed: Annotated[
        int,
        Meta(
            ge=0,
            le=2**32 - 1,
            title="Seed",
            description="Picks the initial weights, uniform in [0, 1). The same seed gives the same curve.",
            extra={"step": 1},
        ),
    ] = 1


@dataclass(frozen=True)
class Field:
    """One setting as a form or a command line needs it; `choices` maps each value to its name, empty for numbers."""

    name: str
    kind: type
    title: str
    help: str
    default: Any
    low: float | None
    low_is_open: bool
    high: float | None
    step: float | None
    choices: Mapping[str, str]
    basic: bool

    @property
    def allowed(self) -> str:
        """The allowed values in words."""
        if self.choices:
            return "one of " + ", ".join(self.choices)
        low = f"more than {self.low:g}" if self.low_is_open else f"from {self.low:,}"
        number = "a whole number" if self.kind is int else "a number"
        high = f"{self.high:,}" if self.kind is int else f"{self.high:g}"
        return f"{number} {low} {'and at most' if self.low_is_open else 'to'} {high}"


def _field(name: str, hint: Any, default: Any) -> Field:
    kind, meta = get_args(hint)
    extra = meta.extra or {}
    values = get_args(kind) if get_origin(kind) is Literal else ()
    names = extra.get("names", {})
    return Field(
        name=name,
        kind=str if values else kind,
        title=meta.title,
        help=meta.description,
        default=default,
        low=meta.gt if meta.gt is not None else meta.ge,
        low_is_open=meta.gt is not None,
        high=meta.le,
        step=extra.get("step"),
        choices=types.MappingProxyType({value: names.get(value, value) for value in values}),
        basic=extra.get("basic", False),
    )


def fields() -> tuple[Field, ...]:
    """Every setting, in the order a form shows them."""
    hints = get_type_hints(Settings, include_extras=True)
    defaults = {field.name: field.default for field in msgspec.structs.fields(Settings)}
    return tuple(_field(name, hint, defaults[name]) for name, hint in hints.items())


def settings_from(values: Mapping[str, Any]) -> Settings:
    """Settings from whatever a form, a URL or a command line gave, texts included; what is left out is the default.

    Raises `SettingsError`, naming the first setting that is unknown or outside its range.
    """
    known = {field.name: field for field in fields()}
    checked = {}
    for name, value in values.items():
        if name not in known:
            raise SettingsError(
                "unknown-setting", f"There is no setting called {name!r}; there are {', '.join(known)}."
            )
        hint = get_type_hints(Settings, include_extras=True)[name]
        try:
            checked[name] = msgspec.convert(value, hint, strict=False)
        except msgspec.ValidationError:
            field = known[name]
            found = "nothing" if value in (None, "") else repr(value)
            raise SettingsError(
                "setting-out-of-range", f"{field.title} must be {field.allowed}; found {found}."
            ) from None
    return Settings(**checked)

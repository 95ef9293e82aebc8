"""How a setting is declared, and what a form or a command line reads from that."""

import difflib
import types
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Union, get_args, get_origin

from msgspec import Meta

from nets.settings.widths import EXAMPLE, Widths

# What a setting is to the compiled training function. forward: its value is a constant of the forward pass. step: its
# value is a constant of the rest of the function. positive: a step parameter, a tensor of the function, which compiles
# anew only where it turns positive or 0. number: a step parameter that compiles nothing new. outside: it acts before
# or after the function, or through an argument of its own.
Compiled = Literal["forward", "step", "positive", "number", "outside"]


def choice(title: str, help_: str, names: Mapping[str, str], *, compiled: Compiled, **extra: Any) -> Meta:
    """A choice among the values of a Literal; `names` are those that are shown under another name."""
    return Meta(title=title, description=help_, extra={"names": names, "compiled": compiled, **extra})


def number(title: str, help_: str, *, step: float, compiled: Compiled, **bounds_and_extra: Any) -> Meta:
    """A number within gt or ge, and lt or le; `step` is a widget's."""
    bounds = {name: bounds_and_extra.pop(name) for name in ("gt", "ge", "lt", "le") if name in bounds_and_extra}
    return Meta(
        title=title, description=help_, extra={"step": step, "compiled": compiled, **bounds_and_extra}, **bounds
    )


def text(
    title: str, help_: str, names: Mapping[str, str], *, pattern: str, otherwise: str, compiled: Compiled, **extra: Any
) -> Meta:
    """A choice among the values in `names`, or what a person writes by the pattern, which `otherwise` says in words."""
    extra = {"names": names, "otherwise": otherwise, "compiled": compiled, **extra}
    return Meta(title=title, description=help_, pattern=pattern, extra=extra)


@dataclass(frozen=True)
class Field:
    """One setting as a form or a command line needs it; `choices` maps each value to its name, empty for numbers.
    `otherwise` says in words what may be written in place of a choice, "" where nothing may; `zero` says what 0
    stands for, "" where it is a number like others.

    `hint` is the type of its values. `has_widths`: whether it may be widths such as 16x8 instead of a number; `unset`
    is what it means where it is None, "" where it may not be. `net` is the one net that has it, None for both. `live`:
    whether it may change while the weights stay. `compiled` is what it is to the compiled training function. `formerly`
    is the name it had before.
    """

    name: str
    hint: Any
    kind: type
    has_widths: bool
    unset: str
    zero: str
    title: str
    help: str
    default: Any
    low: float | None
    low_is_open: bool
    high: float | None
    high_is_open: bool
    step: float | None
    choices: Mapping[str, str]
    otherwise: str
    basic: bool
    group: str
    net: str | None
    live: bool
    compiled: Compiled
    formerly: str | None
    formerly_values: Mapping[str, str]

    @property
    def allowed(self) -> str:
        """The allowed values in words."""
        if self.choices:
            return "one of " + ", ".join(self.choices) + (f", or {self.otherwise}" if self.otherwise else "")
        number = "a whole number" if self.kind is int else "a number"
        low = f"more than {self.low:g}" if self.low_is_open else f"from {self.low:g}"
        high = f"{self.high:,}" if self.kind is int else f"{self.high:g}"
        if self.high_is_open:
            return f"{number} {low} and less than {high}"
        also = f", or such a number for each of two to four layers, as in {EXAMPLE}" if self.has_widths else ""
        also += f", or left out: {self.unset}" if self.unset else ""
        return f"{number} {low} {'and at most' if self.low_is_open else 'to'} {high}{also}"

    def shown(self, value: Any) -> str:
        """A value of this setting as a sentence shows it."""
        if self.choices:
            return self.choices.get(value, value) if self.otherwise else self.choices[value]
        if value is None:
            return self.unset
        if isinstance(value, str):
            return value
        return f"{value:,}" if self.kind is int else f"{value:g}"

    def in_words(self, value: Any) -> str:
        """A value as a report shows it: as `shown`, but 0 by what it stands for."""
        return self.zero if self.zero and value == 0 else self.shown(value)


def no_such_setting(name: str, known: Sequence[str]) -> str:
    """That there is none of this name, in a sentence: with the one that may be meant, else with all there are."""
    close = difflib.get_close_matches(name.lower(), known, n=1)
    instead = f"did you mean {close[0]}?" if close else f"there are {', '.join(known)}."
    return f"There is no setting called {name[:60]!r}; {instead}"


def declared(name: str, hint: Any, default: Any) -> Field:
    """The field of this name, type and default; the type of a number may be followed by `Widths` or None."""
    first, *others = get_args(hint) if get_origin(hint) is Union else (hint,)
    kind, meta = get_args(first)
    extra = meta.extra
    names = extra.get("names", {})
    values = get_args(kind) if get_origin(kind) is Literal else tuple(names)
    low = meta.gt if meta.gt is not None else meta.ge
    high = meta.lt if meta.lt is not None else meta.le
    return Field(
        name=name,
        hint=first,
        has_widths=Widths in others,
        unset=extra.get("unset", ""),
        zero=extra.get("zero", ""),
        kind=str if values else kind,
        title=meta.title,
        help=meta.description,
        default=default,
        low=None if values else kind(low),
        low_is_open=meta.gt is not None,
        high=None if values else kind(high),
        high_is_open=meta.lt is not None,
        step=None if values else kind(extra["step"]),
        otherwise=extra.get("otherwise", ""),
        choices=types.MappingProxyType({value: names.get(value, value) for value in values}),
        basic=extra.get("basic", False),
        group=extra.get("group", "More"),
        net=extra.get("net"),
        live=extra.get("live", False),
        compiled=extra["compiled"],
        formerly=extra.get("formerly"),
        formerly_values=types.MappingProxyType(extra.get("formerly_values", {})),
    )

"""Which settings a compiled function depends on, by their declaration."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import msgspec

from nets.settings.parse import fields
from nets.settings.settings import Settings

# The settings that are tensors in the compiled training function: another value of theirs compiles nothing new.
STEP_PARAMS = tuple(field.name for field in fields() if field.compiled in ("positive", "number"))


ACTIVATIONS = tuple(next(field.choices for field in fields() if field.name == "activation"))
NARROWEST = 8  # units; fewer are padded to so many


@dataclass(frozen=True)
class Structure:
    """What the compiled functions of some runs depend on: `net`, in which settings that compile nothing stand at their
    default, and, where MLPs of different widths or activations are trained side by side, what they have of those.

    Of different `activations` the net has the first; where the runs are padded, `is_padded`, it has the width that
    they are padded to.
    """

    net: Settings
    activations: tuple[str, ...] = ()
    is_padded: bool = False

    @property
    def is_mixed(self) -> bool:
        """Whether the runs differ inside."""
        return self.is_padded or len(self.activations) > 1


def structure_of(runs: Sequence[Settings]) -> Structure:
    """What the compiled functions of these runs, trained side by side, depend on.

    MLPs with as many hidden layers as each other and without dropout may differ in their widths and activations, each
    layer being padded to the `padded_width` of its widest. Raises `ValueError` where runs differ otherwise in a value
    that is compiled.
    """
    widths = {run.widths for run in runs}
    activations = tuple(name for name in ACTIVATIONS if any(run.activation == name for run in runs))
    is_one_structure = len(widths) == 1 and len(activations) == 1
    if is_one_structure or not all(map(_can_be_mixed, runs)) or len({len(each) for each in widths}) > 1:
        return Structure(compile_key(runs))
    is_padded = len(widths) > 1
    widest = tuple(map(max, zip(*widths, strict=True)))
    units = _hidden_units(map(padded_width, widest) if is_padded else widest)
    alike = [msgspec.structs.replace(run, hidden_units=units, activation=activations[0]) for run in runs]
    return Structure(compile_key(alike), activations, is_padded)


def padded_width(n_units: int) -> int:
    """The width that a layer of so many units is padded to: the next power of two, or `NARROWEST`."""
    return max(NARROWEST, 1 << (n_units - 1).bit_length())


def compile_key(runs: Sequence[Settings]) -> Settings:
    """What the training function of these runs depends on: settings that compile nothing stand at their default.

    Of those that are "positive" it tells only whether any run's is: 1, or of a range that ends before it the middle.
    Raises `ValueError` where the runs, which are to be trained side by side, differ in a value that is compiled.
    """
    first, key = runs[0], {}
    for field in fields():
        if field.net not in (None, first.net):
            continue
        if field.compiled == "positive":
            is_used = any(getattr(run, field.name) > 0 for run in runs)
            key[field.name] = min(1.0, field.high / 2) if is_used else 0.0
        elif field.compiled in ("forward", "step"):
            if len({getattr(run, field.name) for run in runs}) > 1:
                raise ValueError(f"runs of one tape must have the same {field.name}")
            key[field.name] = getattr(first, field.name)
    return Settings(**key)


def batch_key(settings: Settings) -> Settings:
    """What runs must have in common to be trained side by side, as one batch."""
    if not _can_be_mixed(settings):
        return compile_key((settings,))
    return compile_key((msgspec.structs.replace(settings, hidden_units=NARROWEST, activation=ACTIVATIONS[0]),))


def forward_key(settings: Settings) -> Settings:
    """What the forward pass depends on; all other settings stand at their default."""
    kept = [field.name for field in fields() if field.compiled == "forward" and field.net in (None, settings.net)]
    return Settings(**{name: getattr(settings, name) for name in kept})


def _can_be_mixed(settings: Settings) -> bool:
    """Whether its widths and activation may differ from those of runs beside it; the units that dropout leaves out
    depend on how many there are.
    """
    return settings.net == "mlp" and settings.hidden_layers > 0 and settings.dropout == 0


def _hidden_units(widths: Iterable[int]) -> int | str:
    """The setting that gives layers these widths."""
    units = tuple(widths)
    return units[0] if len(set(units)) == 1 else "x".join(map(str, units))

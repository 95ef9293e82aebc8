"""A sweep's definition: which settings vary, over which values, from which seeds; and the runs that it makes."""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from nets.errors import Code, SettingsError
from nets.settings import Settings, changed, fields
from nets.sweep.axis import Axis, Value, axis_from

MOST_RUNS = 4096
MOST_AXES = 3
MOST_SEEDS = 1024


class Sweep(msgspec.Struct, frozen=True):
    """All combinations of the values of up to three axes, the first varying slowest, each from `n_seeds` seeds.

    What is not varied is as in `base`, except that widths such as 16x8 bring their number of hidden layers with them.
    The seeds are 0 to n_seeds - 1; if n_seeds is None it is that of `base`. Whatever the seed, the validation rows are
    those of `base`.
    """

    base: Settings
    axes: tuple[Axis, ...] = ()
    n_seeds: int | None = None

    @property
    def n_combinations(self) -> int:
        """How many runs there are with those that mean nothing."""
        n = self.n_seeds or 1
        for axis in self.axes:
            n *= len(axis.values)
        return n


@dataclass(frozen=True)
class Member:
    """One run of a sweep: its settings, and where it stands along each axis."""

    settings: Settings
    place: tuple[int, ...]


def sweep_from(
    base: Settings,
    vary: Sequence[str],
    *,
    n_seeds: int | None = None,
    most_runs: float = MOST_RUNS,
    most_axes: int = MOST_AXES,
) -> Sweep:
    """The sweep of these axes, each written as `axis_from` reads it.

    Raises `SettingsError` where an axis cannot be read, and where there are too many axes, seeds or runs.
    """
    axes = tuple(axis_from(text) for text in vary)
    names = [axis.setting for axis in axes]
    if len(axes) > most_axes:
        raise SettingsError(Code.BAD_AXIS, f"At most {most_axes} settings are varied at once; found {len(axes)}.")
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise SettingsError(Code.BAD_AXIS, f"{twice} is varied twice: write all its values in one place.")
    if n_seeds is not None and "seed" in names:
        raise SettingsError(Code.BAD_AXIS, "The seed is varied already: leave out how many seeds, or the axis seed.")
    if n_seeds is not None and not 1 <= n_seeds <= MOST_SEEDS:
        raise SettingsError(Code.BAD_AXIS, f"Seeds must be a whole number from 1 to {MOST_SEEDS:,}; found {n_seeds:,}.")
    sweep = Sweep(msgspec.structs.replace(base, early_stopping=0), axes, n_seeds)
    if sweep.n_combinations > most_runs:
        raise SettingsError(Code.TOO_MANY_RUNS, _too_many(sweep, most_runs))
    return sweep


def members_of(sweep: Sweep) -> tuple[tuple[Member, ...], int]:
    """The runs of a sweep, in its order, and how many combinations were left out.

    Left out are those that no net has, and those that differ from one before only in what means nothing to their net:
    the dropout of an RNN, the weight decay of another optimiser than AdamW.
    """
    members: dict[Settings, Member] = {}
    n_left_out = 0
    seeds = range(sweep.n_seeds) if sweep.n_seeds else (sweep.base.seed,)
    for place, values in _places(sweep.axes):
        try:
            varied = _varied(sweep, values)
        except SettingsError:
            n_left_out += len(seeds)
            continue
        for seed in seeds:
            seeded = varied if "seed" in values else msgspec.structs.replace(varied, seed=seed)
            settings = _on_rows_of(sweep.base, seeded)
            what_counts = _without_effect(settings)
            if what_counts in members:
                n_left_out += 1
            else:
                members[what_counts] = Member(settings, place)
    return tuple(members.values()), n_left_out


def _places(axes: Sequence[Axis]) -> list[tuple[tuple[int, ...], dict[str, Value]]]:
    found: list[tuple[tuple[int, ...], dict[str, Value]]] = [((), {})]
    for axis in axes:
        found = [
            ((*place, i), {**values, axis.setting: value})
            for place, values in found
            for i, value in enumerate(axis.values)
        ]
    return found


def _varied(sweep: Sweep, values: dict[str, Value]) -> Settings:
    """Raises `SettingsError` where no net has these values together."""
    return changed(sweep.base, values)


def _on_rows_of(base: Settings, settings: Settings) -> Settings:
    """The settings with another seed than the base's, but with its validation rows."""
    if settings.validation_split == 0 or settings.split_seed is not None or settings.seed == base.seed:
        return settings
    return msgspec.structs.replace(settings, split_seed=base.rows_seed)


def _without_effect(settings: Settings) -> Settings:
    """The settings, those that mean nothing to this net at their defaults: two such runs are one."""
    idle = {field.name for field in fields() if field.net not in (None, settings.net)}
    if not settings.widths:
        idle |= {"hidden_units", "activation", "dropout"}
    if settings.optimiser != "adamw":
        idle.add("weight_decay")
    if settings.validation_split == 0:
        idle |= {"validation_by", "split_seed"}
    elif settings.validation_by == "last":
        idle.add("split_seed")
    if settings.tbptt_length == 0:
        idle.add("tbptt_state")
    defaults = {field.name: field.default for field in fields() if field.name in idle}
    return msgspec.structs.replace(settings, **({"split_seed": settings.rows_seed} | defaults))


def _too_many(sweep: Sweep, most_runs: float) -> str:
    longest = max(sweep.axes, key=lambda axis: len(axis.values), default=None)
    if longest is None or (sweep.n_seeds or 1) > len(longest.values):
        shorten = f"take fewer than {sweep.n_seeds:,} seeds"
    else:
        shorten = f"shorten {longest.setting}, which has {len(longest.values):,} values"
    return f"This makes {sweep.n_combinations:,} runs, and {most_runs:,} are allowed: {shorten}."

"""A visitor's sweep: its definition, the tape it was trained on, and what was picked, starred, named and brushed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

from nets.errors import Code, SettingsError
from nets.settings import Settings
from nets.sweep.panels.cells import Cells, cells_of
from nets.sweep.panels.dimensions import Range
from nets.sweep.sweep import Member, Sweep, members_of, sweep_from
from nets.training.client.sweep_tape import SweepTape
from nets.workspace.loaded_data import LoadedData


@dataclass(frozen=True)
class Definition:
    """What varies, as `axis_from` reads it, and from how many seeds."""

    vary: tuple[str, ...] = ()
    n_seeds: int | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing varies."""
        return not self.vary and self.n_seeds is None


NOTHING = Definition()


@dataclass(frozen=True, eq=False)
class Trained:
    """The sweep that is trained: its tape, its data, and where its runs stand in the grid.

    `kinds` are the rows of each of its plan's examples; `data` is the SHA-256 of the dataset before it was split.
    """

    tape: SweepTape
    sweep: Sweep
    kinds: tuple[LoadedData, ...]
    data: str
    cells: Cells

    @property
    def loaded(self) -> LoadedData:
        """The rows of its first run."""
        return self.kinds[0]


@dataclass(eq=False)
class Marks:
    """What a person has marked among the runs of one sweep, by their places in it."""

    picked: int | None = None
    starred: set[int] = field(default_factory=set)
    names: dict[int, str] = field(default_factory=dict)
    brushed: Mapping[str, Sequence[Range]] = field(default_factory=dict)


class Exploration:
    """One sweep at a time. `definition` is what is asked for; `trained`, if anything is, may still be another."""

    def __init__(self) -> None:
        self.definition = NOTHING
        self.trained: Trained | None = None
        self.marks = Marks()
        self.is_varying = False
        self.opens_deck = False  # a run was put on the deck, which is to be shown
        self.pace: float | None = None  # epochs a second; None is as fast as it goes
        self._expanded: tuple[Sweep, tuple[tuple[Member, ...], int]] | None = None

    def define(self, definition: Definition, base: Settings) -> None:
        """Ask for this sweep. Raises `SettingsError`, all staying as it is, where there can be none.

        One that only has too many runs is asked for, so that it can be shortened in several steps; `sweep` refuses it.
        """
        try:
            sweep_from(base, definition.vary, n_seeds=definition.n_seeds)
        except SettingsError as error:
            if error.code != Code.TOO_MANY_RUNS:
                raise
        self.definition = definition

    def sweep(self, base: Settings) -> Sweep:
        """The sweep that is asked for, on these settings. Raises `SettingsError` where there can be none."""
        return sweep_from(base, self.definition.vary, n_seeds=self.definition.n_seeds)

    def members(self, sweep: Sweep) -> tuple[tuple[Member, ...], int]:
        """The runs of a sweep and how many combinations were left out, worked out once."""
        if self._expanded is None or self._expanded[0] != sweep:
            self._expanded = sweep, members_of(sweep)
        return self._expanded[1]

    def is_trained(self, sweep: Sweep, data: str) -> bool:
        """Whether it is exactly this sweep of exactly these data that is trained."""
        now = self.trained
        return now is not None and now.data == data and _what_counts(now.sweep) == _what_counts(sweep)

    def take(self, tape: SweepTape, *, sweep: Sweep, kinds: Sequence[LoadedData], data: str) -> None:
        """Have this tape in place of the one before, which leaves its trainer."""
        self.let_go()
        self.trained = Trained(tape, sweep, tuple(kinds), data, cells_of(sweep, self.members(sweep)[0]))
        self.marks = Marks()

    def let_go(self) -> None:
        """Have nothing trained."""
        if self.trained:
            self.trained.tape.drop()
        self.trained = None


def _what_counts(sweep: Sweep) -> tuple:
    """Two sweeps with the same of this have the same runs: what varies stands at its first value."""
    first = {axis.setting: axis.values[0] for axis in sweep.axes}
    if sweep.n_seeds is not None:
        first["seed"] = 0
    settings = msgspec.structs.asdict(sweep.base) | first
    return tuple(sorted(settings.items())), tuple((axis.setting, axis.values) for axis in sweep.axes), sweep.n_seeds

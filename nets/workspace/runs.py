"""The runs a visitor had on the deck before, kept within bounds; the oldest goes first."""

import itertools
import threading
from typing import NamedTuple
from weakref import WeakSet

from nets.settings import Settings
from nets.workspace.difference import Facts, same_steps
from nets.workspace.run import Run

MOST_BYTES = 64 * 2**20  # of one visitor's kept runs
MOST_BYTES_OF_ALL = 2**30  # of all visitors' on one server


class _Kept(NamedTuple):
    number: int  # of two runs the one kept later has the higher
    run: Run
    sizes: dict[int, int]


class Room:
    """The memory that the kept runs of all visitors of a server share; safe to use from any thread.

    What a visitor has kept counts as long as the visitor's `Runs` are held by anybody.
    """

    def __init__(self, most: int = MOST_BYTES_OF_ALL) -> None:
        self.most = most
        self.lock = threading.RLock()
        self.numbers = itertools.count()
        self.visitors: WeakSet[Runs] = WeakSet()

    @property
    def n_bytes(self) -> int:
        """What all kept runs take."""
        with self.lock:
            return sum(runs.n_bytes for runs in self.visitors)


class Runs:
    """One visitor's kept runs. None of them is in a trainer.

    What the run on the deck holds too (`beside`) is not counted, and what two kept runs share is counted once.
    """

    def __init__(self, room: Room, *, most: int = MOST_BYTES) -> None:
        self.n_bytes = 0
        self._room = room
        self._most = most
        self._kept: list[_Kept] = []  # the oldest first
        self._beside: dict[int, int] = {}
        self._let_go: list[Facts] = []  # and not the runs, which would stay in memory
        with room.lock:
            room.visitors.add(self)

    def keep(self, run: Run, *, beside: Run | None = None) -> None:
        """Keep a run that has left the trainer, in place of one on the same data by the same recipe."""
        with self._room.lock:
            facts = run.facts
            self._kept = [kept for kept in self._kept if not kept.run.facts.is_same_curve(facts)]
            self._kept.append(_Kept(next(self._room.numbers), run, run.sizes()))
            self.make_room(beside=beside)

    def make_room(self, *, beside: Run | None = None) -> None:
        """Let the oldest runs go until what is kept fits, now that this run is on the deck.

        Where all visitors' runs are too much, the oldest of them all goes, whoever's it is.
        """
        with self._room.lock:
            self._beside = beside.sizes() if beside else {}
            self._count()
            while self.n_bytes > self._most:
                self.drop_oldest()
            while self._room.n_bytes > self._room.most:
                min((runs for runs in self._room.visitors if runs.newest()), key=lambda runs: runs.oldest).drop_oldest()

    def find(self, settings: Settings, data: str) -> Run | None:
        """The latest kept run on these data (`Run.data`) by exactly these settings; None if there is none.

        They may be those it was trained by or those it was shown with. The number of epochs counts only where the
        schedule of the learning rate depends on it.
        """
        wanted = same_steps(settings)
        for run in self.newest():
            if run.data == data and wanted in (same_steps(run.shown), same_steps(run.settings)):
                return run
        return None

    def newest(self) -> tuple[Run, ...]:
        """All kept runs, the latest first."""
        with self._room.lock:
            return tuple(kept.run for kept in reversed(self._kept))

    def take(self, run: Run) -> None:
        """Keep this run no longer, since it goes back on the deck."""
        with self._room.lock:
            self._kept = [kept for kept in self._kept if kept.run is not run]
            self._count()

    def told(self) -> tuple[Facts, ...]:
        """What the runs were made by that were let go to make room since this was asked last."""
        with self._room.lock:
            let_go, self._let_go = self._let_go, []
            return tuple(let_go)

    @property
    def oldest(self) -> int:
        """The number of the oldest run; of two visitors' runs the one kept later has the higher."""
        return self._kept[0].number

    def drop_oldest(self) -> None:
        """Let the oldest run go."""
        self._let_go.append(self._kept.pop(0).run.facts)
        self._count()

    def _count(self) -> None:
        held: dict[int, int] = {}
        for kept in self._kept:
            held |= kept.sizes
        self.n_bytes = sum(size for key, size in held.items() if key not in self._beside)

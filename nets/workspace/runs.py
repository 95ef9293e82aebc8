"""The runs a visitor had on the deck before, kept within bounds; the oldest that is not pinned goes first."""

import itertools
import threading
from collections.abc import Sequence
from typing import NamedTuple
from weakref import WeakSet

from nets.errors import Code, Refusal
from nets.settings import Settings, same_steps
from nets.training.protocol.events import Events
from nets.workspace.difference import Facts
from nets.workspace.run import Run

MOST_BYTES = 64 * 2**20  # of one visitor's kept runs and sweeps
MOST_BYTES_OF_ALL = 2**30  # of all visitors' on one server
MOST_PINS = 8


class _Kept(NamedTuple):
    number: int  # of two runs the one kept later has the higher
    run: Run
    sizes: dict[int, int]


class LetGo(NamedTuple):
    """What a run was made by that was let go to make room, and whether it was pinned."""

    facts: Facts
    was_pinned: bool


class Room:
    """The memory that the kept runs and sweeps of all visitors of a server share; safe to use from any thread.

    What a visitor has kept counts as long as the visitor's `Runs` are held by anybody.
    """

    def __init__(self, most: int = MOST_BYTES_OF_ALL) -> None:
        self.most = most
        self.lock = threading.RLock()
        self.numbers = itertools.count()
        self.visitors: WeakSet[Runs] = WeakSet()

    @property
    def n_bytes(self) -> int:
        """What all kept runs and sweeps take."""
        with self.lock:
            return sum(runs.n_bytes for runs in self.visitors)


class Runs:
    """One visitor's kept runs, none of which is in a trainer; which runs are pinned; and the bytes of sweeps.

    What the run on the deck holds too (`beside`) is not counted, and what two kept runs share is counted once.
    """

    def __init__(self, room: Room, *, most: int = MOST_BYTES) -> None:
        self.n_bytes = 0
        self._room = room
        self._most = most
        self._kept: list[_Kept] = []  # the oldest first
        self._pins: dict[str, int] = {}  # a number from 0 by the tape's id, also of the run on the deck
        self._held: dict[str, int] = {}
        self._beside: dict[int, int] = {}
        self._let_go: list[LetGo] = []  # and not the runs, which would stay in memory
        with room.lock:
            room.visitors.add(self)

    def keep(self, run: Run, *, beside: Run | None = None) -> None:
        """Keep a run that has left the trainer, in place of one on the same data by the same recipe if that is not
        pinned.
        """
        with self._room.lock:
            facts = run.facts
            self._kept = [
                kept for kept in self._kept if self.is_pinned(kept.run) or not kept.run.facts.is_same_curve(facts)
            ]
            self._kept.append(_Kept(next(self._room.numbers), run, run.sizes()))
            self.make_room(beside=beside)

    def make_room(self, *, beside: Run | None = None) -> None:
        """Let runs go until what is kept fits, now that this run is on the deck: the oldest first, but pinned ones only
        when there is no other.

        Where all visitors' runs are too much, the oldest of them all goes, whoever's it is.
        """
        with self._room.lock:
            self._beside = beside.sizes() if beside else {}
            self._count()
            self._let_go_what_is_too_much()

    def hold(self, key: str, n_bytes: int) -> None:
        """Count so many bytes for the visitor's sweep of this key, in place of what was counted for it; of 0 nothing is
        left. Runs go to make room for it, as by `make_room`.
        """
        with self._room.lock:
            self._held.pop(key, None)
            if n_bytes:
                self._held[key] = n_bytes
            self._count()
            self._let_go_what_is_too_much()

    def room_for(self, key: str) -> int:
        """How many bytes the visitor's sweep of this key can hold without a pinned run or another sweep having to go
        for it; never below 0.
        """
        with self._room.lock:
            of_all = self._room.most - sum(runs.n_bytes_that_stay for runs in self._room.visitors)
            left = min(self._most - self.n_bytes_that_stay, of_all)
            return max(0, left + self._held.get(key, 0))

    @property
    def n_bytes_that_stay(self) -> int:
        """What sweeps and pinned runs take."""
        return self._bytes_of([kept for kept in self._kept if self.is_pinned(kept.run)])

    def pin(self, run: Run, *, beside: Run | None = None) -> None:
        """Pin a run, also one that is on the deck (`beside`), in place of a pinned one of the same curve. One that is
        neither there nor kept is kept from now on.

        Raises `Refusal` where as many are pinned as can be.
        """
        with self._room.lock:
            if self.is_pinned(run):
                return
            pinned = [each for each in (beside, *self.newest()) if each and self.is_pinned(each)]
            same = [each for each in pinned if each.facts.is_same_curve(run.facts)]
            if len(self._pins) - len(same) >= MOST_PINS:
                sentence = f"{MOST_PINS} runs are pinned, and no more can be: unpin one of them first."
                raise Refusal(Code.TOO_MANY_PINS, sentence)
            for each in same:
                self.unpin(each)
            self._pins[run.tape.id] = min(set(range(MOST_PINS)) - set(self._pins.values()))
            is_on_deck = beside is not None and beside.tape is run.tape
            if not is_on_deck and all(kept.run.tape is not run.tape for kept in self._kept):
                self.keep(run, beside=beside)

    def unpin(self, run: Run) -> None:
        """Pin this run no longer; it stays kept."""
        with self._room.lock:
            self._pins.pop(run.tape.id, None)

    def is_pinned(self, run: Run) -> bool:
        """Whether this run is pinned."""
        return run.tape.id in self._pins

    def pinned(self) -> tuple[tuple[int, Run], ...]:
        """The pinned runs that are kept, each with its number, from 0 to MOST_PINS - 1, by which they are ordered."""
        with self._room.lock:
            found = {self._pins[kept.run.tape.id]: kept.run for kept in self._kept if self.is_pinned(kept.run)}
            return tuple(sorted(found.items()))

    def pin_of(self, run: Run) -> int | None:
        """The number of a pinned run, None of any other."""
        return self._pins.get(run.tape.id)

    def take_up(self, kept: Sequence[tuple[Run, int | None]], *, beside: tuple[Run, int | None]) -> None:
        """Have these runs, the oldest first, each with its number if it is pinned, in place of those that were kept;
        that `beside` is on the deck.
        """
        with self._room.lock:
            self._pins = {run.tape.id: pin for run, pin in (*kept, beside) if pin is not None}
            self._kept = [_Kept(next(self._room.numbers), run, run.sizes()) for run, _ in kept]
            self.make_room(beside=beside[0])

    def find(self, settings: Settings, data: str, plan: Events | None = None) -> Run | None:
        """The latest kept run on these data (`Run.data`) by exactly these settings, and with exactly what the plan has
        been or will be done to it; None if there is none.

        They may be those it was trained by or those it was shown with. The number of epochs counts only where the
        schedule of the learning rate depends on it.
        """
        wanted = same_steps(settings)
        for run in self.newest():
            is_planned = plan is None or run.events_to_be.of_steps() == plan.of_steps()
            if is_planned and run.data == data and wanted in (same_steps(run.shown), same_steps(run.settings)):
                return run
        return None

    def newest(self) -> tuple[Run, ...]:
        """All kept runs, the latest first."""
        with self._room.lock:
            return tuple(kept.run for kept in reversed(self._kept))

    def take(self, run: Run) -> None:
        """Keep this run no longer, since it goes back on the deck; pinned it stays."""
        with self._room.lock:
            self._kept = [kept for kept in self._kept if kept.run is not run]
            self._count()

    def told(self) -> tuple[LetGo, ...]:
        """The runs that were let go to make room since this was asked last."""
        with self._room.lock:
            let_go, self._let_go = self._let_go, []
            return tuple(let_go)

    @property
    def first_to_go(self) -> tuple[bool, int]:
        """Of the run that goes first, whether it is pinned, and its number; of two visitors' the lower goes first."""
        return self._goes_before(self._first())

    def drop_first(self) -> None:
        """Let the run go that goes first."""
        first = self._first()
        self._kept.remove(first)
        self._let_go.append(LetGo(first.run.facts, self.is_pinned(first.run)))
        self.unpin(first.run)
        self._count()

    def _let_go_what_is_too_much(self) -> None:
        while self.n_bytes > self._most and self._kept:
            self.drop_first()
        while self._room.n_bytes > self._room.most:
            others = [runs for runs in self._room.visitors if runs.newest()]
            if not others:
                return
            min(others, key=lambda runs: runs.first_to_go).drop_first()

    def _first(self) -> _Kept:
        return min(self._kept, key=self._goes_before)

    def _goes_before(self, kept: _Kept) -> tuple[bool, int]:
        return self.is_pinned(kept.run), kept.number

    def _count(self) -> None:
        self.n_bytes = self._bytes_of(self._kept)

    def _bytes_of(self, runs: list[_Kept]) -> int:
        parts: dict[int, int] = {}
        for kept in runs:
            parts |= kept.sizes
        return sum(size for key, size in parts.items() if key not in self._beside) + sum(self._held.values())

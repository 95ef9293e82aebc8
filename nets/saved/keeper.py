"""The keeper: writes what visitors have into the store, at once what is acknowledged, the rest now and then."""

import logging
import os
import secrets
import threading
import time
from collections.abc import Callable
from pathlib import Path
from weakref import WeakSet

import msgspec
from platformdirs import user_cache_path

from nets.saved.arrays import Packing, Unpacking, npy_of
from nets.saved.document import document_from
from nets.saved.store import SECRET, Found, Store, StoreError
from nets.saved.work import Opened, opened_work, saved_work
from nets.training.client.tape import Tape
from nets.workspace.work import Work

VARIABLE = "TAPE_DECK_STORE"  # a folder, or "off"
TICK_S = 0.5
REST = 10  # times as long as a write takes is waited after it
LEAST_REST_S = 1.0
TOUCH_S = 600.0  # how often a page that is open is said to be in use
AGAIN_S = 10.0  # after the disk has refused something

log = logging.getLogger(__name__)


def new_secret() -> str:
    """A secret that nobody guesses: 192 random bits."""
    return secrets.token_urlsafe(24)


class Keeper:
    """The store of a server, and the savers of its visitors, which it has write what has changed."""

    def __init__(self, folder: Path | None = None) -> None:
        """In this folder, else in that of the environment, else in the user's own cache. `problem` says why nothing is
        kept, None where something is, or where that was switched off.
        """
        named = os.environ.get(VARIABLE, "")
        self.store: Store | None = None
        self.problem: str | None = None
        if named != "off":
            try:
                self.store = Store(folder or Path(named or user_cache_path("tape-deck", appauthor=False) / "visits"))
            except StoreError as error:
                log.warning("Nothing is kept on disk: %s", error.sentence)
                self.problem = f"This server keeps nothing on disk, so a reload of the page loses all. {error.sentence}"
        self._savers: WeakSet[Saver] = WeakSet()
        self._lock = threading.Lock()
        self._closed = threading.Event()
        if self.store:
            threading.Thread(target=self._run, daemon=True, name="keeper").start()

    def saver(self, capture: Callable[[], Work | None], on_taken: Callable[[], None]) -> "Saver":
        """The saver of one visitor. `capture` gives what the visitor has, None before there is a tape; `on_taken` is
        called when another page has taken that over.
        """
        saver = Saver(self.store, capture, on_taken)
        with self._lock:
            self._savers.add(saver)
        return saver

    def live(self, secret: str) -> "Saver | None":
        """The saver that keeps what it has under this secret now."""
        return next((saver for saver in self._all() if saver.secret == secret and not saver.is_taken), None)

    def close(self) -> None:
        """Write what is new, and end."""
        self._closed.set()
        for saver in self._all():
            saver.save_if_new()
        if self.store:
            self.store.close()

    def _all(self) -> list["Saver"]:
        with self._lock:
            return list(self._savers)

    def _run(self) -> None:
        tidied = time.monotonic()
        while not self._closed.wait(TICK_S):
            for saver in self._all():
                saver.tick()
            if time.monotonic() - tidied > TOUCH_S:
                tidied = time.monotonic()
                try:
                    self.store.tidy()
                except StoreError as error:
                    log.warning("The store was not tidied: %s", error.sentence)


class Saver:
    """Keeps what one visitor has under a secret. Safe to use from any thread.

    `problem` says why nothing is kept now, None where all is well. `is_taken`: another page has taken over what is
    under the secret; nothing is written there any more.
    """

    def __init__(self, store: Store | None, capture: Callable[[], Work | None], on_taken: Callable[[], None]) -> None:
        self.secret = new_secret()
        self.problem: str | None = None
        self.is_taken = False
        self._store = store
        self._capture, self._on_taken = capture, on_taken
        self._owner = 1
        self._packing = Packing()
        self._lock = threading.RLock()
        self._work: Work | None = None  # as it was when it was captured last, at a moment when it was whole
        self._written: tuple[Work, tuple] | None = None
        self._seen: Work | None = None  # at the last tick
        self._due = self._touched = 0.0

    def open(self, secret: str, *, is_copy: bool, from_: "Keeper") -> Opened | None:
        """What is kept under this secret; None where nothing is. From now on it is kept here alone; of a copy under
        another secret, and what is there stays another page's.

        Raises `Refusal` where it cannot be read.
        """
        if self._store is None:
            if not is_copy and SECRET.fullmatch(secret):
                self.secret = secret  # what is kept under it is there again once the server has its store
            return None
        live = from_.live(secret)
        if live:
            live.save_if_new()
            if not is_copy:
                live.let_go()
        if is_copy:
            return self._opened(self._store.copy(secret, self.secret))
        found = self._store.take_over(secret)
        if found:
            self.secret = secret
        return self._opened(found)

    def open_remembered(self, second: str) -> Opened | None:
        """A copy of what the second secret leads to; None where it leads nowhere. Raises as `open` does."""
        found = self._store and self._store.copy_remembered(second, self.secret)
        return self._opened(found)

    def let_go(self) -> None:
        """Another page has what was kept here."""
        with self._lock:
            self.is_taken = True
        self._on_taken()

    def start_anew(self) -> None:
        """Keep what there is under a new secret."""
        with self._lock:
            self.secret, self._owner, self.is_taken, self._written = new_secret(), 1, False, None

    def capture(self) -> None:
        """What there is now is whole: keep it, if anything of it is new, before anything is said of it. Called where
        nothing is being changed.
        """
        work = self._capture()
        if work is None or self._store is None:
            return
        if self.is_taken:
            self.start_anew()
        with self._lock:
            self._work = work
            if self._written is None or not _is_same(self._written[0], work):
                self._save()

    def acknowledge(self, tape: Tape) -> None:
        """The tape stands still, and that is going to be said: keep how it stands."""
        with self._lock:
            is_known = self._work is not None and self._work.deck[0].tape is tape
            if is_known and (self._written is None or self._written[1][:-1] != _standing(tape)[:-1]):
                self._save()

    def save_if_new(self) -> None:
        """Keep what is new."""
        work = self._capture()
        with self._lock:
            if work is None or self._store is None or self.is_taken:
                return
            standing = _standing(work.deck[0].tape)
            if self._written is None or not _is_same(self._written[0], work) or self._written[1] != standing:
                self._work = work
                self._save()

    def tick(self) -> None:
        """Some time has passed: keep what is new, unless it is just being changed."""
        now, work = time.monotonic(), self._capture()
        seen, self._seen = self._seen, work
        if work is None or seen is None or not _is_same(seen, work) or now < self._due:
            return
        self.save_if_new()
        if self._written and not self.is_taken and now - self._touched > TOUCH_S:
            self._touched = now
            try:
                self._store.touch(self.secret)
            except StoreError as error:
                self.problem = error.sentence

    def save(self) -> None:
        """Keep all there is, also where it is nothing that the address does not say."""
        with self._lock:
            self._work = self._capture()
            if self._work is not None and self._store is not None:
                self._save(always=True)

    def forget(self) -> None:
        """Delete what is kept here; nothing is kept any more. Raises `StoreError` where it cannot be deleted."""
        with self._lock:
            self.is_taken = True
            if self._store:
                self._store.forget(self.secret)

    def _save(self, *, always: bool = False) -> None:
        work, began = self._work, time.monotonic()
        if self.problem is not None and began < self._due:
            return
        if self.is_taken or (self._written is None and not always and not work.is_worth_saving):
            return
        standing = _standing(work.deck[0].tape)
        document = msgspec.json.encode(saved_work(work, self._packing))
        try:
            is_mine = self._store.write(
                self.secret,
                self._owner,
                document,
                self._packing.digests,
                lambda digest: npy_of(self._packing.array(digest)),
            )
        except StoreError as error:
            if self.problem is None:
                log.warning("Not kept: %s", error.sentence)
            self.problem, self._due = error.sentence, time.monotonic() + AGAIN_S
            return
        now = time.monotonic()
        self.problem, self._due = None, now + max(LEAST_REST_S, REST * (now - began))
        self._touched = now
        if is_mine:
            self._written = work, standing
        else:
            self.is_taken = True

    def _opened(self, found: Found | None) -> Opened | None:
        if found is None:
            return None
        self._owner = found.owner
        return opened_work(document_from(found.document), Unpacking(self._store.content))


def _standing(tape: Tape) -> tuple:
    """How a tape stands, the epoch that is looked at last."""
    view = tape.view()
    return (
        tape.id,
        view.end,
        view.begun_at,
        view.diverged_at,
        view.stopped_at,
        view.settings,
        view.events,
        tape.looked_at,
    )


def _is_same(one: Work, other: Work) -> bool:
    """Whether both are the same but for how the tape on the deck stands."""
    a, b = one.tables, other.tables
    states = (*a.undo, a.current, a.own, a.made_of), (*b.undo, b.current, b.own, b.made_of)
    runs = [[(run.tape, run.shown, pin) for run, pin in work.runs] for work in (one, other)]
    return (
        len(states[0]) == len(states[1])
        and all(x is y for x, y in zip(*states, strict=True))
        and runs[0] == runs[1]
        and one.sweep == other.sweep
    )

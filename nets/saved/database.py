"""The SQLite file of the store, with a write-ahead log: a transaction that was committed is there after the process was
killed, and two servers of one computer may share it.
"""

import contextlib
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

from nets.errors import Code, Refusal

BUSY_S = 10.0  # another server may be writing
NO_ROOM = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN)  # for the index of the log, 32 KB

TABLES = """
create table if not exists visit (
    key blob primary key, owner integer not null, document blob not null, seen real not null) without rowid;
create table if not exists part (digest text primary key, content blob not null);
create table if not exists use (
    visit blob not null, digest text not null, primary key (visit, digest)) without rowid;
create index if not exists use_of_digest on use (digest);
create table if not exists remembered (key blob primary key, visit blob not null) without rowid;
create index if not exists visit_seen on visit (seen);
"""


class StoreError(Refusal):
    """The store cannot be read or written; the sentence says what that means."""


class Database:
    """One connection to the file, for one thread at a time. Safe to use from any thread.

    On a full disk it is connected alone, for a transaction each: that needs no room to read, but no other server can
    use the file meanwhile.
    """

    def __init__(self, path: Path) -> None:
        """In a folder, which is made for its owner alone. Raises `StoreError` where that cannot be."""
        self._path = path
        self._lock = threading.RLock()
        self._connection: sqlite3.Connection | None = None
        self._is_alone = False
        with _said():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.parent.chmod(0o700)

    @contextlib.contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """What is done within is done whole or not at all. Raises `StoreError` where it cannot be."""
        with self._in_use() as database:
            database.execute("begin immediate")
            try:
                yield database
                database.execute("commit")
            except BaseException:
                if database.in_transaction:
                    database.execute("rollback")
                raise

    def give_back(self) -> None:
        """Give the room of what was deleted back to the disk, where nobody is in the way."""
        with self._in_use() as database:
            database.execute("pragma incremental_vacuum").fetchall()
            database.execute("pragma wal_checkpoint(truncate)").fetchall()

    def close(self) -> None:
        """End the use of the file."""
        with self._lock:
            if self._connection:
                self._connection.close()
                self._connection = None

    @contextlib.contextmanager
    def _in_use(self) -> Iterator[sqlite3.Connection]:
        with self._lock, _said():
            try:
                yield self._open()
            finally:
                if self._is_alone:
                    self.close()

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            self._is_alone = False
            try:
                self._connection = _connected(self._path)
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF not in NO_ROOM:
                    raise
                self._connection = _connected(self._path, alone=True)
                self._is_alone = True
            except sqlite3.DatabaseError:
                for path in self._path.parent.glob(f"{self._path.name}*"):  # it is no database (any more)
                    path.unlink()
                self._connection = _connected(self._path)
        return self._connection


def _connected(path: Path, *, alone: bool = False) -> sqlite3.Connection:
    """Alone, it needs no room on the disk to read, and no other server can use the file until it is closed."""
    database = sqlite3.connect(path, timeout=BUSY_S, isolation_level=None, check_same_thread=False)
    try:
        if alone:
            database.execute("pragma locking_mode = exclusive")
        (n_pages,) = database.execute("pragma page_count").fetchone()
        if not n_pages:  # of a file that is there it is known, and would be written to a full disk
            database.execute("pragma auto_vacuum = incremental")
        database.execute("pragma journal_mode = wal")
        database.execute("pragma synchronous = normal")  # a killed process loses nothing, a power cut the last moments
        database.execute("pragma secure_delete = on")
        database.execute(f"pragma journal_size_limit = {16 * 2**20}")
        database.executescript(TABLES)
    except sqlite3.Error:
        database.close()
        raise
    return database


@contextlib.contextmanager
def _said() -> Iterator[None]:
    """Have what the disk refuses said in a sentence."""
    try:
        yield
    except sqlite3.Error as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_FULL:
            raise StoreError(
                Code.DISK_FULL,
                "The disk of this server is full: what you do from now on is in memory alone, and a reload of the page "
                "or a restart of the server loses it. What was kept before is still there.",
            ) from None
        raise StoreError(Code.STORE, _not_usable(error.sqlite_errorname)) from None
    except OSError as error:
        raise StoreError(Code.STORE, _not_usable(error.strerror or "")) from None


def _not_usable(why: str) -> str:
    return (
        f"This server cannot keep anything on its disk ({why}): a reload of the page or a restart of the server loses "
        "what you do from now on."
    )

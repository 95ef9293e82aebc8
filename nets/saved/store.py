"""The store on disk: what each visitor has, found again by a secret of which only the SHA-256 is in it.

An SQLite file with a write-ahead log. A transaction that was committed is there after the process was killed, and two
servers of one computer may share it.
"""

import contextlib
import hashlib
import re
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from nets.errors import Code, DataError, Refusal

MOST_BYTES = 2**30  # of all that is kept; what was not used for longest goes first
KEPT_S = 24 * 3600.0  # after which what nobody has used goes
SECRET = re.compile(r"[A-Za-z0-9_-]{32}")
NAME = "visits.sqlite"
BUSY_S = 10.0  # another server may be writing
AT_ONCE = 500  # digests in one statement

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


@dataclass(frozen=True)
class Found:
    """A document that was found, and whose it is from now on: `owner` is a number that writing it again takes."""

    document: bytes
    owner: int


class StoreError(Refusal):
    """The store cannot be read or written; the sentence says what that means."""


class Store:
    """The documents of all visitors of this computer's servers, and their arrays, those that are the same held once.

    Safe to use from any thread. Each method raises `StoreError` where the disk is full or the file cannot be used;
    what was committed before stays.
    """

    def __init__(self, folder: Path, *, most_bytes: int = MOST_BYTES, kept_s: float = KEPT_S) -> None:
        """In this folder, which is made for its owner alone."""
        self._path = folder / NAME
        self._most_bytes, self._kept_s = most_bytes, kept_s
        self._lock = threading.RLock()
        self._connection: sqlite3.Connection | None = None
        with _said():
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            folder.chmod(0o700)
        self.tidy()

    def write(
        self, secret: str, owner: int, document: bytes, digests: Sequence[str], content: Callable[[str], bytes]
    ) -> bool:
        """Have this document, whose arrays have these digests, under the secret; `content` gives the bytes of one that
        is not there yet. Whether it was written: not where somebody else has become its owner.
        """
        key = _key(secret)
        with self._transaction() as database:
            row = database.execute("select owner from visit where key = ?", (key,)).fetchone()
            if row is not None and row[0] != owner:
                return False
            wanted, before = set(digests), _digests_of(database, key)
            for digest in sorted(wanted - before - _there(database, wanted - before)):
                database.execute("insert into part values (?, ?)", (digest, content(digest)))
            database.executemany("insert into use values (?, ?)", [(key, digest) for digest in wanted - before])
            database.executemany("delete from use where (visit, digest) = (?, ?)", [(key, d) for d in before - wanted])
            _drop_unused(database, before - wanted)
            database.execute("insert or replace into visit values (?, ?, ?, ?)", (key, owner, document, time.time()))
            self._make_room(database, key)
        return True

    def take_over(self, secret: str) -> Found | None:
        """The document under the secret, of which whoever asks is the owner from now on; None where there is none."""
        if not SECRET.fullmatch(secret):
            return None
        with self._transaction() as database:
            found = self._found(database, _key(secret))
            if found:
                database.execute(
                    "update visit set owner = ?, seen = ? where key = ?", (found.owner + 1, time.time(), _key(secret))
                )
        return found and Found(found.document, found.owner + 1)

    def copy(self, secret: str, to: str) -> Found | None:
        """The document under the secret, which is under another one too from now on; None where there is none."""
        if not SECRET.fullmatch(secret):
            return None
        with self._transaction() as database:
            return self._copied(database, _key(secret), to)

    def copy_remembered(self, secret: str, to: str) -> Found | None:
        """The same by the second secret of a visit that is remembered."""
        with self._transaction() as database:
            visit = _remembered(database, secret)
            return visit and self._copied(database, visit, to)

    def remember(self, secret: str, second: str) -> None:
        """Have a second secret lead to what is, or will be, under the first."""
        with self._transaction() as database:
            database.execute("insert or replace into remembered values (?, ?)", (_key(second), _key(secret)))

    def is_remembered(self, second: str) -> bool:
        """Whether the second secret leads to anything."""
        with self._transaction() as database:
            visit = _remembered(database, second)
            return visit is not None and self._found(database, visit) is not None

    def leads_to(self, second: str, secret: str) -> bool:
        """Whether the second secret leads to what is under the first."""
        with self._transaction() as database:
            return _remembered(database, second) == _key(secret)

    def forget_second(self, second: str) -> None:
        """Have the second secret lead nowhere."""
        with self._transaction() as database:
            database.execute("delete from remembered where key = ?", (_key(second),))

    def forget(self, secret: str) -> None:
        """Delete what is under the secret, and overwrite it on the disk."""
        with self._transaction() as database:
            _delete(database, [_key(secret)])
        self._give_back()

    def content(self, digest: str) -> bytes:
        """The bytes of an array. Raises `DataError` where there is none of this digest."""
        with self._transaction() as database:
            row = database.execute("select content from part where digest = ?", (digest,)).fetchone()
        if row is None:
            raise DataError(Code.DAMAGED_TAPE, "A part of what was kept of this page is missing.")
        return row[0]

    def touch(self, secret: str) -> None:
        """What is under the secret is still in use."""
        with self._transaction() as database:
            database.execute("update visit set seen = ? where key = ?", (time.time(), _key(secret)))

    def tidy(self) -> None:
        """Delete what nobody has used for a day."""
        with self._transaction() as database:
            old = database.execute("select key from visit where seen < ?", (time.time() - self._kept_s,)).fetchall()
            _delete(database, [key for (key,) in old])
            database.execute("delete from remembered where visit not in (select key from visit)")
        if old:
            self._give_back()

    @property
    def n_bytes(self) -> int:
        """How many bytes all documents and arrays have."""
        with self._transaction() as database:
            return _n_bytes(database)

    def close(self) -> None:
        """End the use of the file."""
        with self._lock:
            if self._connection:
                self._connection.close()
                self._connection = None

    def _copied(self, database: sqlite3.Connection, key: bytes, to: str) -> Found | None:
        found, new = self._found(database, key), _key(to)
        if found:
            database.execute("insert or replace into visit values (?, 1, ?, ?)", (new, found.document, time.time()))
            database.execute("insert or ignore into use select ?, digest from use where visit = ?", (new, key))
        return found and Found(found.document, 1)

    def _found(self, database: sqlite3.Connection, key: bytes) -> Found | None:
        row = database.execute(
            "select document, owner from visit where key = ? and seen >= ?", (key, time.time() - self._kept_s)
        ).fetchone()
        return row and Found(*row)

    def _make_room(self, database: sqlite3.Connection, key: bytes) -> None:
        """Raises `StoreError` where this visitor's things alone are too many."""
        while _n_bytes(database) > self._most_bytes:
            row = database.execute("select key from visit where key != ? order by seen limit 1", (key,)).fetchone()
            if row is None:
                raise StoreError(
                    Code.STORE,
                    f"What you have here is more than the {self._most_bytes / 2**20:,.0f} MB that this server keeps on "
                    "its disk: a reload of the page would lose what is new. Unpin runs, or take a smaller table.",
                )
            _delete(database, [row[0]])

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._lock, _said():
            database = self._open()
            database.execute("begin immediate")
            try:
                yield database
                database.execute("commit")
            except BaseException:
                if database.in_transaction:
                    database.execute("rollback")
                raise

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            try:
                self._connection = _connected(self._path)
            except sqlite3.DatabaseError as error:
                if isinstance(error, sqlite3.OperationalError):
                    raise
                for path in self._path.parent.glob(f"{NAME}*"):  # it is no database (any more)
                    path.unlink()
                self._connection = _connected(self._path)
        return self._connection

    def _give_back(self) -> None:
        """Give the room of what was deleted back to the disk, where nobody is in the way."""
        with self._lock, _said():
            database = self._open()
            database.execute("pragma incremental_vacuum").fetchall()
            database.execute("pragma wal_checkpoint(truncate)").fetchall()


def _connected(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, timeout=BUSY_S, isolation_level=None, check_same_thread=False)
    try:
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


def _key(secret: str) -> bytes:
    """What stands for a secret; of 192 random bits nobody finds another with the same."""
    return hashlib.sha256(secret.encode()).digest()


def _digests_of(database: sqlite3.Connection, key: bytes) -> set[str]:
    return {digest for (digest,) in database.execute("select digest from use where visit = ?", (key,))}


def _there(database: sqlite3.Connection, digests: set[str]) -> set[str]:
    """Which of these arrays are in the store."""
    found, asked = set(), sorted(digests)
    for begin in range(0, len(asked), AT_ONCE):
        some = asked[begin : begin + AT_ONCE]
        marks = ",".join("?" * len(some))
        rows = database.execute(f"select digest from part where digest in ({marks})", some)  # noqa: S608 - marks only
        found |= {digest for (digest,) in rows}
    return found


def _drop_unused(database: sqlite3.Connection, digests: set[str]) -> None:
    database.executemany(
        "delete from part where digest = ?1 and not exists (select 1 from use where digest = ?1)",
        [(digest,) for digest in digests],
    )


def _delete(database: sqlite3.Connection, keys: Sequence[bytes]) -> None:
    for key in keys:
        digests = _digests_of(database, key)
        database.execute("delete from use where visit = ?", (key,))
        database.execute("delete from visit where key = ?", (key,))
        database.execute("delete from remembered where visit = ?", (key,))
        _drop_unused(database, digests)


def _remembered(database: sqlite3.Connection, second: str) -> bytes | None:
    row = database.execute("select visit from remembered where key = ?", (_key(second),)).fetchone()
    return row and row[0]


def _n_bytes(database: sqlite3.Connection) -> int:
    (parts,) = database.execute("select total(length(content)) from part").fetchone()
    (documents,) = database.execute("select total(length(document)) from visit").fetchone()
    return int(parts + documents)

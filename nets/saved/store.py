"""The store on disk: what each visitor has, found again by a secret of which only the SHA-256 is in it."""

import hashlib
import logging
import re
import sqlite3
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from nets.errors import Code, DataError
from nets.saved.database import Database, StoreError

MOST_BYTES = 2**30  # of all that is kept; what was not used for longest goes first
KEPT_S = 24 * 3600.0  # after which what nobody has used goes
SECRET = re.compile(r"[A-Za-z0-9_-]{32}")
NAME = "visits.sqlite"
AT_ONCE = 500  # digests in one statement

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Found:
    """A document that was found, and whose it is from now on: `owner` is a number that writing it again takes."""

    document: bytes
    owner: int


Noted = Callable[[sqlite3.Connection, bytes, Found], Found]


class Store:
    """The documents of all visitors of this computer's servers, and their arrays, those that are the same held once.

    Safe to use from any thread. Each method raises `StoreError` where the disk is full or the file cannot be used;
    what was committed before stays, and is handed out from a full disk too.
    """

    def __init__(self, folder: Path, *, most_bytes: int = MOST_BYTES, kept_s: float = KEPT_S) -> None:
        """In this folder, which is made for its owner alone."""
        self._database = Database(folder / NAME)
        self._most_bytes, self._kept_s = most_bytes, kept_s
        try:
            self.tidy()
        except StoreError as error:
            if error.code != Code.DISK_FULL:
                raise
            log.warning("The store was not tidied: %s", error.sentence)

    def write(
        self, secret: str, owner: int, document: bytes, digests: Sequence[str], content: Callable[[str], bytes]
    ) -> bool:
        """Have this document, whose arrays have these digests, under the secret; `content` gives the bytes of one that
        is not there yet. Whether it was written: not where somebody else has become its owner.
        """
        key = _key(secret)
        with self._database.transaction() as database:
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
        return self._handed_out(lambda _: SECRET.fullmatch(secret) and _key(secret), _owned)

    def copy(self, secret: str, to: str) -> Found | None:
        """The document under the secret, which is under another one too from now on; None where there is none."""
        return self._handed_out(lambda _: SECRET.fullmatch(secret) and _key(secret), _copied_to(to))

    def copy_remembered(self, secret: str, to: str) -> Found | None:
        """The same by the second secret of a visit that is remembered."""
        return self._handed_out(lambda database: _remembered(database, secret), _copied_to(to))

    def remember(self, secret: str, second: str) -> None:
        """Have a second secret lead to what is, or will be, under the first."""
        with self._database.transaction() as database:
            database.execute("insert or replace into remembered values (?, ?)", (_key(second), _key(secret)))

    def is_remembered(self, second: str) -> bool:
        """Whether the second secret leads to anything."""
        with self._database.transaction() as database:
            visit = _remembered(database, second)
            return visit is not None and self._found(database, visit) is not None

    def leads_to(self, second: str, secret: str) -> bool:
        """Whether the second secret leads to what is under the first."""
        with self._database.transaction() as database:
            return _remembered(database, second) == _key(secret)

    def forget_second(self, second: str) -> None:
        """Have the second secret lead nowhere."""
        with self._database.transaction() as database:
            database.execute("delete from remembered where key = ?", (_key(second),))

    def forget(self, secret: str) -> None:
        """Delete what is under the secret, and overwrite it on the disk."""
        with self._database.transaction() as database:
            _delete(database, [_key(secret)])
        self._database.give_back()

    def content(self, digest: str) -> bytes:
        """The bytes of an array. Raises `DataError` where there is none of this digest."""
        with self._database.transaction() as database:
            row = database.execute("select content from part where digest = ?", (digest,)).fetchone()
        if row is None:
            raise DataError(Code.DAMAGED_TAPE, "A part of what was kept of this page is missing.")
        return row[0]

    def touch(self, secret: str) -> None:
        """What is under the secret is still in use."""
        with self._database.transaction() as database:
            database.execute("update visit set seen = ? where key = ?", (time.time(), _key(secret)))

    def tidy(self) -> None:
        """Delete what nobody has used for a day."""
        with self._database.transaction() as database:
            old = database.execute("select key from visit where seen < ?", (time.time() - self._kept_s,)).fetchall()
            _delete(database, [key for (key,) in old])
            database.execute("delete from remembered where visit not in (select key from visit)")
        if old:
            self._database.give_back()

    @property
    def n_bytes(self) -> int:
        """How many bytes all documents and arrays have."""
        with self._database.transaction() as database:
            return _n_bytes(database)

    def close(self) -> None:
        """End the use of the file."""
        self._database.close()

    def _handed_out(self, key_of: Callable[[sqlite3.Connection], bytes | None], noted: Noted) -> Found | None:
        """What is found under the key, once it is noted who has it; on a full disk without that."""
        found = None
        try:
            with self._database.transaction() as database:
                key = key_of(database)
                found = self._found(database, key) if key else None
                return found and noted(database, key, found)
        except StoreError as error:
            if found is None or error.code != Code.DISK_FULL:
                raise
            return found

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


def _key(secret: str) -> bytes:
    """What stands for a secret; of 192 random bits nobody finds another with the same."""
    return hashlib.sha256(secret.encode()).digest()


def _owned(database: sqlite3.Connection, key: bytes, found: Found) -> Found:
    """Note that it has another owner."""
    owner = found.owner + 1
    database.execute("update visit set owner = ?, seen = ? where key = ?", (owner, time.time(), key))
    return Found(found.document, owner)


def _copied_to(secret: str) -> Noted:
    """Note that it is under another secret too."""

    def copied(database: sqlite3.Connection, key: bytes, found: Found) -> Found:
        new = _key(secret)
        database.execute("insert or replace into visit values (?, 1, ?, ?)", (new, found.document, time.time()))
        database.execute("insert or ignore into use select ?, digest from use where visit = ?", (new, key))
        return Found(found.document, 1)

    return copied


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

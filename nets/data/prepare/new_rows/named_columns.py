"""The columns of new rows by name: which a net needs and does not find, and which it does not read."""

import difflib
from collections.abc import Collection, Sequence

from nets.data.table import Note, Table, shortened
from nets.errors import Code, DataError

MOST_NAMED = 8
NEAR = 0.6  # the least likeness of a name that is suggested: difflib's ratio


def check_columns(new: Table, needed: Sequence[str]) -> None:
    """Raises `DataError`, naming what is missing and names that are near it, where a needed column is not there."""
    missing = [name for name in needed if name not in new.columns]
    if not missing:
        return
    free = [name for name in new.columns if name not in needed]
    named = [_with_near(name, free) for name in missing[:MOST_NAMED]]
    if len(missing) > MOST_NAMED:
        named.append(f"{len(missing) - MOST_NAMED:,} more")
    headless = "" if new.header else " No line of names was found in it."
    raise DataError(
        Code.UNKNOWN_COLUMN,
        f"{_columns(len(missing))} that the net reads {'is' if len(missing) == 1 else 'are'} missing: "
        f"{', '.join(named)}.{headless}",
    )


def ignored_note(new: Table, known: Collection[str]) -> list[Note]:
    """A note on the columns that are not among the known ones."""
    extra = [name for name in new.columns if name not in known]
    if not extra:
        return []
    named = ", ".join(shortened(name) for name in extra[:MOST_NAMED])
    more = f" and {len(extra) - MOST_NAMED:,} more" if len(extra) > MOST_NAMED else ""
    return [Note(f"{_columns(len(extra))} that the net does not read, ignored: {named}{more}.")]


def _columns(count: int) -> str:
    return "1 column" if count == 1 else f"{count:,} columns"


def _with_near(name: str, others: Sequence[str]) -> str:
    spelt = {_simply(other): other for other in reversed(others)}
    near = difflib.get_close_matches(_simply(name), list(spelt), n=1, cutoff=NEAR)
    return f"{shortened(name)} (is it {shortened(spelt[near[0]])}?)" if near else shortened(name)


def _simply(name: str) -> str:
    """The letters and digits of a name, all small."""
    return "".join(sign for sign in name.casefold() if sign.isalnum()) or name

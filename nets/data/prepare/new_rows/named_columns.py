"""The columns of new rows by name: which a net needs and does not find, and which it does not read."""

import difflib
from collections.abc import Collection, Sequence
from dataclasses import replace

from nets.data.table import Note, Table, shortened
from nets.errors import Code, DataError

MOST_NAMED = 8
MOST_COMPARED = 1000  # names
NEAR = 0.6  # the least likeness of a name that is suggested: difflib's ratio


def with_names(new: Table, needed: Sequence[str]) -> Table:
    """The table with its first row as names where it was found to have none, and that row has all that are needed:
    names that are numbers look like a row of data.
    """
    if new.header or new.n_rows < 2 or len(new.columns) < len(needed):
        return new
    first = [str(text).strip() for text in new.cells.iloc[0]]
    if not set(needed) <= set(first) or len(set(first)) < len(first):
        return new
    return replace(
        new,
        cells=new.cells.iloc[1:].reset_index(drop=True).set_axis(first, axis=1),
        header=True,
        notes=(*new.notes, Note("The first row has the names of the columns, so it is no row of data.")),
        lines=None if new.lines is None else new.lines[1:],
    )


def refusal_of_missing(new: Table, needed: Sequence[str]) -> DataError | None:
    """What is to be raised where a needed column is not there: what is missing, and names that are near it."""
    missing = [name for name in needed if name not in new.columns]
    if not missing:
        return None
    near = _near(missing[:MOST_NAMED], [name for name in new.columns if name not in needed][:MOST_COMPARED])
    named = [
        f"{shortened(name)} (is it {shortened(near[name])}?)" if name in near else shortened(name)
        for name in missing[:MOST_NAMED]
    ]
    if len(missing) > MOST_NAMED:
        named.append(f"{len(missing) - MOST_NAMED:,} more")
    headless = "" if new.header else " No line of names was found in the file: put one above its rows."
    return DataError(
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


def _near(missing: Sequence[str], others: Sequence[str]) -> dict[str, str]:
    """The other name that is likest each missing one, where one is near; none stands for two."""
    matcher, found = difflib.SequenceMatcher(), []
    for other in others:
        matcher.set_seq2(_simply(other))
        for name in missing:
            matcher.set_seq1(_simply(name))
            if matcher.quick_ratio() >= NEAR and (likeness := matcher.ratio()) >= NEAR:
                found.append((likeness, name, other))
    near: dict[str, str] = {}
    for _, name, other in sorted(found, key=lambda each: -each[0]):
        if name not in near and other not in near.values():
            near[name] = other
    return near


def _simply(name: str) -> str:
    """The letters and digits of a name, all small."""
    return "".join(sign for sign in name.casefold() if sign.isalnum()) or name

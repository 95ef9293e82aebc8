"""Labels that a person may take for one: they differ in blanks, in how Unicode writes a letter with its accent, in
capital letters, or in how a number is written.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nets.data.columns.lexical import PLAIN_NUMBER
from nets.data.prepare.options import Alike
from nets.data.table import Note, Table, shortened

MOST_NAMED = 5
MOST_LINES = 1000
BLANKS = re.compile(r"\s+")


@dataclass(frozen=True)
class Spellings:
    """The places of texts that are alike, the most frequent first, and how they differ."""

    places: tuple[int, ...]
    differ_in: str


def alike_in(texts: Sequence[str], counts: np.ndarray, how: Alike) -> list[Spellings]:
    """The texts that are one class where labels alike are treated so, `counts` (n,) being their rows."""
    if how == "apart":
        return []
    key = _as_it_looks if how == "blanks" else _simply
    together: dict[str, list[int]] = {}
    for place, text in enumerate(texts):
        together.setdefault(key(text), []).append(place)
    found = [
        sorted(places, key=lambda place: (-counts[place], len(texts[place]), texts[place]))
        for places in together.values()
    ]
    return [Spellings(tuple(places), _differ_in([texts[k] for k in places])) for places in found if len(places) > 1]


def name_of(texts: Sequence[str], spellings: Spellings) -> str:
    """The name of the one class: the most frequent spelling, without blanks around it and with whole letters."""
    return unicodedata.normalize("NFC", texts[spellings.places[0]].strip())


def merged_notes(table: Table, texts: Sequence[str], found: Sequence[Spellings], codes: np.ndarray) -> list[Note]:
    """A note on each class that was made of several texts, with the lines of the rarer ones; `codes` (B,) are the
    places of the rows' texts.
    """
    notes = []
    for each in found[:MOST_NAMED]:
        rows = np.flatnonzero(np.isin(codes, each.places[1:]))[:MOST_LINES]
        lines = () if table.lines is None else tuple(int(line) for line in np.asarray(table.lines)[rows])
        sentence = f"The labels {_listed(texts, each)} differ only in {each.differ_in} and were made one class"
        notes.append(Note(f"{sentence}, {shortened(name_of(texts, each))}.", lines))
    return [*notes, *_more(found, "were made one class, too")]


def apart_notes(texts: Sequence[str], found: Sequence[Spellings]) -> list[Note]:
    """A note on classes of their own that a person may take for one."""
    notes = [
        Note(
            f"The classes {_listed(texts, each)} differ only in {each.differ_in}. "
            "If they are one class, choose so: Labels alike on the Data page, --alike one on the command line."
        )
        for each in found[:MOST_NAMED]
    ]
    return [*notes, *_more(found, "are alike, too")]


def _more(found: Sequence[Spellings], what: str) -> list[Note]:
    n_more = len(found) - MOST_NAMED
    return [Note(f"The labels of {n_more:,} more classes {what}.")] if n_more > 0 else []


def _listed(texts: Sequence[str], each: Spellings) -> str:
    shown = [shortened(texts[k]) for k in each.places[:4]]
    if len(each.places) > 4:
        return ", ".join(shown) + " …"
    return " and ".join(filter(None, [", ".join(shown[:-1]), shown[-1]]))


def _differ_in(texts: Sequence[str]) -> str:
    if len({_as_it_looks(text) for text in texts}) == 1:
        ways = [
            ("blanks", len({unicodedata.normalize("NFC", text) for text in texts}) > 1),
            ("how accents are encoded", len({_without_blanks(text) for text in texts}) > 1),
        ]
        return " and ".join(way for way, is_one in ways if is_one)
    if all(PLAIN_NUMBER.fullmatch(text.strip()) for text in texts):
        return "how a number is written"
    folded = {unicodedata.normalize("NFC", text).casefold() for text in texts}
    return "capital letters" if len(folded) == 1 else "blanks or capital letters"


def _without_blanks(text: str) -> str:
    return BLANKS.sub(" ", text).strip()


def _as_it_looks(text: str) -> str:
    """The text without blanks, each letter with its accent as one sign, though it may have been written as two."""
    return unicodedata.normalize("NFC", _without_blanks(text))


def _simply(text: str) -> str:
    text = _as_it_looks(text)
    if PLAIN_NUMBER.fullmatch(text):
        return repr(float(text.replace(",", ".").replace("−", "-")) + 0.0)  # no zero below zero
    return text.casefold()

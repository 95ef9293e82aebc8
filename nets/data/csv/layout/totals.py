"""Totals: which rows are called one, and whether they hold the sum, mean or the like of others."""

import math
import re
import statistics
from collections.abc import Callable, Sequence

import numpy as np

from nets.data.columns.lexical import is_missing, is_typed
from nets.data.csv.records import Records

SUM = re.compile(
    r"(?:grand |over ?all )?(?:sub-?)?totals?|total general|totale?|summe|gesamt|gesamtsumme|insgesamt|zwischensumme|"
    r"somme|suma|soma|somma|totaal|итого|всего|sum|合计|总计|合計",
    re.IGNORECASE,
)
STEMS = [stem.encode() for stem in ("tota", "sum", "gesamt", "somm", "soma", "итого", "всего", "合计", "总计", "合計")]
MEANS: tuple[tuple[str, Callable[[list[float]], float]], ...] = (
    (
        r"mean|means|average|avg\.?|mittelwert|mittel|durchschnitt|moyenne|media|média|promedio|gemiddelde|среднее",
        statistics.fmean,
    ),
    (r"median|médiane|mediana", statistics.median),
    (r"min\.?|minimum|mínimo", min),
    (r"max\.?|maximum|máximo", max),
    (r"sd|s\.d\.|std\.?|std\.? ?dev\.?|stdev|standard deviation|standardabweichung|écart-type", statistics.stdev),
)
MOST_ROWS = 20_000  # to add up
MOST_TEXTS = 1  # of a column of numbers, as its unit below the names
NEAR = 5e-3


def may_have_totals(text: bytes) -> bool:
    """Whether a text has a word for a total anywhere."""
    small = text.lower()
    return any(stem in small for stem in STEMS)


def total_in(fields: Sequence[str], others: Sequence[Sequence[str]]) -> str | None:
    """The word for a total in a row, if it has numbers beside it and no other row has it there."""
    place = _place_of_word(fields)
    if place is None or not any(map(is_typed, fields)):
        return None
    word = _word(fields[place])
    if not SUM.fullmatch(word) and _mean(word) is None:
        return None
    again = sum(place < len(row) and _word(row[place]) == word for row in others)
    is_one_of_them = any(list(row) == list(fields) for row in others)
    return word if again <= is_one_of_them else None


def _place_of_word(fields: Sequence[str]) -> int | None:
    """Which field is the first that holds a text and no number."""
    return next((n for n, field in enumerate(fields) if field.strip() and not is_typed(field)), None)


def _word(field: str) -> str:
    return field.strip().rstrip(":").strip()


def _mean(word: str) -> Callable[[list[float]], float] | None:
    return next((of for words, of in MEANS if re.fullmatch(words, word, re.IGNORECASE)), None)


def is_total_of(records: Records, picked: np.ndarray, fields: Sequence[str], *, surely: bool = False) -> bool:
    """Whether a row holds what its word says of the rows `picked`, in some column.

    A total need not be added up right unless `surely`, since it may be of what is not in the table; a mean must.
    """
    place = _place_of_word(fields)
    is_sum = place is not None and bool(SUM.fullmatch(_word(fields[place])))
    if place is None or (is_sum and not surely):
        return is_sum
    of = math.fsum if is_sum else _mean(_word(fields[place]))
    if of is None or not 1 < len(picked) <= MOST_ROWS:
        return False
    rows = [records.fields(int(index)) for index in picked]
    for column in range(len(fields)):
        said = _number(fields[column])
        values = [_number(row[column]) for row in rows if column < len(row) and not is_missing(row[column])]
        numbers = [value for value in values if value is not None]
        if said is None or len(numbers) < 2 or len(values) - len(numbers) > MOST_TEXTS:
            continue
        if math.isclose(of(numbers), said, rel_tol=NEAR, abs_tol=NEAR / 10) and any(numbers):
            return True
    return False


def _number(text: str) -> float | None:
    plain = text.strip().rstrip("%")
    if plain.count(",") == 1 and "." not in plain and len(plain.split(",")[1]) != 3:
        plain = plain.replace(",", ".")
    try:
        return float(plain.replace(",", ""))
    except ValueError:
        return None

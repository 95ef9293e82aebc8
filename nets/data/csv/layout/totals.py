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
Statistic = Callable[[list[float]], float]
STEMS = [stem.encode() for stem in ("tota", "sum", "gesamt", "somm", "soma", "итого", "всего", "合计", "总计", "合計")]


def _standard_error(numbers: list[float]) -> float:
    return statistics.stdev(numbers) / math.sqrt(len(numbers))


def _quartile(place: int) -> tuple[Statistic, ...]:
    """The quartile as programs that count the ends in, and those that do not, compute it."""
    return (
        lambda numbers: statistics.quantiles(numbers, method="inclusive")[place],
        lambda numbers: statistics.quantiles(numbers, method="exclusive")[place],
    )


STATISTICS: tuple[tuple[str, tuple[Statistic, ...]], ...] = (
    (
        r"mean|means|average|avg\.?|mittelwert|mittel|durchschnitt|moyenne|media|média|promedio|gemiddelde|среднее",
        (statistics.fmean,),
    ),
    (r"median|médiane|mediana|mediane|mediaan|медиана", (statistics.median,)),
    (r"min\.?|minimum|mínimo|minimo|минимум", (min,)),
    (r"max\.?|maximum|máximo|massimo|максимум", (max,)),
    (
        r"sd|s\.d\.|std\.?|(?:std|st|stand)\.?[ _-]?dev(?:\.|iation)?|stdev|standard[ _-]deviation|standardabweichung|"
        r"stabw\.?|écart[ -]type|desviación (?:estándar|típica)|desvio[ -]padrão|"
        r"deviazione standard|standaardafwijking",
        (statistics.stdev, statistics.pstdev),
    ),
    (r"var\.?|variance|varianz|varianza|variância", (statistics.variance, statistics.pvariance)),
    (r"s\.e\.|sem|std\.? ?err(?:\.|or)?|standard error|standardfehler", (_standard_error,)),
    (r"q1|1st qu\.|first quartile|lower quartile", _quartile(0)),
    (r"q3|3rd qu\.|third quartile|upper quartile", _quartile(2)),
)
COUNT = re.compile(r"n|count|anzahl|nombre|effectif|número|numero|aantal|число", re.IGNORECASE)
FEWEST_COUNTED = 10  # rows; of fewer a number may equal their count by chance
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
    if not SUM.fullmatch(word) and not _is_statistic(word):
        return None
    again = sum(place < len(row) and _word(row[place]) == word for row in others)
    is_one_of_them = any(list(row) == list(fields) for row in others)
    return word if again <= is_one_of_them else None


def group_total_in(fields: Sequence[str]) -> str | None:
    """The words for the total of a group in a row with numbers beside them, such as “Total north” or “north total”."""
    place = _place_of_word(fields)
    if place is None or not any(map(is_typed, fields[place + 1 :])):
        return None
    word = _word(fields[place])
    return word if _group(word) is not None else None


def _group(word: str) -> str | None:
    """The group that the words for a total name beside it."""
    first, _, after = word.partition(" ")
    before, _, last = word.rpartition(" ")
    if after and SUM.fullmatch(first.rstrip(":")) and not SUM.fullmatch(word):
        return after.strip().removeprefix("of ").removeprefix("for ")
    return before.strip() if before and SUM.fullmatch(last) and not SUM.fullmatch(word) else None


def _place_of_word(fields: Sequence[str]) -> int | None:
    """Which field is the first that holds a text and no number."""
    return next((n for n, field in enumerate(fields) if field.strip() and not is_typed(field)), None)


def _word(field: str) -> str:
    return field.strip().rstrip(":").strip()


def _is_statistic(word: str) -> bool:
    """Whether a word names a mean, a count or the like, which is no sum."""
    return bool(COUNT.fullmatch(word)) or bool(_statistics(word))


def _statistics(word: str) -> tuple[Statistic, ...]:
    return next((of for words, of in STATISTICS if re.fullmatch(words, word, re.IGNORECASE)), ())


def is_total_of(records: Records, picked: np.ndarray, fields: Sequence[str]) -> bool:
    """Whether a row holds what its word says of the rows `picked`, in some column; a count in all.

    A total need not be added up right, since it may be of what is not in the table; a mean must.
    """
    place = _place_of_word(fields)
    if place is None or SUM.fullmatch(_word(fields[place])):
        return place is not None
    if not 1 < len(picked) <= MOST_ROWS:
        return False
    pairs = _numbers_above([records.fields(int(index)) for index in picked], fields)
    word = _word(fields[place])
    if COUNT.fullmatch(word):
        beside = [(numbers, said) for numbers, said in pairs if numbers]
        return len(picked) >= FEWEST_COUNTED and bool(beside) and all(len(above) == said for above, said in beside)
    filled = [(numbers, said) for numbers, said in pairs if len(numbers) > 1 and any(numbers)]
    return any(_is_near(of(numbers), said) for numbers, said in filled for of in _statistics(word))


def is_sum_of(records: Records, picked: np.ndarray, fields: Sequence[str]) -> bool:
    """Whether a row is called a sum and holds, in some column, that of the rows `picked`."""
    place = _place_of_word(fields)
    if place is None or not SUM.fullmatch(_word(fields[place])) or not 1 < len(picked) <= MOST_ROWS:
        return False
    pairs = _numbers_above([records.fields(int(index)) for index in picked], fields)
    return any(_is_near(math.fsum(above), said) for above, said in pairs if len(above) > 1 and any(above))


def is_group_total_of(records: Records, picked: np.ndarray, fields: Sequence[str]) -> bool:
    """Whether a row holds, in each column of numbers, the sum of the rows `picked`, or of those of its group there."""
    place = _place_of_word(fields)
    if place is None or not 0 < len(picked) <= MOST_ROWS:
        return False
    rows = [records.fields(int(index)) for index in picked]
    own = _of_group(rows, fields, place)
    return any(_holds_sums(some, fields, place) for some in (rows, own) if some)


def is_of_a_group(records: Records, picked: np.ndarray, fields: Sequence[str]) -> bool:
    """Whether the group that a row with the words for its total names is that of some of the rows `picked`."""
    place = _place_of_word(fields)
    rows = [records.fields(int(index)) for index in picked]
    return place is not None and bool(_of_group(rows, fields, place))


def _of_group(rows: Sequence[Sequence[str]], fields: Sequence[str], place: int) -> list[Sequence[str]]:
    group = (_group(_word(fields[place])) or "").casefold()
    return [row for row in rows if place < len(row) and group and row[place].strip().casefold() == group]


def _holds_sums(rows: Sequence[Sequence[str]], fields: Sequence[str], place: int) -> bool:
    pairs = [pair for pair in _numbers_above(rows, [*[""] * (place + 1), *fields[place + 1 :]]) if pair[0]]
    return any(any(numbers) for numbers, _ in pairs) and all(_is_near(math.fsum(above), said) for above, said in pairs)


def _numbers_above(rows: Sequence[Sequence[str]], fields: Sequence[str]) -> list[tuple[list[float], float]]:
    """Each number of a row with the numbers above it in `rows`, but for columns that hold texts."""
    found = []
    for column, field in enumerate(fields):
        said = _number(field)
        values = [_number(row[column]) for row in rows if column < len(row) and not is_missing(row[column])]
        numbers = [value for value in values if value is not None]
        if said is not None and len(values) - len(numbers) <= MOST_TEXTS:
            found.append((numbers, said))
    return found


def _is_near(value: float, said: float) -> bool:
    return math.isclose(value, said, rel_tol=NEAR, abs_tol=NEAR / 10)


def _number(text: str) -> float | None:
    plain = text.strip().rstrip("%")
    if plain.count(",") == 1 and "." not in plain and len(plain.split(",")[1]) != 3:
        plain = plain.replace(",", ".")
    try:
        return float(plain.replace(",", ""))
    except ValueError:
        return None

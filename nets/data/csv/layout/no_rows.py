"""Lines among the rows of a table that are none: the names again, totals and means, remarks, rows left out in print."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nets.data.columns.lexical import is_missing, is_typed
from nets.data.csv.layout.totals import (
    group_total_in,
    is_group_total_of,
    is_of_a_group,
    is_sum_of,
    is_total_of,
    may_have_totals,
    total_in,
)
from nets.data.csv.offsets import are_among
from nets.data.csv.records import Records
from nets.data.table import Note, incomplete, shortened

MOST_BELOW = 12  # lines below the rows that are looked at
MOST_DOUBTED = 30  # lines called the total of a group that hold none; each is added up
MOST_TO_LOOK_THROUGH = 10_000  # rows, for totals between them
COUNT = re.compile(
    r"[(\[]?\s*\d[\d,.'’]*\s+(?:rows?|records?|observations?|obs|cases|entries|zeilen?|datensätze|lignes?|filas?|"
    r"registros?|righe|riga|linhas?|rijen|строк\w*|rader)\b[^,;|]*[)\]]?\.?",
    re.IGNORECASE,
)
OMITTED = re.compile(
    r"\[\s*reached\b.*|#\s*(?:\.\.\.|…|ℹ)?\s*(?:with\s+)?\d+ more (?:rows?|variables?)\b.*|"
    r"(?:\.\.\.|…)\s*(?:\(?\d+ (?:more|rows|total)\b.*)?",
    re.IGNORECASE,
)
REMARK = re.compile(
    r"(?:source|sources|note|notes|remark|remarks|footnote|footnotes|legend|key|data from|data source|last updated?|"
    r"updated|generated|exported|created|copyright|disclaimer|quelle|quellen|anmerkung|anmerkungen|hinweis|hinweise|"
    r"stand|fuente|fuentes|nota|notas|fonte|remarque|remarques|bron|noot)\s*[:.\-–]\s*\S.*|©.*|[*†‡§¹²³]+\s*\S.*|"
    r"\[EO[DF]\]|<?EOF>?|(?:end of|ende der|ende des)\b.*|"
    r"(?:generated|exported|downloaded|retrieved) (?:by|from|on|at)\b.*|"
    r"\(?(?:\d{1,2}|[a-f])\)\s+[^\W\d].*|\[(?:\d{1,2}|[a-f])\]\s+[^\W\d].*",
    re.IGNORECASE,
)
FILE_NAME = re.compile(rb"==> .+ <==[ \t]*|(={3,}|-{3,}|\*{3,})[ \t]+\S.*[ \t]\1[ \t]*")
LONGEST_FILE_NAME = 500
DOTS = re.compile(r"\.{2,}|…|⋮|\.\.\.")
FIRST_OF_DOTS, SECOND_OF_DOTS = b".\xe2", b".\x80\x8b"  # the bytes of .. and … and ⋮


@dataclass(frozen=True)
class OnlyRows:
    """The records `picked` (B,) that are rows, and what was said of those that are none."""

    picked: np.ndarray
    notes: tuple[Note, ...]


def only_rows(records: Records, picked: np.ndarray, head: int | None, sample: Sequence[list[str]]) -> OnlyRows:
    """The records that are rows. `head` is the record of the names, `sample` the fields of the first rows."""
    notes: list[Note] = []
    if head is not None:
        picked = _without(records, picked, _names_again(records, picked, head), notes, "{lines} with the names again")
    picked = _without(records, picked, _file_names(records, picked), notes, "{lines} with the name of a file")
    picked = _without(records, picked, _dotted(records, picked), notes, "{lines} with dots alone")
    if notes and "dots" in notes[-1].sentence:
        notes[-1] = incomplete(notes[-1].lines, "...")
    picked = _without_end(records, picked, sample, notes)
    if 3 < len(picked) <= MOST_TO_LOOK_THROUGH and may_have_totals(records.text):
        totals, others = _totals_between(records, picked)
        _doubt(records, picked, others, notes)
        picked = _without(records, picked, totals, notes, "{lines} with the sum of rows above it")
    return OnlyRows(picked, tuple(notes))


def _without(records: Records, picked: np.ndarray, which: np.ndarray, notes: list[Note], what: str) -> np.ndarray:
    """The records without `which` (places among them), and a note on those."""
    if not len(which) or len(which) == len(picked):
        return picked
    lines = "1 line" if len(which) == 1 else f"{len(which):,} lines"
    found = tuple(records.lines_of(picked[which[:1000]]).tolist())
    notes.append(Note(f"{what.format(lines=lines)} left out.", found))
    return np.delete(picked, which)


def _names_again(records: Records, picked: np.ndarray, head: int) -> np.ndarray:
    """Which of the records are equal to that of the names."""
    if not any(field.strip() and not is_typed(field) for field in records.fields(head)):
        return picked[:0]  # numbers may well stand there again
    names, first = records.piece(head), records.first_bytes
    alike = np.flatnonzero((first == first[head]) & (records.ends - records.starts == len(names)))
    again = [index for index in alike[alike > head].tolist() if records.piece(index) == names]
    return _among(picked, again)


def _file_names(records: Records, picked: np.ndarray) -> np.ndarray:
    """Which of the records stand between files that `head`, `tail` or the like has put into one: ==> run1.csv <==."""
    lengths = records.ends - records.starts
    likely = np.flatnonzero(are_among(records.first_bytes, b"=-*") & (lengths > 6) & (lengths < LONGEST_FILE_NAME))
    data = np.frombuffer(records.text, dtype=np.uint8)
    likely = likely[are_among(data[records.starts[likely] + 1], b"=-*")]  # most that begin so are negative numbers
    return _among(picked, [index for index in likely.tolist() if FILE_NAME.fullmatch(records.piece(index))])


def _among(picked: np.ndarray, records: list[int]) -> np.ndarray:
    """The places of these records among the picked ones."""
    places = np.searchsorted(picked, records)
    return places[picked[np.minimum(places, len(picked) - 1)] == records] if len(picked) else places[:0]


def _dotted(records: Records, picked: np.ndarray) -> np.ndarray:
    """Which of the records have dots in every field, for rows that were not printed."""
    first = records.first_bytes
    begin = np.flatnonzero((first == FIRST_OF_DOTS[0]) | (first == FIRST_OF_DOTS[1]))
    data = np.frombuffer(records.text, dtype=np.uint8)
    begin = begin[are_among(data[np.minimum(records.starts[begin] + 1, len(data) - 1)], SECOND_OF_DOTS)]
    return _among(picked, [index for index in begin.tolist() if _are_dots(records.fields(index))])


def _are_dots(fields: list[str]) -> bool:
    filled = [field.strip() for field in fields if field.strip()]
    return bool(filled) and all(DOTS.fullmatch(field) for field in filled)


def _without_end(records: Records, picked: np.ndarray, sample: Sequence[list[str]], notes: list[Note]) -> np.ndarray:
    """The records without the totals and remarks at their end."""
    called, remarks = _at_end(records, picked, sample)
    rows = picked[: min([*called, *remarks], default=len(picked))]
    totals = [n for n in called if is_total_of(records, rows, records.fields(int(picked[n])))]
    _doubt(records, picked, [n for n in called if n not in totals], notes)
    if remarks:
        texts = [_text(records, int(picked[place])) for place in remarks]
        begin = _in_braces(shortened(_shown(texts[0], records)))
        _without(records, picked, np.array(remarks), notes, f"{{lines}} below the table, beginning {begin},")
        if omitted := [n for n, text in enumerate(texts) if OMITTED.fullmatch(text)]:
            lines = records.lines_of(picked[[remarks[n] for n in omitted]])
            notes.append(incomplete(tuple(lines.tolist()), texts[omitted[0]]))
    if totals:
        words = dict.fromkeys(total_in(records.fields(int(picked[n])), sample) or "" for n in totals)
        called = ", ".join(shortened(word) for word in words)
        what = f"{{lines}} with a total or the like of the rows, called {_in_braces(called)},"
        _without(records, picked, np.array(totals), notes, what)
    return np.delete(picked, [*totals, *remarks]) if totals or remarks else picked


def _at_end(records: Records, picked: np.ndarray, sample: Sequence[list[str]]) -> tuple[list[int], list[int]]:
    """Which of the last records are called totals of those before, and which are remarks."""
    widths = [len(fields) for fields in sample]
    usual = max(set(widths), key=widths.count) if widths else 0
    are_remarks = any(REMARK.fullmatch(fields[0].strip()) for fields in sample[: max(1, len(sample) - MOST_BELOW)])
    totals: list[int] = []
    remarks: list[int] = []
    place = len(picked) - 1
    while place > max(0, len(picked) - 1 - MOST_BELOW):
        fields = records.fields(int(picked[place]))
        if not are_remarks and _is_remark(_text(records, int(picked[place])), fields, sample, usual):
            remarks.insert(0, place)
        elif total_in(fields, sample) is not None:
            totals.insert(0, place)
        else:
            break
        place -= 1
    words = [total_in(records.fields(int(picked[n])), ()) for n in totals]
    return [n for n, word in zip(totals, words, strict=True) if words.count(word) == 1], remarks


def _in_braces(text: str) -> str:
    """The text as `str.format` leaves it."""
    return text.replace("{", "{{").replace("}", "}}")


def _text(records: Records, index: int) -> str:
    """A record without the delimiters and quotes at its ends."""
    return records.piece(index).decode("utf-8", "replace").strip(records.delimiter + " \t\"'")


def _shown(text: str, records: Records) -> str:
    """A record's text as a note shows it: a delimiter that is no printed sign is a blank."""
    return text if records.delimiter.isprintable() else text.replace(records.delimiter, " ")


def _is_remark(text: str, fields: list[str], sample: Sequence[list[str]], usual: int) -> bool:
    """Whether a line at the end is no row, by its form.

    A row has its usual fields filled, but a remark may have as many commas: then it has words where rows have numbers.
    """
    filled = sum(bool(field.strip()) for field in fields)
    if COUNT.fullmatch(text) and filled == 1:
        return True
    if usual < 2 or is_typed(text) or is_missing(text):
        return False
    if filled >= usual and filled > 2 and not (REMARK.fullmatch(text) and _has_words_for_numbers(fields, sample)):
        return False
    return bool(OMITTED.fullmatch(text) or REMARK.fullmatch(text))


def _has_words_for_numbers(fields: list[str], sample: Sequence[list[str]]) -> bool:
    """Whether a line has a word in some column that holds numbers alone in the first rows."""
    first = sample[: max(1, len(sample) - MOST_BELOW)]
    numbers = [n for n in range(len(first[0])) if all(n < len(row) and is_typed(row[n]) for row in first)]
    return any(n < len(fields) and not is_typed(fields[n]) and not is_missing(fields[n]) for n in numbers)


def _totals_between(records: Records, picked: np.ndarray) -> tuple[np.ndarray, list[int]]:
    """Which of the records hold the sums, as they say, of those above them, from the last such one on.

    Beside them those that name the total of a group and hold another number.
    """
    found: list[int] = []
    others: list[int] = []
    begin = n_doubted = 0
    for place in range(1, len(picked)):
        fields = records.fields(int(picked[place]))
        above = picked[begin:place]
        is_of_group = n_doubted < MOST_DOUBTED and group_total_in(fields) is not None
        if is_group_total_of(records, above, fields) if is_of_group else is_sum_of(records, above, fields):
            found.append(place)
            begin = place + 1
        elif is_of_group:
            n_doubted += 1
            others += [place] * is_of_a_group(records, picked, fields)
    return np.array(found, dtype=np.int64), others


def _doubt(records: Records, picked: np.ndarray, places: list[int], notes: list[Note]) -> None:
    """A note on lines that are called a total or the like, and do not hold it."""
    if places:
        word = shortened(_shown(_text(records, int(picked[places[0]])), records))
        lines, rows = ("1 line", "a row") if len(places) == 1 else (f"{len(places)} lines", "rows")
        sentence = f"{lines} kept as {rows}, beginning {word}: a total or the like by name, but not of the rows above."
        notes.append(Note(sentence, tuple(records.lines_of(picked[places]).tolist())))

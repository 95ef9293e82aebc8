"""What is said of a column: how its numbers are written, and what was made of its odd cells."""

from collections.abc import Sequence

import numpy as np

from nets.data.columns.column import OddCells, Oddness
from nets.data.columns.numbers import Format
from nets.data.table import Note, Table, shortened

MOST_LINES = 1000
MOST_TEXTS = 20  # of a column that are told apart
MOST_ROWS = 5  # that a sentence names where there are no lines


def format_sentence(name: str, form: Format, *, given: bool) -> str:
    """How the numbers of a column are written, "" where plainly; `given` where a person said what marks mean."""
    said = []
    if form.decimal == ",":
        said.append("decimal commas")
    if form.grouped:
        said.append("thousands separators")
    if form.unit:
        said.append("a percent sign (12% is read as 12)" if form.unit == "%" else f"the unit {shortened(form.unit)}")
    if form.minus_last:
        said.append("a minus sign behind them (47.50- is read as -47.50)")
    if form.directions:
        said.append(f"directions ({form.directions}: south and west are read as below zero)")
    if not said and form.sure:
        return ""
    doubt = "" if form.sure or given else "; whether a mark separates thousands or decimals is a guess"
    return f"The numbers of column {shortened(name)} are written with {' and '.join(said) or 'a decimal point'}{doubt}."


def angle_sentence(name: str) -> str:
    """That a column holds angles, and what they become."""
    return f"Column {shortened(name)} holds angles; they become degrees, south and west below zero."


def code_sentence(name: str, code: str, *, as_numbers: bool) -> str:
    """That a column holds codes, and as what they were read."""
    what = (
        "numbers that a spreadsheet has shortened, whose digits are lost"
        if "+" in code
        else "codes with leading zeros"
        if code[0] == "0"
        else "codes"
    )
    read = "numbers, as chosen" if as_numbers else "texts and not as numbers"
    return f"Column {shortened(name)} holds {what} ({shortened(code)}), read as {read}."


def digits_sentence(name: str, how: str, example: str, *, as_numbers: bool) -> str:
    """That the numbers of a column are dates by their digits, and as what they were read."""
    read = "read as numbers, as chosen" if as_numbers else "read as dates; they become days"
    return f"Column {shortened(name)} holds dates {how} ({shortened(example)}), {read}."


def no_code_sentence(name: str) -> str:
    """That a column was said to have a code for a missing value and seems to have none."""
    return f"No number of column {shortened(name)} looks like a code for a missing value, so none became a gap."


def odd_cells(
    name: str, table: Table, texts: Sequence[tuple[str, Oddness, float]], of_row: np.ndarray
) -> tuple[OddCells, ...]:
    """The odd cells of a column, those of each text together, the first of the table first.

    `texts` are the odd ones, what they are, and the number made of each; `of_row` (B,) is the place of each row's text
    among them, -1 where it is not odd. Beyond `MOST_TEXTS` texts the rest are one.
    """
    groups = _by_text([text for text, *_ in texts], of_row)
    found = [_odd(name, table, *texts[place], rows) for place, rows in groups[:MOST_TEXTS]]
    if len(groups) > MOST_TEXTS:
        rest = np.sort(np.concatenate([rows for _, rows in groups[MOST_TEXTS:]]))
        count = f"{len(groups) - MOST_TEXTS:,} more texts in {_cells(rest)}"
        sentence = f"Column {shortened(name)}: {count} are not like the others and are read as gaps or inexact numbers."
        found.append(OddCells("…", "text", len(rest), float("nan"), _note(sentence, table, rest)))
    return tuple(found)


def gap_cells(name: str, table: Table, texts: Sequence[str], of_row: np.ndarray) -> tuple[OddCells, ...]:
    """The cells of a column of texts that say that there is no value; `texts` and `of_row` as for `odd_cells`."""
    read = "counted as a missing value, and is a category of its own if the column becomes one-hot"
    return tuple(
        OddCells(
            texts[place],
            "gap",
            len(rows),
            float("nan"),
            _note(f"Column {shortened(name)}: {shortened(texts[place])} in {_cells(rows)} is {read}.", table, rows),
        )
        for place, rows in _by_text(texts, of_row)
    )


def _by_text(texts: Sequence[str], of_row: np.ndarray) -> list[tuple[int, np.ndarray]]:
    """A place of each different text and the rows that have it, the first of the table first. The same text may stand
    in several places.
    """
    firsts: dict[str, int] = {}
    same = np.array([firsts.setdefault(text, place) for place, text in enumerate(texts)])
    rows = np.flatnonzero(of_row >= 0)
    places = same[of_row[rows]]
    order = np.argsort(places, kind="stable")
    starts = np.flatnonzero(np.diff(places[order], prepend=-1))
    groups = [(int(places[group[0]]), rows[group]) for group in np.split(order, starts[1:])]
    return sorted(groups, key=lambda group: int(group[1][0]))


def parentheses_note(name: str, form: Format, table: Table, texts: Sequence[str], of_row: np.ndarray) -> Note:
    """What became of numbers in parentheses; `texts` are these, `of_row` (B,) as for `odd_cells`."""
    if form.parentheses == "no sign":
        return Note(f"Every number of column {shortened(name)} is in parentheses, which are read as no minus sign.")
    rows = np.flatnonzero(of_row >= 0)
    first = texts[of_row[rows[0]]]
    read = f"below zero: {shortened(first)} as {shortened('-' + first.strip('() '))}"
    return _note(f"Column {shortened(name)}: {_cells(rows)} in parentheses are read as {read}.", table, rows)


def code_cells(name: str, table: Table, code: float, rows: np.ndarray, *, is_gap: bool) -> OddCells:
    """The cells `rows` of a column whose number may stand for a missing value."""
    read = "as chosen, it is read as a gap" if is_gap else "it is read as a number unless you choose otherwise"
    sentence = f"Column {shortened(name)}: {code:.10g} in {_cells(rows)} may stand for a missing value; {read}."
    return OddCells(f"{code:.10g}", "code", len(rows), float("nan") if is_gap else code, _note(sentence, table, rows))


def _odd(name: str, table: Table, text: str, kind: Oddness, number: float, rows: np.ndarray) -> OddCells:
    read = "read as a gap" if np.isnan(number) else f"read as {number:.10g}"
    why = {
        "gap": "says that there is no value",
        "inexact": "is no exact number",
        "date": "looks like a date that a spreadsheet made of a number",
        "mark": "has the other decimal mark",
        "text": "is not like the others",
    }[kind]
    sentence = f"Column {shortened(name)}: {shortened(text)} in {_cells(rows)} {why} and is {read}."
    return OddCells(text, kind, len(rows), number, _note(sentence, table, rows))


def _cells(rows: np.ndarray) -> str:
    return "1 cell" if len(rows) == 1 else f"{len(rows):,} cells"


def _note(sentence: str, table: Table, rows: np.ndarray) -> Note:
    if table.lines is None:
        shown = ", ".join(f"{row + 1:,}" for row in rows[:MOST_ROWS].tolist()) + (
            ", …" if len(rows) > MOST_ROWS else ""
        )
        return Note(f"{sentence.removesuffix('.')} (row{'s' if len(rows) > 1 else ''} {shown}).")
    return Note(sentence, tuple(int(table.lines[row]) for row in rows[:MOST_LINES].tolist()))

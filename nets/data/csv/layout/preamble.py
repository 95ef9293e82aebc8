"""What an instrument writes above its table: a setting a line, in no more fields than the table has."""

from nets.data.columns.lexical import is_missing, is_typed

MOST_ABOVE = 60  # lines
FEWEST_ABOVE, FEWEST_BELOW, FEWEST_NAMES = 3, 2, 2
FEWEST_CELLS = 2  # that show what a column holds
SOME = 10  # rows below the names


def settings_above(rows: list[list[str]]) -> int:
    """How many of the first rows are settings, each after its name, above a line of names and columns of numbers.

    Each begins with a name of its own, and where the columns below hold numbers some of them have words.
    """
    keys = set()
    for place, row in enumerate(rows[:MOST_ABOVE]):
        if place >= FEWEST_ABOVE and _are_names(row) and row != rows[0]:
            columns = _columns_of_numbers(row, rows[place + 1 : place + 1 + SOME])
            if columns and _are_settings(rows[:place], columns):
                return place
        key = row[0].strip()
        if is_typed(key) or is_missing(key) or key in keys:
            return 0  # a row of data, or a label that recurs
        keys.add(key)
    return 0


def _are_names(row: list[str]) -> bool:
    """Whether a row has nothing but words, all different, but for empty fields at its end."""
    cells = [cell.strip() for cell in row]
    while cells and not cells[-1]:
        cells.pop()
    return len(cells) >= FEWEST_NAMES and len(set(cells)) == len(cells) and not any(map(_is_value, cells))


def _is_value(cell: str) -> bool:
    return is_missing(cell) or is_typed(cell)


def _columns_of_numbers(names: list[str], below: list[list[str]]) -> list[int]:
    """Which columns hold numbers alone in these rows, none where the first of them does not."""
    if len(below) < FEWEST_BELOW:
        return []
    found = [
        place
        for place, name in enumerate(names)
        if name.strip() and all(place < len(row) and is_typed(row[place]) for row in below)
    ]
    return found if 0 in found else []


def _are_settings(above: list[list[str]], columns: list[int]) -> bool:
    """Whether rows have numbers beside words, but no column that holds numbers below holds only numbers here."""
    if not any(is_typed(cell) for row in above for cell in row[1:]):
        return False
    filled = ([row[place] for row in above if place < len(row) and row[place].strip()] for place in columns)
    return all(len(cells) < FEWEST_CELLS or not all(map(is_typed, cells)) for cells in filled)

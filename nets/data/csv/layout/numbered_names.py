"""Names that are numbers: those of a data frame's columns, years, the steps of a scale."""

from itertools import pairwise

from nets.data.columns.lexical import PLAIN_NUMBER, is_typed


def counts_up(first: list[str], body: list[list[str]]) -> bool:
    """Whether the numbers of a row are names that count up: 0, 1, 2 as of a data frame, years, steps beside a gap."""
    if _are_steps(first):
        return True
    numbers = _whole_numbers(first)
    steps = {later - earlier for earlier, later in pairwise(numbers)}
    if len(steps) != 1 or steps == {0}:
        return False
    others = len(first) - len(numbers)
    if numbers[0] == 0:
        return steps == {1} and len(numbers) + others > 2 and _counts_columns(first, body)
    return others > 0 and (are_years(first) or (steps == {1} and len(numbers) > 3))


def _counts_columns(first: list[str], body: list[list[str]]) -> bool:
    """Whether whole numbers from 0 number the columns at the end of a row, and are not values like those below.

    They are where a nameless column of row names stands before them, or the columns below hold other numbers.
    """
    begin = next(place for place, cell in enumerate(first) if cell.strip().isdecimal())
    if any(not cell.strip().isdecimal() for cell in first[begin:]) or any(map(is_typed, first[:begin])):
        return False
    if begin == 1 and not first[0].strip():
        return True
    again = sum(
        any(place < len(row) and row[place].strip() == first[place].strip() for row in body)
        for place in range(begin, len(first))
    )
    return 2 * again <= len(first) - begin


def _are_steps(first: list[str]) -> bool:
    """Whether a gap is followed by numbers that only grow, as above row names and a scale."""
    if len(first) < 4 or first[0].strip() or not all(PLAIN_NUMBER.fullmatch(cell.strip()) for cell in first[1:]):
        return False
    numbers = [float(cell.strip().replace(",", ".").replace("−", "-")) for cell in first[1:]]
    return all(earlier < later for earlier, later in pairwise(numbers))


def are_years(first: list[str]) -> bool:
    numbers = _whole_numbers(first)
    return 2 < len(numbers) < len(first) and all(1500 < number < 2200 for number in numbers)


def _whole_numbers(first: list[str]) -> list[int]:
    return [int(cell.strip()) for cell in first if cell.strip().isdecimal() and len(cell.strip()) < 6]

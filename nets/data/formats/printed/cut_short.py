"""Prints that leave rows or columns out: what tells that a table on a screen is not the whole table."""

import re
from collections.abc import Sequence

from nets.data.formats.source import HEAD_BYTES, Source
from nets.errors import Code, DataError

SHAPE = re.compile(r"shape: \(([\d_,]+), *[\d_,]+\)")
COUNT = re.compile(r"\(?(\d[\d,]*) rows?\)?(?: in set.*|\s+\d+ columns?)?", re.IGNORECASE)
LEFT_OUT = re.compile(
    r"only showing top \d+ rows?"
    r"|showed first [\d,]+\.?"
    r"|.*\d+ shown\).*"
    r"|.*[(\s][\d,]+ more (?:rows|columns|variables)\b.*"
    r"|.*\breached (?:getoption\()?['\"]?max.*"
    r"|\.{3}|…",
    re.IGNORECASE,
)
MORE = re.compile(r"# (?:…|ℹ|\.\.\.)(?: with)? [\d,]+ more (?:row|variable|column)")  # R's tibble
DOTS = frozenset(["…", "...", "·", "⋮", "..", ":", "︙"])
FEWEST_DOTS, FEWEST_BLOCKS = 2, 2
SOME = 3  # lines
CUT_NUMBER = re.compile(r"(?:^|[\s|])[+-]?[\d,]*\d\.\d+(?:…|\.\.\.)(?=\s|\||$)")
MOST_CHARACTERS, MOST_SAID = 200, 60  # of a caption
WHOLE = "write the whole table to a CSV file instead"


def refuse_if_cut(captions: Sequence[str], *, names: Sequence[str] = (), rows: Sequence[Sequence[str]] = ()) -> None:
    """Raises `DataError` where a caption, a name or a row says that others are left out."""
    for caption in captions:
        if LEFT_OUT.fullmatch(caption.strip()[:MOST_CHARACTERS]):
            said = " ".join(caption.split())[:MOST_SAID]
            raise DataError(Code.CUT_SHORT, f"This print leaves rows or columns out (it says “{said}”): {WHOLE}.")
    if any(name in ("…", "...") for name in names):
        raise DataError(Code.CUT_SHORT, f"This print leaves columns out, where its header has only dots: {WHOLE}.")
    for place, row in enumerate(rows):
        filled = [cell for cell in row if cell]
        if len(filled) >= FEWEST_DOTS and all(cell in DOTS for cell in filled):
            raise DataError(
                Code.CUT_SHORT, f"This print leaves rows out, where it has only dots below row {place}: {WHOLE}."
            )


def refuse_cut_text(source: Source) -> None:
    """Raises `DataError` where a table printed without a frame leaves rows out: with a row of dots, or saying so."""
    lines = source.filled if len(source.text) <= HEAD_BYTES else [*source.filled, *map(str.strip, source.tail)]
    cut = [found for line in source.filled if (found := CUT_NUMBER.search(line))]
    if len(cut) > 1 and 2 * len(cut) > len(source.filled):
        said = cut[0][0].strip(" |")
        raise DataError(Code.CUT_SHORT, f"This print cuts numbers short (“{said}” on one of its lines): {WHOLE}.")
    if _leaves_columns_out(source.filled):
        raise DataError(Code.CUT_SHORT, f"This print leaves columns out, where each line has only dots: {WHOLE}.")
    if is_in_blocks(source.head):
        raise DataError(
            Code.CUT_SHORT, f"This print shows some columns, and others below them with the rows again: {WHOLE}."
        )
    for line in lines:
        if "..." not in line and "…" not in line and not line.startswith("# "):
            continue
        words = [word for word in re.split(r"[\s|│]+", line[:MOST_CHARACTERS]) if word]
        if len(words) >= FEWEST_DOTS and all(map(DOTS.__contains__, words)) and {"...", "…"} & set(words):
            raise DataError(Code.CUT_SHORT, f"This print leaves rows out, where a line has only dots: {WHOLE}.")
        if MORE.match(line):
            raise DataError(
                Code.CUT_SHORT, f"This print leaves rows or columns out (it says “{line[:MOST_SAID]}”): {WHOLE}."
            )


def _leaves_columns_out(lines: Sequence[str]) -> bool:
    """Whether the first lines, that of the names among them, all have dots for a column, as wide data frames do."""
    begin = [line.split() for line in lines[:SOME]]
    return len(begin) > FEWEST_DOTS and all(len(words) > FEWEST_DOTS and "..." in words[1:-1] for words in begin)


def is_in_blocks(lines: Sequence[str]) -> bool:
    """Whether a data frame too wide for a screen is printed in blocks, each of other columns of the same rows."""
    blocks: list[list[str]] = []
    for line in filter(str.strip, lines):
        if line.startswith("  "):
            blocks.append([])
        elif blocks:
            blocks[-1].append(line.split(maxsplit=1)[0])
        else:
            return False
    whole = blocks[:-1] if len(blocks) > FEWEST_BLOCKS else blocks  # the head may end within the last
    return len(blocks) >= FEWEST_BLOCKS and len(whole[0]) > 1 and all(block == whole[0] for block in whole)


def rows_declared(captions: Sequence[str]) -> list[int]:
    """How many rows a print says that it has, for each table in it that says so."""
    found = [
        SHAPE.fullmatch(caption) or COUNT.fullmatch(caption) for caption in captions if len(caption) < MOST_CHARACTERS
    ]
    return [int(re.sub(r"\D", "", one[1])) for one in found if one]


def cell_is_cut(cell: str) -> bool:
    """Whether a text ends with an ellipsis, which is how prints cut texts and numbers off."""
    return cell.endswith("…") and len(cell) > 1

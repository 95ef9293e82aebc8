"""A table as a CSV file that a spreadsheet opens without running anything in it."""

import csv
import io

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from nets.data.columns.lexical import PLAIN_NUMBER

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
FULL_WIDTH = ("＝", "＋", "－", "＠")
BLANKS = " \u00a0\ufeff\u200b"
ROWS_AT_ONCE = 20_000

# What `harmless` may change, and what it surely does not, in the notation of RE2: a vector of texts at a time.
DOUBTFUL = rf"^[{BLANKS}]*[-{''.join(FORMULA + FULL_WIDTH).replace('-', '')}]"
PLAIN = r"^[ ]*[+-]?[0-9]+(?:[.,][0-9]*)?(?:[eE][+-]?[0-9]+)?[ ]*$"


def harmless(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would run it as a formula; numbers stay as they are."""
    begin = text.lstrip(BLANKS)
    if not begin.startswith(FORMULA + FULL_WIDTH) or PLAIN_NUMBER.fullmatch(text.strip()):
        return text
    return "'" + text


def csv_of(cells: pd.DataFrame) -> bytes:
    """The cells as CSV in UTF-8, column names first, every text made harmless."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([harmless(str(name)) for name in cells.columns])
    for first in range(0, len(cells), ROWS_AT_ONCE):
        rows = cells.iloc[first : first + ROWS_AT_ONCE]
        writer.writerows(zip(*(_all_harmless(rows.iloc[:, k]) for k in range(rows.shape[1])), strict=True))
    return out.getvalue().encode()


def _all_harmless(column: pd.Series) -> list[str]:
    texts = list(map(str, column.to_numpy(dtype=object)))
    whole = pa.array(texts, pa.string())
    doubtful = pc.and_(pc.match_substring_regex(whole, DOUBTFUL), pc.invert(pc.match_substring_regex(whole, PLAIN)))
    for row in np.flatnonzero(doubtful).tolist():
        texts[row] = harmless(texts[row])
    return texts

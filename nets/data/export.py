"""A table as a CSV file that a spreadsheet opens without running anything in it."""

import csv
import io

import pandas as pd

from nets.data.looks import PLAIN_NUMBER

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
FULL_WIDTH = ("＝", "＋", "－", "＠")


def harmless(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would run it as a formula; numbers stay as they are."""
    begin = text.lstrip(" \u00a0\ufeff\u200b")
    if not begin.startswith(FORMULA + FULL_WIDTH) or PLAIN_NUMBER.fullmatch(text.strip()):
        return text
    return "'" + text


def csv_of(cells: pd.DataFrame) -> bytes:
    """The cells as CSV in UTF-8, column names first, every text made harmless."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([harmless(str(name)) for name in cells.columns])
    for row in cells.itertuples(index=False, name=None):
        writer.writerow([harmless(str(cell)) for cell in row])
    return out.getvalue().encode()

"""Quotes that obey the rules only by chance: two of them enclose the ends of rows that are whole without them."""

import csv
import io

import numpy as np

FEWEST_FIELDS = 3  # of rows that fit: in two, a text of some lines may well have one delimiter in each
MOST_ENCLOSED = 5000  # newlines


def without_strays(
    text: bytes, enclosed: np.ndarray, *, delimiter: str, quote: str, width: int
) -> tuple[bytes, tuple[int, ...]]:
    """The text in which quotes around newlines are characters, where each line they join has `width` fields by itself.

    Also the lines on which that was so.
    """
    if not 0 < len(enclosed) <= MOST_ENCLOSED or width < FEWEST_FIELDS:
        return text, ()
    out, amiss = io.BytesIO(), []
    done = n_lines = 0
    inside = set(enclosed.tolist())
    for place in enclosed.tolist():
        if place < done:
            continue
        start = text.rfind(b"\n", done, place) + 1 or done
        end = place
        while end in inside:
            found = text.find(b"\n", end + 1)
            end = len(text) if found < 0 else found
        record = text[start:end]
        lines = record.split(b"\n")
        if len(lines) > 1 and all(line.count(delimiter.encode()) == width - 1 for line in lines):
            n_lines += text.count(b"\n", done, start)
            amiss += [n_lines + 1 + n for n, line in enumerate(lines) if quote.encode() in line]
            out.write(text[done:start])
            out.write(b"\n".join(_as_characters(line, delimiter, quote) for line in lines))
            n_lines += len(lines) - 1
            done = end
    out.write(text[done:])
    return (out.getvalue() if amiss else text), tuple(amiss)


def _as_characters(line: bytes, delimiter: str, quote: str) -> bytes:
    """The line's fields between its delimiters, each with a quote in it written by the rules."""
    return fields_as_characters(line.removesuffix(b"\r").decode("utf-8", "replace"), delimiter, quote) + (
        b"\r" if line.endswith(b"\r") else b""
    )


def fields_as_characters(line: str, delimiter: str, quote: str) -> bytes:
    """A line cut at each of its delimiters, written by the rules, so that its quotes are characters of its texts."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, quotechar=quote, lineterminator="").writerow(line.split(delimiter))
    return out.getvalue().encode()

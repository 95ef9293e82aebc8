"""Backslashes that take a quote, a delimiter or a line's end as a character of the text."""

import re
from collections import Counter

from nets.data.csv.quotes.repair import Quotes

PIECE = 2**16
FEWEST_FIELDS = 2


def has_escaped_quotes(sample: bytes, delimiter: str, quote: str) -> bool:
    """Whether the quotes fit better where a backslash before one makes it a character."""
    if b"\\" + quote.encode() not in sample:
        return False
    first = delimiter.encode()[:1]
    as_it_is = Quotes(sample, first, quote.encode())
    unescaped = Quotes(without_escaped_quotes(sample, quote), first, quote.encode())
    return not as_it_is.all_right() and len(unescaped.wrong[0]) < len(as_it_is.wrong[0]) + 1


def without_escaped_quotes(text: bytes, quote: str) -> bytes:
    """The text with quotes doubled where a backslash stood before them, and no backslash before a line's end."""
    q = quote.encode()
    others = b"" if quote == '"' else b'"|'  # a text in single quotes has a backslash before double ones, too

    def written(found: re.Match[bytes]) -> bytes:
        return q + q if found[1] == q else found[1]

    return re.sub(rb"\\(\\|" + others + re.escape(q) + rb"|(?=\r?\n))", written, text)


def unescaped_quotes(text: bytes, quote: str) -> bytes:
    """The same of a whole file, some lines at a time; a backslash at a line's end may be before the next."""
    out = []
    at = 0
    while at < len(text):
        end = text.find(b"\n", at + PIECE) + 1 or len(text)
        out.append(without_escaped_quotes(text[at:end], quote))
        at = end
    return b"".join(out)


def has_bare_escapes(sample: bytes, delimiter: str) -> bool:
    """Whether rows have their usual number of fields only if a backslash makes what follows it part of a text.

    That is a delimiter, or the end of a line, in a text without quotes around its fields.
    """
    mark = delimiter.encode()
    if b"\\" not in sample or len(mark) != 1:
        return False
    lines = [line for line in re.split(rb"\r\n|\n|\r", sample) if line]
    plain = [line.count(mark) + 1 for line in lines]
    shown = [line.count(mark) + 1 for line in _joined(lines, mark)]
    usual = Counter(shown).most_common(1)[0][0]
    if usual < FEWEST_FIELDS or plain == shown or len(set(shown)) > 1:
        return False
    return len(set(plain)) > 1


def _joined(lines: list[bytes], mark: bytes) -> list[bytes]:
    """The lines without what is escaped, one that ends with a backslash made one with the next."""
    rows: list[bytes] = []
    is_open = False
    for line in lines:
        rest = re.sub(rb"\\[\\" + re.escape(mark) + rb"]", b"", line)
        ends_open = rest.endswith(b"\\")
        if is_open:
            rows[-1] += rest
        else:
            rows.append(rest)
        is_open = ends_open
    return rows


def quoted_instead(text: bytes, delimiter: str) -> bytes:
    """The text with double quotes around each field that has a backslash before one of these, or a quote in it."""
    mark = re.escape(delimiter.encode())
    plain = rb"[^\\\"\r\n" + mark + rb"]"
    other = rb"(?:\"|\\(?:\r\n|[\s\S]))"
    field = rb"(?<![^\r\n" + mark + rb"])" + plain + rb"*" + other + rb"(?:" + plain + rb"|" + other + rb")*"
    special = re.compile(rb"\\(\r\n|[\r\n\"\\" + mark + rb"])")

    def written(found: re.Match[bytes]) -> bytes:
        if b'"' not in found[0] and not special.search(found[0]):
            return found[0]  # such as \N, which stands for a gap
        return b'"' + special.sub(lambda one: one[1], found[0]).replace(b'"', b'""') + b'"'

    return re.sub(field, written, text)


def has_bare_doubled_quotes(text: bytes, delimiter: str) -> bool:
    """Whether every quote of a text is doubled, though no field is enclosed by quotes."""
    if b'""' not in text or len(delimiter.encode()) != 1:
        return False
    opens = rb"(?:^|[\r\n" + re.escape(delimiter.encode()) + rb'])[ ]*"'
    return re.search(rb'(?<!")"(?:"")*(?!")', text) is None and re.search(opens, text) is None

"""Backslashes that take a quote, a delimiter or a line's end as a character of the text."""

import re
from collections import Counter

from nets.data.csv.quotes.repair import Quotes

FEWEST_FIELDS = 2
OCTAL = re.compile(rb"(?:\\[23][0-7]{2})+")  # bytes beyond ASCII
DOUBLE = '"'


def without_octal(text: bytes) -> bytes | None:
    """The text with letters for \\303\\251 and the like, as C writes their bytes; None where there are none such, other
    letters beyond ASCII stand as they are, or some are no UTF-8.
    """
    if b"\\" not in text or not text.isascii() or not OCTAL.search(text):
        return None
    plain = OCTAL.sub(lambda found: bytes(int(one, 8) for one in found[0].split(b"\\")[1:]), text)
    try:
        plain.decode()
    except UnicodeDecodeError:
        return None
    return plain


def has_escaped_quotes(sample: bytes, delimiter: str, quote: str) -> bool:
    """Whether the quotes fit better where a backslash before one makes it a character."""
    if b"\\" + quote.encode() not in sample:
        return quote != DOUBLE and are_all_escaped(sample, DOUBLE)
    first = delimiter.encode()[:1]
    as_it_is = Quotes(sample, first, quote.encode())
    if as_it_is.all_right():
        return False
    unescaped = Quotes(unescaped_quotes(sample, delimiter, quote), first, quote.encode())
    return len(unescaped.wrong[0]) < len(as_it_is.wrong[0]) + 1


def are_all_escaped(sample: bytes, quote: str) -> bool:
    """Whether there are quotes, and a backslash before each of them."""
    q = re.escape(quote.encode())
    return quote.encode() in sample and re.search(rb"(?<!\\)" + q, sample) is None


def unescaped_quotes(text: bytes, delimiter: str, quote: str) -> bytes:
    """The text with doubled quotes where a backslash stood before them, and quotes around bare fields that had some.

    In quotes a backslash before a line's end is left out too, and in single quotes one before a double quote.
    """
    q, mark = re.escape(quote.encode()), rb" \t" if delimiter == " " else re.escape(delimiter.encode()[:1])
    start = rb"(?<![^\r\n" + mark + rb"])"
    enclosed = rb"[ \t]*" + q + rb"(?:[^\\" + q + rb"]|\\[\s\S]|" + q + q + rb")*" + q
    plain = rb"[^\\\r\n" + mark + q + rb"]"
    bare = plain + rb"*\\" + q + rb"(?:" + plain + rb"|\\.)*"
    in_quotes = re.compile(rb"\\(?:(\\|\"|" + q + rb")|(?=\r?\n))")

    def unescaped(found: re.Match[bytes]) -> bytes:
        one = found[1] or b""
        return one * 2 if one == quote.encode() else one

    def written(found: re.Match[bytes]) -> bytes:
        if found[1] is not None:
            return in_quotes.sub(unescaped, found[1])
        return quote.encode() + in_quotes.sub(unescaped, found[2]) + quote.encode()

    return re.sub(start + rb"(?:(" + enclosed + rb")|(" + bare + rb"))", written, text)


def has_bare_escapes(sample: bytes, delimiter: str) -> bool:
    """Whether a backslash makes what follows it part of a text, where no field is in quotes.

    That is a quote, before each of which one stands, or a delimiter or the end of a line if only so all rows have
    equally many fields.
    """
    mark = delimiter.encode()
    if b"\\" not in sample or len(mark) != 1:
        return False
    if any(are_all_escaped(sample, quote) for quote in (DOUBLE, "'")):
        return True
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
    special = re.compile(rb"\\(\r\n|[\r\n\"'\\" + mark + rb"])")

    def written(found: re.Match[bytes]) -> bytes:
        if b'"' not in found[0] and not special.search(found[0]):
            return found[0]  # such as \N, which stands for a gap
        return b'"' + special.sub(lambda one: one[1], found[0]).replace(b'"', b'""') + b'"'

    return re.sub(field, written, text)


def has_bare_doubled_quotes(text: bytes, delimiter: str) -> bool:
    """Whether every quote of a text is doubled and they enclose words, though no field is enclosed by quotes."""
    if b'""' not in text or len(delimiter.encode()) != 1:
        return False
    edge = rb"\r\n" + re.escape(delimiter.encode())
    if re.search(rb"(?:^|[" + edge + rb'])[ ]*"', text):
        return False
    words = rb'(?<![\w"])""(?=[^\s"])[^"' + edge + rb']*""(?!")'
    return b'"' not in re.sub(words, b"", text)

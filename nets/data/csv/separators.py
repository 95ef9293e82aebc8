"""Characters made to separate fields and records, which are part of no text: those of ASCII, and their pictures."""

UNIT = "␟"
SEPARATORS = ((b"\x1f", b"\x1e"), (UNIT.encode(), "␞".encode()))  # of fields and of records
SAMPLE_BYTES = 2**15


def with_line_ends(text: bytes) -> bytes:
    """The text with a newline for each record separator, where separators of records and fields are its only marks."""
    for unit, record in SEPARATORS:
        if unit in text[:SAMPLE_BYTES] and record in text and b"\n" not in text.replace(record + b"\n", b""):
            return text.replace(record + b"\n", b"\n").replace(record, b"\n")
    return text

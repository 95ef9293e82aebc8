"""Lines of YAML between two lines of three dashes above a table, as R's fwrite(yaml = TRUE) and CSVY have them."""

import re

MOST_BYTES = 2**16
BEGIN = re.compile(rb"---[ \t]*\r?\n")
END = re.compile(rb"(?m)^---[ \t]*\r?\n")
ENTRY = re.compile(rb"[A-Za-z_][\w .-]*:(?:[ \t].*)?|-(?:[ \t].*)?|[ \t]+.*|#.*|")
KEY = re.compile(rb"(?m)^[A-Za-z_][\w .-]*:(?:[ \t\r]|$)")


def front_matter(text: bytes) -> int:
    """How many bytes they take, the dashes with them; 0 where there are none, or nothing follows."""
    begin = BEGIN.match(text)
    end = END.search(text, begin.end(), MOST_BYTES) if begin else None
    if end is None or not text[end.end() :].strip():
        return 0
    inside = text[begin.end() : end.start()]
    lines = [line.rstrip(b"\r") for line in inside.split(b"\n")]
    return end.end() if KEY.search(inside) and all(map(ENTRY.fullmatch, lines)) else 0

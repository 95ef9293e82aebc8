"""What a single text looks like: a number, a date, a time, a gap. A guess for judging layouts, not a conversion."""

import re

CURRENCY = "$€£¥₹"
GROUPS = ".,'’ \u00a0\u202f"
MISSING = frozenset(
    [
        "",
        "na",
        "n/a",
        "#n/a",
        "#na",
        "n.a.",
        "nan",
        "null",
        "none",
        "nil",
        "(null)",
        "\\n",
        "missing",
        "?",
        ".",
        "-",
        "--",
        "---",
        "–",
        "—",
        "*",
        "#div/0!",
        "#value!",
        "#ref!",
        "#num!",
        "#null!",
        "#name?",
        "k.a.",
        "<na>",
        "-nan",
        "1.#ind",
        "-1.#ind",
        "1.#qnan",
    ]
)
NUMBER = re.compile(
    rf"[(]?[+\-−]?\s?[{CURRENCY}]?\s?"
    rf"(?:\d{{1,3}}(?:[{GROUPS}]\d{{3}})+(?:[.,]\d+)?|\d+[.,]?\d*|[.,]\d+)"
    rf"(?:[eE][+-]?\d+)?\s?(?:[%‰{CURRENCY}]|[A-Za-zµ°Ω²³/]{{1,6}})?[)]?"
)
PLAIN_NUMBER = re.compile(r"[+\-−]?(?:\d+[.,]?\d*|[.,]\d+)(?:[eE][+-]?\d+)?")
DATE = re.compile(
    r"(?:\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|\d{1,2}[- ][A-Za-z]{3,9}[- ,]+\d{2,4})"
    r"(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s?(?:Z|[AaPp][Mm]|[+-]\d{2}:?\d{2})?)?"
)
TIME = re.compile(r"\d{1,3}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:\s?[AaPp][Mm])?")


def is_missing(text: str) -> bool:
    """Whether a text is one of the usual spellings of a missing number."""
    return text.strip().lower() in MISSING


def is_typed(text: str) -> bool:
    """Whether a text looks like a number, a date or a time."""
    text = text.strip()
    if len(text) > 60:
        return False
    return bool(NUMBER.fullmatch(text) or DATE.fullmatch(text) or TIME.fullmatch(text))

"""Text from a file, made safe for Streamlit's Markdown: it is shown as it was written, never read as markup."""

import re
import unicodedata
from collections.abc import Iterable

from nets.figures.text import shorten, told_apart

# Addresses become links even where every mark is escaped, unless they are not in one piece: this is an empty piece.
NOTHING = ":small[]"
ADDRESS = re.compile(r"(?=\\:\\/\\/)|(?<=www)(?=\\\.)|(?=\\@)", re.IGNORECASE)

# Marks that turn the direction of what follows: between these two they end with the text.
ISOLATE, END = "\u2068", "\u2069"
RIGHT_TO_LEFT = ("R", "AL", "AN", "RLE", "RLO", "LRE", "LRO", "PDF")
QUOTED = re.compile("(?<=“)[^“”]*(?=”)")
ISOLATES = str.maketrans(dict.fromkeys("\u2066\u2067\u2068\u2069"))


def plain(text: str, limit: int = 40) -> str:
    """`text` shortened to `limit` characters, with every mark that Markdown knows escaped."""
    text = contained(shorten(text, limit))
    return ADDRESS.sub(lambda _: NOTHING, re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text))


def contained(text: str) -> str:
    """`text`, its direction ending where it ends, and that of what it quotes where the quotation does."""
    if not _turns(text):
        return text
    return ISOLATE + QUOTED.sub(lambda part: _isolated(part[0]), text.translate(ISOLATES)) + END


def in_a_list(names: Iterable[str], limit: int = 60) -> dict[str, str]:
    """What stands for each name in a list to choose from: no two stand alike, or one would be taken for the other."""
    names = list(names)
    return dict(zip(names, map(contained, told_apart(names, limit)), strict=True))


def _isolated(text: str) -> str:
    return ISOLATE + text + END if _turns(text) else text


def _turns(text: str) -> bool:
    return any(unicodedata.bidirectional(c) in RIGHT_TO_LEFT for c in text)

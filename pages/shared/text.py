"""Text from a file, made safe for Streamlit's Markdown: it is shown as it was written, never read as markup."""

import re
import unicodedata

from nets.figures.text import shorten

# Addresses become links even where every mark is escaped, unless they are not in one piece: this is an empty piece.
NOTHING = ":small[]"
ADDRESS = re.compile(r"(?=\\:\\/\\/)|(?<=www)(?=\\\.)|(?=\\@)", re.IGNORECASE)

# Marks that turn the direction of what follows: between these two they end with the text.
ISOLATE, END = "\u2068", "\u2069"
RIGHT_TO_LEFT = ("R", "AL", "AN", "RLE", "RLO", "LRE", "LRO", "PDF")
ISOLATES = str.maketrans(dict.fromkeys("\u2066\u2067\u2068\u2069"))


def plain(text: str, limit: int = 40) -> str:
    """`text` shortened to `limit` characters, with every mark that Markdown knows escaped."""
    text = contained(shorten(text, limit))
    return ADDRESS.sub(lambda _: NOTHING, re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text))


def contained(text: str) -> str:
    """`text`, its direction ending where it ends."""
    if not any(unicodedata.bidirectional(c) in RIGHT_TO_LEFT for c in text):
        return text
    return ISOLATE + text.translate(ISOLATES) + END

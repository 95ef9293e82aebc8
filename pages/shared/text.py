"""Text from a file, made safe for Streamlit's Markdown: it is shown as it was written, never read as markup."""

import re

from nets.figures.text import shorten


def plain(text: str, limit: int = 40) -> str:
    """`text` shortened to `limit` characters, with every mark that Markdown knows escaped."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", shorten(text, limit))

"""Text from a file, made safe for a plotly label: plotly shows it as it is, never as markup."""

import unicodedata
from collections import Counter
from collections.abc import Sequence

# plotly reads tags, entities, $latex$ and, in templates, %{fields}; spelt as entities they are characters.
ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "$": "&#36;", "{": "&#123;", "}": "&#125;"}


def shorten(text: str, limit: int) -> str:
    """`text` on one line, in at most `limit` characters. An ellipsis is the last, if some were left out."""
    line = "".join(" " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c for c in text)
    return line if len(line) <= limit else line[: limit - 1] + "…"


def plot_text(text: str, limit: int = 24) -> str:
    """`text` in at most `limit` characters, spelt so that plotly shows those characters."""
    return "".join(ENTITIES.get(c, c) for c in shorten(text, limit))


def middle_cut(text: str, limit: int) -> str:
    """`text` in at most `limit` characters, an ellipsis for what is left out of its middle: names of one table often
    begin alike.
    """
    line = shorten(text, len(text))
    if len(line) <= limit:
        return line
    ends = limit // 2
    return f"{line[: limit - ends - 1].rstrip()}…{line[-ends:].lstrip()}"


def distinct(names: list[str]) -> list[str]:
    """The names, with zero-width spaces after repeated ones: plotly merges equal categories."""
    seen: set[str] = set()
    out = []
    for name in names:
        spelt = name
        while spelt in seen:
            spelt += "\u200b"
        seen.add(spelt)
        out.append(spelt)
    return out


def told_apart(names: Sequence[str], limit: int) -> list[str]:
    """The names in at most `limit` characters, all different. Those that begin alike show their ends too."""
    short = [shorten(name, limit) for name in names]
    alike = {spelt for spelt, n in Counter(short).items() if n > 1}
    short = [middle_cut(name, limit) if spelt in alike else spelt for name, spelt in zip(names, short, strict=True)]
    return distinct(short)

"""Text from a file in Streamlit's Markdown."""

import unicodedata

import pytest

from pages.shared.text import plain


@pytest.mark.parametrize("text", ["https://e.example", "see HTTP://x.y", "www.e.example", "a@e.example"])
def test_an_address_is_never_in_one_piece(text):
    """Streamlit's Markdown makes links of these patterns in what is left after escapes were read."""
    pieces = plain(text).replace("\\", "").split(":small[]")
    assert "".join(pieces) == text
    assert len(pieces) > 1


@pytest.mark.parametrize(
    "text", ["a_b", "*x*", "[l](u)", "$x$", "`c`", ":red[x]", "<b>", "# h", "1. x", "a|b", "~~x~~"]
)
def test_every_mark_is_escaped_and_nothing_else_changes(text):
    escaped = plain(text)
    assert escaped.replace("\\", "") == text
    assert all(escaped[i - 1] == "\\" for i, c in enumerate(escaped) if not c.isalnum() and c not in " \\")


def test_a_text_that_turns_the_direction_ends_where_it_ends():
    shown = plain("\u202egnirts\u2069\u202e")
    assert shown[0] == "\u2068"
    assert shown[-1] == "\u2069"
    assert [unicodedata.bidirectional(c) for c in shown].count("PDI") == 1


def test_a_long_text_is_shortened():
    assert plain("n" * 10_000, 40) == "n" * 39 + "…"

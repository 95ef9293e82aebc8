"""Text from a file in Streamlit's Markdown."""

import unicodedata

import pytest

from pages.shared.markdown import in_a_list, plain


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


def test_a_name_that_turns_the_direction_ends_within_the_sentence_that_quotes_it():
    shown = plain("Columns “\u202egnirts”, “q” are text.", 100).replace("\\", "")
    begin, end = shown.index("“\u2068\u202e"), shown.index("\u2069”")
    assert begin < shown.index("gnirts") < end < shown.index("are text")


def test_names_in_a_list_are_told_apart_however_alike_they_begin():
    """Or the list would give the one for the other."""
    long = "How satisfied are you with these parts of the course you took last year? "
    names = [long + "[Lectures]", long + "[Room]", "a b", "a\nb", "n" * 10_000, "n" * 9_000, "n" * 60]
    shown = in_a_list(names)
    assert len(set(shown.values())) == len(names)
    assert shown[names[0]].endswith("[Lectures]")
    assert all(len(text) <= 62 for text in shown.values())
    assert shown["n" * 60] == "n" * 60

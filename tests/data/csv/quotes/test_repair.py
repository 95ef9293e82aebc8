import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nets.data.csv.parse import read
from nets.data.csv.quotes import repair, scan
from nets.data.csv.quotes.repair import repair_quotes
from nets.data.csv.quotes.scan import enclosed_newlines

FIELDS = (
    *('"a"', "b", '""', '"a,b"', '"a""b"', '"a\nc"', '"a\r\nc"', "", '"""', 'a"b', '"open'),
    *(' "x"', '"y"  ', '\t"z" ', " " * 20 + '"far"', '"far"' + " " * 17, " " * 15 + '"near"' + " " * 14, "x" * 70),
)
TEXTS = st.lists(st.lists(st.sampled_from(FIELDS), max_size=6).map(",".join), max_size=8).map("\n".join)


def enclosed_one_by_one(text: str) -> list[int] | None:
    """The same, one character after the other."""
    is_open, places = False, []
    for place, mark in enumerate(text):
        if mark == '"':
            is_open = not is_open
            beside = text[place - 1 : place] if is_open else text[place + 1 : place + 2]
            if beside and beside not in '",\r\n':
                return None
        elif mark in "\r\n" and is_open:
            places.append(place)
    return None if is_open else places


@settings(max_examples=300, deadline=None)
@given(text=TEXTS)
def test_newlines_in_quotes_are_those_a_walk_through_the_text_finds(text):
    found = enclosed_newlines(text.encode(), delimiter=",", quote='"')
    assert (None if found is None else found.tolist()) == enclosed_one_by_one(text)


@settings(max_examples=200, deadline=None)
@given(text=TEXTS)
def test_where_a_text_is_cut_into_pieces_changes_nothing(text):
    raw = text.encode()
    whole = repair_quotes(raw, delimiter=",", quote='"', width=3), enclosed_newlines(raw, delimiter=",", quote='"')
    with pytest.MonkeyPatch.context() as patch:
        for piece in (64, 192):
            patch.setattr(repair, "PIECE", piece)
            patch.setattr(scan, "PIECE", piece)
            assert repair_quotes(raw, delimiter=",", quote='"', width=3) == whole[0]
            found = enclosed_newlines(raw, delimiter=",", quote='"')
            assert (found is None) == (whole[1] is None)
            assert found is None or found.tolist() == whole[1].tolist()


def test_blanks_that_a_cut_goes_through_are_left_out_all_the_same(monkeypatch):
    monkeypatch.setattr(repair, "PIECE", 64)
    for before in range(50, 70):
        fields = ["x" * before, '"a"', '"b,c"', '"d"']
        spaced = "   ,    ".join(fields).replace("x   ,", "x,").encode()
        assert repair_quotes(spaced, delimiter=",", quote='"', width=4).text == ",".join(fields).encode()


def test_quotes_that_do_not_match_are_told_by_lines_since_comments_have_some_too():
    table = read(b'#INFO=<Description="Depth">\nkind,x\na,1\nb,2\n', name="a.csv")
    (note,) = [note for note in table.notes if "quotes" in note.sentence]
    assert (note.sentence.split(";")[0], note.lines) == ("The quotes of 1 line do not match", (1,))

"""Decimal commas in a file whose delimiter is a comma."""

import pytest

from nets.data.csv.parse import read


def said(text: str) -> bool:
    return any("decimal commas" in note.sentence for note in read(text.encode(), name="a.csv").notes)


@pytest.mark.parametrize(
    "text",
    [
        "x,y\n1,5,2,25\n3,75,0,5\n-1,25,7,0\n",
        "kind,x,y\na,1,5,2,25\nb,3,75,0,5\na,1,25,7,0\n",
        "kind,x\na,1,5\nb,3,75\na,1,25\n",
    ],
    ids=["numbers alone", "a label first", "one number"],
)
def test_numbers_that_were_split_at_their_comma_are_told_of(text):
    assert said(text)


@pytest.mark.parametrize(
    "text",
    [
        "kind,x,y\na,1,5\nb,3,75\na,1,25\n",
        "kind;x;y\na;1,5;2,25\nb;3,75;0,5\n",
        "kind,x,y\na,1.5,2.5,3.5,4.5\nb,1.5,2.5,3.5,4.5\na,2.5,2.5,3.5,4.5\n",
        "x,y\nr1,1,5\nr2,3,75\nr3,1,25\n",
        'kind,x,y\na,"1,5","2,25"\nb,"3,75","0,5"\n',
    ],
    ids=["names fit", "semicolons", "decimal points", "row names", "quoted"],
)
def test_other_rows_are_not(text):
    assert not said(text)

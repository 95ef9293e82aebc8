"""Labels that a person may take for one: by choice one class or several, and always said."""

import unicodedata

import pytest

from nets.data.csv.parse import read
from nets.data.prepare.dataset import dataset_from
from nets.data.prepare.options import PreprocessingOptions

ANSWERS = "y,x\nYes,1\nyes ,3\nYES,4\nYes,4\nno,7\nno,6\n no,2\nno,1\n"
CODES = "y,x\n1,1\n1.0,3\n01,4\n1,5\n2,4\n2,9\n"


def data(text, alike):
    return dataset_from(read(text.encode(), name="a.csv"), options=PreprocessingOptions(alike=alike))


@pytest.mark.parametrize(
    ("text", "alike", "classes", "targets"),
    [
        (ANSWERS, "apart", (" no", "YES", "Yes", "no", "yes "), [2, 4, 1, 2, 3, 3, 0, 3]),
        (ANSWERS, "blanks", ("YES", "Yes", "no", "yes "), [1, 3, 0, 1, 2, 2, 2, 2]),
        (ANSWERS, "one", ("Yes", "no"), [0, 0, 0, 0, 1, 1, 1, 1]),
        (CODES, "blanks", ("01", "1", "1.0", "2"), [1, 2, 0, 1, 3, 3]),
        (CODES, "one", ("1", "2"), [0, 0, 0, 0, 1, 1]),
        ("y,x\n-0,1\n0,2\n−1,3\n-1,4\n", "one", ("-1", "0"), [1, 1, 0, 0]),
        ("y,x\nNA,1\nna,2\nStraße,3\nSTRASSE,4\n", "one", ("NA", "Straße"), [0, 0, 1, 1]),
    ],
)
def test_how_far_labels_that_are_alike_are_one_class(text, alike, classes, targets):
    found = data(text, alike)
    assert len(found.classes) == len(classes)
    assert [found.classes[k] for k in found.targets] == [classes[k] for k in targets]


def test_what_was_made_one_class_is_named_with_its_lines_and_what_was_not_as_well():
    notes = data(ANSWERS, "blanks").notes
    assert [(note.sentence, note.lines) for note in notes] == [
        ("The labels “no” and “ no” differ only in blanks and were made one class, “no”.", (8,)),
        (
            "The classes “Yes”, “YES” and “yes ” differ only in blanks or capital letters. "
            "If they are one class, choose so: Labels alike on the Data page, --alike one on the command line.",
            (),
        ),
    ]
    (note,) = data(CODES, "one").notes
    assert note.sentence == (
        "The labels “1”, “01” and “1.0” differ only in how a number is written and were made one class, “1”."
    )
    assert note.lines == (3, 4)
    assert "blanks" in data(ANSWERS, "apart").notes[0].sentence


def test_labels_without_their_like_give_no_note_and_stay_as_they_are():
    found = data("y,x\n a,1\nb,2\n a,3\nb,4\n", "blanks")
    assert (found.classes, found.notes) == ((" a", "b"), ())


def test_of_many_pairs_some_are_named_and_the_others_counted():
    rows = "".join(f"class {k},{k}\nCLASS {k},{k}\n" for k in range(8))
    notes = [note.sentence for note in data("y,x\n" + rows, "one").notes]
    assert len(notes) == 6
    assert notes[-1] == "The labels of 3 more classes were made one class, too."


@pytest.mark.parametrize("alike", ["blanks", "one"])
def test_labels_that_look_the_same_are_one_class_however_their_accents_are_encoded(alike):
    names = ["Malmö", "Łódź", *(unicodedata.normalize("NFD", name) for name in ("Malmö", "Malmö", "Łódź "))]
    found = data("y,x\n" + "".join(f"{name},{k}\n" for k, name in enumerate(names)), alike)
    assert found.classes == ("Malmö", "Łódź")
    assert found.targets.tolist() == [0, 1, 0, 0, 1]
    assert [note.sentence.split(" differ only in ")[1].split(" and were")[0] for note in found.label_notes] == [
        "how accents are encoded",
        "blanks and how accents are encoded",
    ]
    apart = data("y,x\n" + "".join(f"{name},{k}\n" for k, name in enumerate(names)), "apart")
    assert (len(apart.classes), len(apart.label_notes)) == (4, 2)

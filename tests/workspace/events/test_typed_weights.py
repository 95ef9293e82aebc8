"""Numbers that a person typed or pasted in become weights, or are refused in a sentence."""

import json
import re

import numpy as np
import pytest

from nets.errors import Refusal
from nets.models.parameters import Weight
from nets.workspace.events.typed_weights import LARGEST, cell_named, typed_matrix, typed_weight

W = Weight("W1", ("h1", "h2"), ("a", "b", "1"))
NUMBERS = (0.5, -1.25, 3.0, 1e-05, 2.0, -7.0)


def matrix(text, weight=W):
    return typed_matrix(text, weight, precision="float32")


@pytest.mark.parametrize(
    "text",
    [
        "0.5 -1.25 3\n1e-5 2 -7",
        "0.5\t-1.25\t3\n1e-05\t2\t-7\n",
        "0.5, -1.25, 3\n\n1e-5, 2, -7,\n",
        "0.5;−1.25;3\r\n1e-5;2;−7",
        "[[0.5, -1.25, 3], [1e-5, 2, -7]]",
        "[[ 0.5\n  -1.25  3.   ]\n [ 1.e-05 2.\n  -7. ]]",
        "W1 = array([[ 0.5 , -1.25,  3.  ],\n       [ 1.e-05,  2. , -7. ]], dtype=float32)",
        "[0.5, -1.25, 3]\n[1e-5, 2, -7]",
    ],
)
def test_a_matrix_is_read_however_it_is_printed(text):
    assert matrix(text) == NUMBERS


@pytest.mark.parametrize("shape", [(1, 1), (1, 4), (5, 1), (3, 40)])
def test_what_numpy_and_json_print_comes_back_to_the_last_bit(shape):
    values = np.random.default_rng(3).normal(size=shape).astype(np.float32)
    weight = Weight("W2", tuple(map(str, range(shape[0]))), tuple(map(str, range(shape[1]))))
    with np.printoptions(threshold=1000, floatmode="unique"):
        texts = [str(values), repr(values), json.dumps(values.tolist())]
    texts.append("\n".join("\t".join(map(str, row)) for row in values))
    for text in texts:
        assert np.float32(matrix(text, weight)).tobytes() == values.tobytes()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "W1 has 2 rows of 3 numbers: found none."),
        ("1 2 3", "found 1 row of 3 numbers."),
        ("1 2\n3 4\n5 6", "found 3 rows of 2 numbers. Rows and columns seem to be exchanged."),
        ("1 2 3\n4 5", "found 3 in row 1, but 2 in row 2."),
        ("0,5\t1,5\t2,5\n1,5\t2,5\t3,5", "found 2 rows of 6 numbers. Numbers need a decimal point, as in 0.5."),
        ("1 2 3\n4 x 6", "Row 2, number 2: “x” is no number."),
        ("1 2 3\n4 5 nan", "Row 2, number 3: a weight must be a number from -1,000,000 to 1,000,000: found “nan”."),
        ("1 2 inf\n4 5 6", "Row 1, number 3: a weight must be"),
        ("1 2 1e39\n4 5 6", "Row 1, number 3: a weight must be"),
        ("[[1 2 3] 4 [4 5 6]]", "The brackets are not those of a matrix"),
        ("[[1 2 ... 3]\n [4 5 ... 6]]", "leaves numbers out"),
        ("1 2 3\n4 5 1_0", "Row 2, number 3: “1_0” is no number."),
        ("7" * 600_000, "at most 500,000 characters"),
    ],
)
def test_another_shape_or_what_is_no_number_is_refused_in_one_sentence(text, said):
    with pytest.raises(Refusal) as refusal:
        matrix(text)
    assert said in refusal.value.sentence
    assert len(refusal.value.sentence) < 200


def test_one_weight_is_a_number_within_bounds():
    typed = [typed_weight(text, precision="float32") for text in ("0", " -1e-3 ", "−0.5", ".25", f"{LARGEST}")]
    assert typed == [0, -0.001, -0.5, 0.25, LARGEST]
    for text in ("nan", "inf", "-Infinity", "1e400", "1000001", "", "0,5", "1,000", "half", "1 2", "0x10"):
        with pytest.raises(Refusal, match="weight"):
            typed_weight(text, precision="float32")


def test_a_weight_is_the_shortest_number_of_its_precision():
    digits = "0.100000001490116"
    assert typed_weight(digits, precision="float32") == 0.1
    assert typed_weight(digits, precision="float64") == float(digits)


@pytest.mark.parametrize(
    ("text", "found"),
    [("W1[1,1]", ("W1", 0, 0)), (" w2[ 2 , 1 ]", ("W2", 1, 0)), ("W3[1,1]", "W1[1,1], W2[1,1]"), ("W1", "no weight")]
    + [(f"W2[{at}]", "2 rows and 1 columns") for at in ("3,1", "1,2", "0,1", "1,0")],
)
def test_a_weight_is_found_by_its_name_and_one_that_there_is_not_is_refused(text, found):
    matrices = Weight("W1", ("h",), ("x", "1")), Weight("W2", ("a", "b"), ("h",))
    if isinstance(found, tuple):
        assert cell_named(text, matrices) == found
        return
    with pytest.raises(Refusal, match=re.escape(found)):
        cell_named(text, matrices)

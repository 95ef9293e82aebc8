"""LIBSVM's rows: columns by number, zeros for what is left out, gaps where that can hardly be 0."""

import numpy as np
import pytest
from sklearn.datasets import dump_svmlight_file, load_svmlight_file

from nets.data.csv.parse import read
from nets.errors import DataError


def table_of(text: str):
    table = read(text.encode(), name="a.svm")
    assert table.form == "a LIBSVM file"
    return table


def test_what_a_row_leaves_out_is_zero():
    table = table_of("+1 1:0.5 3:2 # first\n-1 2:1\n\n+1 1:1 2:1 3:1\n")
    assert table.columns == ("label", "x1", "x2", "x3")
    assert table.cells.to_numpy().tolist() == [["+1", "0.5", "0", "2"], ["-1", "0", "1", "0"], ["+1", "1", "1", "1"]]
    assert list(table.lines) == [1, 2, 4]
    assert "A feature that a row leaves out is 0." in [note.sentence for note in table.notes]


def test_the_same_numbers_as_scikit_learn_reads(tmp_path):
    """Sparse: three quarters of all values are zeros, the columns counted from 0 and from 1."""
    random = np.random.default_rng(3)
    values = random.integers(1, 9, (40, 7)) * (random.random((40, 7)) < 0.25)
    values[0] = [1, 0, 2, 0, 3, 0, 4]
    for zero_based in (True, False):
        dump_svmlight_file(values.astype(float), random.integers(0, 3, 40), str(tmp_path / "a"), zero_based=zero_based)
        table = read((tmp_path / "a").read_bytes(), name="a")
        theirs, labels = load_svmlight_file(str(tmp_path / "a"), zero_based=zero_based)
        ours = table.cells.to_numpy().astype(float)
        assert np.array_equal(ours[:, 0], labels)
        assert np.array_equal(ours[:, 1:], theirs.toarray()[:, : ours.shape[1] - 1])


def test_a_measured_feature_left_out_now_and_then_is_missing_there():
    """No value comes twice, so that two rows of exactly 0 are hardly to be believed; the other column has zeros."""
    rows = [f"{n % 2} 1:{n + 0.25} 2:{n % 3 + 1}" for n in range(20)]
    rows[4], rows[7] = "0 2:1", "1 1:7.25"
    table = table_of("\n".join(rows))
    assert (table.cells["x1"][4], table.cells["x2"][7]) == ("", "0")
    assert any("missing values" in note.sentence and note.lines == (5,) for note in table.notes)


def test_queries_become_a_column():
    table = table_of("2 qid:7 1:0.5 2:1\n1 qid:7 1:0.1 2:3\n0 qid:8 1:1 2:2\n")
    assert table.columns == ("label", "qid", "x1", "x2")
    assert table.cells["qid"].tolist() == ["7", "7", "8"]


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("1,2 1:0.5 2:1 3:2\n3 1:2 2:2 3:3\n", "libsvm", "several labels"),
        ("1 1:0.5 2:1 3:2\n" * 5000 + "1 3:1 2:4\n", "libsvm", "Line 5001 of this LIBSVM file has feature 2 after"),
        ("1 1:0.5 2:1 3:2\n" * 5000 + "1 3:1 four\n", "libsvm", "'four'"),
        ("1 1:0.5 2:1 3:2\n" * 5000 + "spam 3:1\n", "libsvm", "'spam'"),
        ("1 1:1 2:1 900000000:3\n", "too-many-columns", "limit"),
        ("1 1:1 2:1 9000:3\n" * 2000, "too-much", "limit"),
    ],
)
def test_what_cannot_become_columns_is_refused(text, code, said):
    with pytest.raises(DataError) as refused:
        read(text.encode(), name="a.svm")
    assert refused.value.code == code
    assert said in refused.value.sentence


@pytest.mark.parametrize("text", ["1 10:30\n2 11:45\n3 12:05\n", "7 8:15 17:30\n8 8:20 17:10\n", "3 5\n4 6\n"])
def test_times_of_day_are_no_features(text):
    assert read(text.encode(), name="a.txt").form == ""

"""The two features a picture of the rows begins with."""

import numpy as np
import pytest
from sklearn.datasets import load_digits
from sklearn.feature_selection import f_classif

from nets.data.csv.parse import read
from nets.data.datasets.samples import read_sample
from nets.data.prepare.dataset import dataset_from
from nets.data.prepare.feature_ranking import MOST_ROWS, correlation_ratios, first_axes
from nets.data.prepare.options import PreprocessingOptions

PETS = read(b"kind,colour,weight,size\ncat,black,4,1\ndog,brown,9,2\ncat,white,6,3\n", name="pets.csv")


def test_the_axes_are_numbers_where_there_are_two():
    assert first_axes(dataset_from(PETS, options=PreprocessingOptions(categories="one-hot"))) == (3, 4)
    assert first_axes(dataset_from(PETS, options=PreprocessingOptions(categories="one-hot", left_out=("size",)))) == (
        3,
        1,
    )  # weight, and brown: dogs
    assert first_axes(dataset_from(PETS, options=PreprocessingOptions(left_out=("colour", "size")))) == (0, 0)


def test_they_tell_the_classes_apart():
    data = dataset_from(read_sample("iris.csv"), label="species")
    assert [data.features[k] for k in first_axes(data)] == ["petal_length_cm", "petal_width_cm"]


def test_the_first_two_stay_where_others_are_not_clearly_better():
    rows = np.random.default_rng(3).normal(size=(400, 5))
    lines = [f"{int(a * b > 0)},{a},{b},{c},{d},{e}" for a, b, c, d, e in rows]  # XOR: no feature by itself helps
    data = dataset_from(read("\n".join(["y,a,b,c,d,e", *lines]).encode(), name="xor.csv"))
    assert first_axes(data) == (0, 1)


@pytest.mark.parametrize("name", ["iris.csv", "breast_cancer.csv", "spiral.csv"])
def test_the_shares_are_those_of_the_analysis_of_variance(name):
    data = dataset_from(read_sample(name))
    f, _ = f_classif(data.inputs, data.targets)
    between, within = len(data.classes) - 1, data.n_rows - len(data.classes)
    assert correlation_ratios(data, list(range(len(data.features)))) == pytest.approx(
        f * between / (f * between + within)
    )


def test_a_constant_tells_nothing_and_of_a_long_table_some_rows_are_looked_at():
    n = 3 * MOST_ROWS
    lines = [f"{k % 2},7,{k % 5},{k % 2 + (k % 7) / 10}" for k in range(n)]
    data = dataset_from(read("\n".join(["y,same,noise,good", *lines]).encode(), name="long.csv"))
    same, noise, good = correlation_ratios(data, [0, 1, 2])
    assert same == 0
    assert noise < 0.05
    assert good > 0.8
    assert first_axes(data) == (1, 2)


@pytest.mark.parametrize("standardise", [False, True])
def test_of_digits_no_pixel_is_an_axis_that_is_white_in_all_but_one_of_the_rows(standardise):
    frame = load_digits(as_frame=True).frame
    text = frame[["target", *frame.columns.drop("target")]].to_csv(index=False)
    options = PreprocessingOptions(standardise=standardise)
    data = dataset_from(read(text.encode(), name="digits.csv"), options=options)
    assert [data.features[k] for k in first_axes(data)] == ["pixel_3_2", "pixel_4_1"]
    assert correlation_ratios(data, [data.features.index("pixel_3_0")]) == 0


@pytest.mark.parametrize("standardise", [False, True])
def test_a_feature_around_a_large_number_or_of_tiny_ones_stays_one_and_a_constant_but_for_rounding_is_none(standardise):
    lines = ["y,rounding,offset,tiny,noise"]
    for k in range(40):
        rounding, offset = 0.1 + k % 2 * 1e-16, 1e9 + k % 2 * 1e-4
        lines.append(f"{k % 2},{rounding!r},{offset!r},{(1 + k % 2) * 1e-200!r},{k % 5}")
    options = PreprocessingOptions(standardise=standardise)
    data = dataset_from(read("\n".join(lines).encode(), name="a.csv"), options=options)
    assert correlation_ratios(data, [0, 1, 2]) == pytest.approx([0, 1, 1])
    assert first_axes(data) == (1, 2)
    notes = " ".join(note.sentence for note in data.notes)
    assert "“rounding”" in notes
    assert "“offset”" not in notes
    if standardise:
        for feature in (1, 2):
            assert data.inputs[:, feature] == pytest.approx(np.tile([-1, 1], 20), rel=2e-3)  # 1e9 is written to 1e-7

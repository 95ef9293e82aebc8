"""Features in the units of the file: what was scaled comes back as it was."""

import numpy as np
import pytest

from nets.data.csv.parse import read
from nets.data.datasets.samples import read_sample
from nets.data.prepare.dataset import dataset_from
from nets.data.prepare.inverse_transform import columns_to_click, first_day, in_units_of_the_file
from nets.data.prepare.options import PreprocessingOptions

PETS = read(b"kind,colour,weight,size\ncat,black,4,1\ndog,brown,9,2\ncat,white,6,3\n", name="pets.csv")


def test_numbers_come_back_and_one_hot_inputs_stay():
    data = dataset_from(PETS, options=PreprocessingOptions(categories="one-hot", standardise=True))
    assert data.features == ("colour = black", "colour = brown", "colour = white", "weight", "size")
    assert in_units_of_the_file(data, 1).tolist() == [0, 1, 0]
    assert np.allclose(in_units_of_the_file(data, 3), [4, 9, 6])
    assert np.allclose(in_units_of_the_file(data, 4), [1, 2, 3])
    with pytest.raises(IndexError):
        in_units_of_the_file(data, 5)


def test_a_date_says_the_day_it_counts_from_whether_it_is_scaled_or_not():
    table = read(b"state,when,at,v\non,2025-03-04 12:00,06:00,1\noff,2025-03-06,18:00,2\n", name="log.csv")
    for standardise in (False, True):
        data = dataset_from(table, options=PreprocessingOptions(standardise=standardise))
        assert [first_day(data, k) for k in range(3)] == [20151, 0, None]
        assert np.allclose(in_units_of_the_file(data, 0), [0.5, 2])
        assert np.allclose(in_units_of_the_file(data, 1), [0.25, 0.75])


def test_a_plane_takes_clicks_and_nothing_else_does():
    plane = read_sample("lecture_mlp.csv")
    first, second = plane.columns[1:]
    assert columns_to_click(dataset_from(plane)) == (first, second)
    assert columns_to_click(dataset_from(read_sample("iris.csv"))) is None
    assert columns_to_click(dataset_from(plane, options=PreprocessingOptions(left_out=(first,)))) is None
    assert columns_to_click(dataset_from(plane, options=PreprocessingOptions(group=first))) is None
    assert (
        columns_to_click(dataset_from(PETS, options=PreprocessingOptions(categories="one-hot", left_out=("size",))))
        is None
    )

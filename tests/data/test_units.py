"""Features in the units of the file: what was scaled comes back as it was."""

import numpy as np
import pytest

from nets.data.choices import Choices
from nets.data.dataset import dataset_from
from nets.data.read import read
from nets.data.samples import read_sample
from nets.data.units import columns_to_click, in_units_of_the_file

PETS = read(b"kind,colour,weight,size\ncat,black,4,1\ndog,brown,9,2\ncat,white,6,3\n", name="pets.csv")


def test_numbers_come_back_and_one_hot_inputs_stay():
    data = dataset_from(PETS, choices=Choices(categories="one-hot", standardise=True))
    assert data.features == ("colour = black", "colour = brown", "colour = white", "weight", "size")
    assert in_units_of_the_file(data, 1).tolist() == [0, 1, 0]
    assert np.allclose(in_units_of_the_file(data, 3), [4, 9, 6])
    assert np.allclose(in_units_of_the_file(data, 4), [1, 2, 3])
    with pytest.raises(IndexError):
        in_units_of_the_file(data, 5)


def test_a_plane_takes_clicks_and_nothing_else_does():
    plane = read_sample("lecture_mlp.csv")
    first, second = plane.columns[1:]
    assert columns_to_click(dataset_from(plane)) == (first, second)
    assert columns_to_click(dataset_from(read_sample("iris.csv"))) is None
    assert columns_to_click(dataset_from(plane, choices=Choices(left_out=(first,)))) is None
    assert columns_to_click(dataset_from(plane, choices=Choices(group=first))) is None
    assert columns_to_click(dataset_from(PETS, choices=Choices(categories="one-hot", left_out=("size",)))) is None

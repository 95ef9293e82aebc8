"""The plane through the weights: principal components as others find them, random directions by their definition."""

import numpy as np
import pytest
from sklearn.decomposition import PCA

from nets.errors import Code, Refusal
from nets.landscape.plane import Plane, axes_over, line_of, matrices_of, plane_of_path, random_plane

SHAPES = {"W1": (4, 3), "W2": (2, 5)}


def a_path(n=20, n_weights=30, seed=0):
    """A path that bends, with some noise."""
    generator = np.random.default_rng(seed)
    t = np.linspace(0, 1, n)[:, None]
    u, v = generator.normal(size=(2, n_weights))
    return t * u * 4 + t**2 * v * 2 + generator.normal(size=(n, n_weights)) * 0.05


def params(seed=0):
    generator = np.random.default_rng(seed)
    return {name: generator.normal(size=shape) for name, shape in SHAPES.items()}


def test_the_path_s_plane_is_that_of_scikit_learn_s_principal_components():
    path = a_path()
    plane = plane_of_path(path)
    theirs = PCA(n_components=2).fit(path)
    for ours, other in zip(plane.directions, theirs.components_, strict=True):
        assert ours == pytest.approx(other * np.sign(ours @ other), abs=1e-10)
    assert plane.held(path) == pytest.approx(theirs.explained_variance_ratio_.sum(), abs=1e-12)


def test_the_path_ends_at_the_plane_s_centre_and_begins_at_no_negative_place():
    path = a_path(seed=3)
    plane = plane_of_path(path)
    places = plane.places_of(path)
    assert places[-1] == pytest.approx([0, 0], abs=1e-12)
    assert (places[0] >= 0).all()
    assert plane.at(np.zeros((1, 2)))[0].tolist() == path[-1].tolist()


@pytest.mark.parametrize("plane", [plane_of_path(a_path()), random_plane(params(), seed=1)], ids=["path", "random"])
def test_what_lies_on_a_plane_is_found_where_it_was_put(plane):
    places = np.random.default_rng(2).normal(size=(9, 2))
    on_plane = plane.at(places)
    assert plane.places_of(on_plane) == pytest.approx(places, abs=1e-9)
    assert plane.held(on_plane) == pytest.approx(1)
    off = on_plane + np.random.default_rng(3).normal(size=on_plane.shape)
    assert 0 < plane.held(off) < 1
    # the nearest place: what is left over is at a right angle to both directions
    assert plane.directions @ (off - plane.at(plane.places_of(off))).T == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("path", [np.zeros((5, 7)), np.outer(np.arange(6.0), np.ones(7)), a_path(2)])
def test_a_path_that_is_a_line_or_no_path_is_refused(path):
    with pytest.raises(Refusal) as refused:
        plane_of_path(path)
    assert refused.value.code == Code.TOO_FEW


def test_each_filter_of_a_random_direction_is_as_long_as_the_net_s():
    net = params()
    net["W1"][2] = 0
    plane = random_plane(net, seed=7)
    assert plane.centre.tolist() == line_of(net).tolist()
    for direction in plane.directions:
        for name, value in matrices_of(direction[None], SHAPES).items():
            assert np.linalg.norm(value[0], axis=1) == pytest.approx(np.linalg.norm(net[name], axis=1), abs=1e-12)
    again, other = random_plane(net, seed=7), random_plane(net, seed=8)
    assert again.directions.tolist() == plane.directions.tolist()
    assert abs(other.directions - plane.directions).max() > 0.1
    one, two = plane.directions
    assert abs(one @ two) < 0.9 * np.linalg.norm(one) * np.linalg.norm(two)


def test_weights_go_into_a_line_and_back():
    net = params()
    back = matrices_of(line_of(net)[None], SHAPES)
    assert {name: value[0].tolist() for name, value in back.items()} == {name: net[name].tolist() for name in SHAPES}


def test_the_axes_cover_every_path_and_neither_is_slim():
    straight = np.stack([np.linspace(0, 9, 5), np.zeros(5)], axis=1)
    x, y = axes_over([straight, straight * -0.5], n=64, least=0)
    assert len(x) == len(y) == 64
    assert x[0] < -4.5
    assert x[-1] > 9
    assert y[0] < 0 < y[-1]
    assert y[-1] - y[0] == pytest.approx((x[-1] - x[0]) / 3)
    x, y = axes_over([straight * 0.01], n=3, least=1)
    assert (x.tolist(), y.tolist()) == ([-1, 0, 1], [-1, 0, 1])


def test_a_plane_far_from_unit_length_measures_in_its_own_lengths():
    plane = Plane(np.zeros(3), np.array([[2.0, 0, 0], [0, 0.5, 0]]))
    assert plane.places_of(np.array([[4.0, 1, 9]])) == pytest.approx(np.array([[2, 2]]))

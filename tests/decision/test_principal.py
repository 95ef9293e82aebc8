"""The plane of the two principal components: scikit-learn's directions, and the model's own answer at each place."""

import numpy as np
import pytest
from sklearn.decomposition import PCA

from nets.data.csv.parse import read
from nets.data.datasets.samples import FOLDER
from nets.data.prepare.dataset import dataset_from
from nets.decision.map import MOST_TOLD
from nets.decision.plane import points_on, principal_plane
from nets.decision.principal import principal
from nets.queries.decision import SliceQuery
from nets.settings import Settings
from tests.autodiff.nets import net_of, table
from tests.decision.test_map import probabilities

IRIS = dataset_from(read((FOLDER / "iris.csv").read_bytes(), name="iris.csv"))
IS_VALIDATION = np.arange(IRIS.n_rows) % 4 == 0
SPANS = ((-3.0, 3.0), (-2.0, 2.0))


def test_directions_and_shares_of_variance_are_those_of_the_standardised_training_rows():
    found = principal(IRIS, IS_VALIDATION)
    learnt = IRIS.inputs[~IS_VALIDATION]
    published = PCA(2).fit((learnt - learnt.mean(axis=0)) / learnt.std(axis=0))
    np.testing.assert_allclose(np.abs(found.directions), np.abs(published.components_), atol=1e-9)
    np.testing.assert_allclose(found.shares, published.explained_variance_ratio_, atol=1e-9)
    assert found.names[0] == "PC 1, 73% of variance"


@pytest.mark.parametrize("row", [None, 3, 77])
def test_a_place_of_the_plane_is_an_input_of_the_net_and_a_row_lies_on_the_plane_through_it(row):
    found = principal(IRIS, IS_VALIDATION)
    plane = principal_plane(Settings(), IRIS, found, spans=SPANS, through=row)
    query = plane.query
    if row is None:
        np.testing.assert_allclose(query.origin, IRIS.inputs[~IS_VALIDATION].mean(axis=0))
    else:
        a, b = plane.points[list(plane.rows).index(row)]
        np.testing.assert_allclose(query.origin + a * query.across + b * query.up, IRIS.inputs[row], atol=1e-12)
    for a, b in ((0.5, -1.0), (2.0, 1.5)):
        inputs = query.origin + a * query.across + b * query.up
        back = ((inputs - found.means) / found.scales) @ found.directions.T
        np.testing.assert_allclose(back, [a, b], atol=1e-12)


@pytest.mark.parametrize("output", ["softmax", "sigmoid"])
def test_the_map_of_a_slice_has_the_model_s_own_probabilities(output):
    n_classes = 2 if output == "sigmoid" else 3
    settings = Settings(activation="tanh", init="glorot", precision="float64", output=output)
    net = net_of(settings, table(n_features=4, n_classes=n_classes))
    origin, across, up = np.random.default_rng(0).normal(size=(3, 4))
    x, y = np.linspace(-1, 1, 5), np.linspace(-2, 0, 3)
    found = SliceQuery(origin, across, up, x, y).answer(net)
    probs = probabilities(net, np.array([origin + a * across + b * up for b in y for a in x]))
    np.testing.assert_array_equal(found.predicted.ravel(), probs.argmax(axis=1))
    np.testing.assert_allclose(found.probability.ravel(), probs.max(axis=1), atol=1e-12)
    np.testing.assert_allclose(found.percents.reshape(-1, n_classes), 100 * probs, atol=0.5 + 1e-9)


@pytest.mark.parametrize(("n_classes", "are_told"), [(MOST_TOLD, True), (MOST_TOLD + 1, False)])
def test_all_probabilities_are_told_of_a_dozen_classes(n_classes, are_told):
    net = net_of(Settings(), table(n_rows=30, n_features=2, n_classes=n_classes))
    found = SliceQuery(*np.eye(3, 2), np.zeros(2), np.zeros(2)).answer(net)
    assert (found.percents is not None) == are_told


def test_an_input_that_is_constant_has_no_part_in_the_components():
    rows = "".join(f"{'ab'[i % 2]},{i},7,{i * i}\n" for i in range(20))
    data = dataset_from(read(f"y,p,q,r\n{rows}".encode(), name="t.csv"))
    found = principal(data, np.zeros(20, bool))
    np.testing.assert_allclose(found.directions[:, 1], 0, atol=1e-9)
    assert np.isfinite(found.directions).all()
    _, points = points_on(data, data.columns, found)
    assert np.isfinite(points).all()

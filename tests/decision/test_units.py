"""The outputs of hidden units: the model's own, layer by layer, over a plane and on the rows of the table."""

import numpy as np
import pytest

from nets.data.csv.parse import read
from nets.data.prepare.dataset import dataset_from
from nets.data.prepare.options import PreprocessingOptions
from nets.data.prepare.split import prepared
from nets.decision.unit_places import PLACES, PLACES_OF_MANY, places_on_rows, places_over_plane
from nets.processes.serialization import encode
from nets.queries.units import UnitMapsQuery, UnitOutputs, UnitRowsQuery
from nets.settings import Settings
from nets.training.engine.run import Run
from nets.training.protocol.examples import examples_of
from nets.training.protocol.snapshot import spread_rows
from nets.training.worker import handlers
from tests.autodiff.nets import every_net, name, net_of, table

MLPS = [
    *(one for one in every_net(precision="float64") if one.net == "mlp" and one.widths),
    Settings(hidden_layers=3, activation="gelu", init="glorot", bias="every"),
]
TWO_LAYERS = Settings(hidden_layers=2, activation="tanh", init="glorot", bias="every", precision="float64", dropout=0.5)
X, Y = np.linspace(-2, 1.5, 7), np.linspace(-1, 3, 5)
MANY = 1000


def rows(n_rows, sizes="x,y"):
    lines = [f"{'ab'[k * k % 3 == 1]},{k % 7},{3 + k / n_rows}" for k in range(n_rows)]
    return read("\n".join([f"kind,{sizes}", *lines]).encode(), name="t.csv")


@pytest.mark.parametrize("settings", MLPS, ids=name)
def test_the_outputs_of_the_last_layer_lead_to_the_model_s_own_logits(settings):
    examples = table(n_rows=15, n_features=4, n_classes=3)
    net = net_of(settings, examples)
    found = UnitRowsQuery(np.arange(15), MANY).answer(net)
    assert [layer.shape for layer in found.layers] == [(width, 15) for width in settings.widths]
    last = found.layers[-1]
    if settings.bias == "every":
        last = np.vstack([last, np.ones(15)])
    logits = net.params[f"W{len(settings.widths) + 1}"] @ last
    own = net.logits(net.weights(), net.inputs_of(np.arange(15))).numpy()[0].T
    assert logits == pytest.approx(own, abs=1e-12 if settings.precision == "float64" else 2e-5)


def test_the_outputs_are_those_of_the_formula_and_dropout_is_not_in_play():
    net = net_of(TWO_LAYERS, table(n_features=2))
    inputs = net.rows_of(np.arange(12)).T
    first = np.tanh(net.params["W1"] @ inputs)
    second = np.tanh(net.params["W2"] @ np.vstack([first, np.ones(12)]))
    found = UnitRowsQuery(np.arange(12), MANY).answer(net)
    for layer, expected in zip(found.layers, (first, second), strict=True):
        np.testing.assert_allclose(layer, expected, atol=1e-14)


def test_the_snapshot_s_hidden_units_of_the_rows_that_stand_for_the_table_are_the_last_layer():
    settings = Settings(activation="softmax", precision="float64", learning_rate=0.3)
    ready = prepared(rows(250), settings, options=PreprocessingOptions())
    run = Run(settings, examples_of(ready, settings))
    run.advance(7)
    snapshot = run.evaluate()
    query = encode(UnitRowsQuery(spread_rows(250), MANY))
    answer = handlers.answer(query, settings, snapshot.params, examples_of(ready, settings))
    (layer,) = UnitRowsQuery.answer_from(answer).layers
    np.testing.assert_allclose(layer.T, snapshot.hidden[0], atol=1e-13)


@pytest.mark.parametrize("x", [0, 1])
def test_over_the_plane_each_place_has_what_a_row_there_has(x):
    net = net_of(TWO_LAYERS, table(n_features=2))
    at = UnitMapsQuery(x, X, Y, MANY).answer(net)
    for i, j in ((0, 0), (2, 6), (4, 3)):
        place = np.array([X[j], Y[i]] if x == 0 else [Y[i], X[j]])
        first = np.tanh(net.params["W1"] @ np.append(place, 1))
        np.testing.assert_allclose(at.layers[0][:, i * len(X) + j], first, atol=1e-14)


def test_a_difference_of_two_places_is_the_derivative_between_them():
    """Central differences over the map against the chain rule, d h / d x = (1 - h^2) w_x, for the first layer."""
    step = 1e-5
    net = net_of(TWO_LAYERS, table(n_features=2))
    low, middle, high = (
        UnitMapsQuery(0, np.array([0.3 + shift]), np.array([-0.4]), MANY).answer(net).layers[0][:, 0]
        for shift in (-step, 0, step)
    )
    np.testing.assert_allclose((high - low) / (2 * step), (1 - middle**2) * net.params["W1"][:, 0], atol=1e-9)


def test_of_wide_layers_the_first_units_are_told():
    net = net_of(Settings(hidden_units=9), table(n_features=2))
    every = UnitRowsQuery(np.arange(4), MANY).answer(net).layers[0]
    some = UnitRowsQuery(np.arange(4), 6).answer(net).layers[0]
    assert isinstance(UnitRowsQuery.answer_from(encode(UnitOutputs((some,)))), UnitOutputs)
    np.testing.assert_array_equal(some, every[:6])


def test_the_plane_is_asked_for_in_the_units_of_the_net_and_coarser_for_many_units():
    settings = Settings(scale="standard")
    data = prepared(rows(40), settings, options=PreprocessingOptions(label="kind")).dataset
    spans = ((0.0, 6.0), (3.0, 4.0))
    few, many = (places_over_plane(one, data, (0, 1), spans=spans) for one in (settings, Settings(hidden_units=17)))
    assert (few.shape, many.shape) == ((PLACES, PLACES), (PLACES_OF_MANY, PLACES_OF_MANY))
    sizes = np.arange(40) % 7
    ends = (np.array([0, 6]) - sizes.mean()) / sizes.std()
    np.testing.assert_allclose(few.query.x_values[[0, -1]], ends, atol=1e-12)


def test_rows_are_sorted_by_class_for_an_mlp_and_in_time_order_for_an_rnn():
    data = dataset_from(rows(500))
    mlp, rnn = (places_on_rows(Settings(net=net), data) for net in ("mlp", "rnn"))
    assert mlp.shape == rnn.shape == (1, 200)
    assert (np.diff(mlp.row_labels) >= 0).all()
    assert set(mlp.query.rows) == set(rnn.rows)
    np.testing.assert_array_equal(data.targets[mlp.query.rows], mlp.row_labels)
    assert (np.diff(rnn.rows) > 0).all()
    assert rnn.query is None

"""The map of a net's decisions: at every place what the models themselves say there."""

import numpy as np
import pytest

from nets.data.csv.parse import read
from nets.data.prepare.dataset import dataset_from
from nets.data.prepare.options import PreprocessingOptions
from nets.data.prepare.split import prepared
from nets.decision.map import decision
from nets.decision.plane import PLACES, PLACES_OF_LARGE, plane_of
from nets.models import mlp
from nets.processes.serialization import decode, encode
from nets.queries.decision import Decision, DecisionQuery
from nets.queries.query import Declined
from nets.settings import Settings
from nets.training.engine.run import Run
from nets.training.protocol.examples import examples_of
from nets.training.worker import handlers
from tests.autodiff.nets import as_softmax, every_net, name, net_of, table

MLPS = [
    *(settings for settings in every_net(precision="float64") if settings.net == "mlp"),
    Settings(hidden_layers=3, activation="gelu", init="glorot", bias="every"),
]
X, Y = np.linspace(-2, 1.5, 7), np.linspace(-1, 3, 5)

TABLE = """kind,weight,days,height,colour
a,1200,0.5,10,red
b,1900,1.5,14,blue
c,1500,0.1,19,red
a,1300,0.7,11,blue
b,1750,1.9,10,blue
c,1450,0.2,17,red
a,1100,0.9,12,red
b,1800,1.2,15,blue
"""


def probabilities(net, inputs):
    """What the models say of inputs (n, D), by themselves, in float64: (n, K)."""
    with_one = np.concatenate([inputs, np.ones((len(inputs), 1))], axis=1)
    logits = as_softmax(net.settings, net.logits(net.weights(), with_one).numpy()[0])
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def places(n_features, x, y, others):
    """The inputs of every place, those of the first y value first."""
    inputs = np.tile(others, (len(X) * len(Y), 1))
    inputs[:, x], inputs[:, y] = np.tile(X, len(Y)), np.repeat(Y, len(X))
    return inputs


@pytest.mark.parametrize("settings", MLPS, ids=name)
def test_the_map_has_the_model_s_own_probabilities_at_every_place(settings):
    net = net_of(settings, table(n_features=4, n_classes=3))
    others = np.array([0.3, -1.2, 5.0, 0.8])
    found = decision(settings, net.params, DecisionQuery(2, 0, X, Y, others))
    probs = probabilities(net, places(4, 2, 0, others))
    assert found.predicted.shape == found.probability.shape == (len(Y), len(X))
    within = 1e-13 if settings.precision == "float64" else 2e-6
    assert found.probability.dtype == settings.precision
    assert found.probability.ravel() == pytest.approx(probs.max(axis=1), abs=within)
    told = np.take_along_axis(probs, found.predicted.reshape(-1, 1), axis=1)[:, 0]
    assert told == pytest.approx(probs.max(axis=1), abs=within)  # the predicted, or one as likely


def trained(scale, precision):
    settings = Settings(
        scale=scale,
        precision=precision,
        hidden_layers=2,
        activation="tanh",
        init="glorot",
        learning_rate=0.1,
        validation_split=0.25,
    )
    ready = prepared(read(TABLE.encode(), name="t.csv"), settings, options=PreprocessingOptions(categories="one-hot"))
    run = Run(settings, examples_of(ready, settings))
    run.advance(30)
    return settings, ready, run.evaluate()


@pytest.mark.parametrize(
    ("scale", "precision"), [("none", "float64"), ("standard", "float32"), ("standard", "float64")]
)
def test_a_place_on_a_row_has_the_row_s_probability_in_the_snapshot(scale, precision):
    settings, ready, snapshot = trained(scale, precision)
    params = {name: value[0] for name, value in snapshot.params.items()}
    within = 2e-6 if precision == "float32" else 1e-13
    for row, inputs in enumerate(ready.dataset.inputs):
        found = decision(settings, params, DecisionQuery(0, 2, inputs[[0]], inputs[[2]], inputs))
        probs = snapshot.probs[0, row]
        assert found.predicted.item() == probs.argmax()
        assert found.probability.item() == pytest.approx(probs.max(), abs=within)


@pytest.mark.parametrize("scale", ["none", "standard"])
def test_the_plane_is_in_the_units_of_the_file_and_its_query_in_those_of_the_net(scale):
    settings, ready, _ = trained(scale, "float32")
    plane = plane_of(settings, ready.dataset, ready.is_validation, (2, 0), spans=((5.0, 25.0), (1000.0, 2000.0)))
    assert plane.features == ("height", "weight")
    written = np.array([line.split(",")[1:4] for line in TABLE.splitlines()[1:]], float)
    np.testing.assert_allclose(plane.points, written[:, [2, 0]], rtol=1e-12)
    assert (plane.x[0], plane.x[-1], plane.y[0], plane.y[-1]) == (5, 25, 1000, 2000)
    assert len(plane.x) == len(plane.y) == PLACES
    learnt = written[~ready.is_validation]
    means, spread = (learnt.mean(axis=0), learnt.std(axis=0)) if scale == "standard" else (np.zeros(3), np.ones(3))
    for values, places, feature in ((plane.query.x_values, plane.x, 2), (plane.query.y_values, plane.y, 0)):
        np.testing.assert_allclose(values, (places - means[feature]) / spread[feature], atol=1e-12)
    np.testing.assert_allclose(plane.query.others, ready.dataset.inputs[~ready.is_validation].mean(axis=0))


def test_through_a_row_the_other_features_are_as_in_it():
    settings, ready, _ = trained("standard", "float32")
    spans = ((5.0, 25.0), (1000.0, 2000.0))
    plane = plane_of(settings, ready.dataset, ready.is_validation, (2, 0), spans=spans, through=3)
    np.testing.assert_array_equal(plane.query.others, ready.dataset.inputs[3])


def test_of_a_large_table_some_rows_are_drawn_from_the_first_to_the_last():
    rows = "".join(f"{'ab'[i % 2]},{i},{i / 7!r}\n" for i in range(5000))
    data = dataset_from(read(f"y,x,z\n{rows}".encode(), name="a.csv"))
    plane = plane_of(Settings(), data, np.zeros(5000, bool), (1, 0), spans=((0, 1), (0, 1)))
    assert (len(plane.rows), plane.rows[0], plane.rows[-1]) == (2000, 0, 4999)
    assert plane.points.tolist() == data.inputs[plane.rows][:, [1, 0]].tolist()


def test_a_very_large_net_is_asked_at_fewer_places():
    _, ready, _ = trained("none", "float32")
    large = Settings(hidden_layers=4, hidden_units=512)
    plane = plane_of(large, ready.dataset, ready.is_validation, (0, 1), spans=((0, 1), (0, 1)))
    assert len(plane.x) == len(plane.query.y_values) == PLACES_OF_LARGE


def test_weights_places_and_further_features_compile_nothing_new(monkeypatch):
    """What is compiled runs the model's Python once and never again."""
    settings, forward, traced = Settings(activation="tanh", hidden_units=6), mlp.forward, []
    monkeypatch.setattr(mlp, "forward", lambda *args, **kwargs: traced.append(args) or forward(*args, **kwargs))
    for n_features, shift in ((2, 0.0), (2, 0.5), (5, 0.1)):
        net = net_of(settings, table(n_features=n_features))
        params = {name: value + shift for name, value in net.params.items()}
        decision(settings, params, DecisionQuery(0, 1, X + shift, Y, np.zeros(n_features)))
    assert len(traced) == 1


def test_the_trainer_answers_and_declines_what_there_is_no_answer_to():
    net = net_of(Settings())
    params = {name: value[None] for name, value in net.params.items()}
    asked = DecisionQuery(0, 1, X, Y, np.zeros(2))
    found = decode(handlers.answer(encode(asked), Settings(), params, net.examples), Decision | Declined)
    same = decision(Settings(), net.params, asked)
    np.testing.assert_array_equal(found.predicted, same.predicted)
    np.testing.assert_array_equal(found.probability, same.probability)
    no_such = encode(DecisionQuery(0, 9, X, Y, np.zeros(2)))
    assert isinstance(decode(handlers.answer(no_such, Settings(), params, net.examples), Decision | Declined), Declined)

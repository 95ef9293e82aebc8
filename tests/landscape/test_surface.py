"""The landscape: its losses are those of the nets at its places."""

import msgspec
import numpy as np
import pytest

from nets.autodiff.net import Net
from nets.data.columns.numeric import values_of
from nets.errors import Code, Refusal
from nets.landscape import surface
from nets.landscape.plane import line_of, matrices_of, plane_of_path, random_plane
from nets.processes.serialization import decode, encode
from nets.queries.landscape import PLACES, KeptPath, Landscape, LandscapeQuery
from nets.queries.query import Declined
from nets.settings import Settings
from nets.training.engine.run import Run
from nets.training.protocol.snapshot import at_weights
from nets.training.worker import handlers
from tests.autodiff.nets import every_net, log_p_of_all, name, net_of, table
from tests.lecture.golden import golden

N_EPOCHS = 20


def matrices(line, net):
    shapes = {name: value.shape for name, value in net.params.items()}
    return {name: value[0] for name, value in matrices_of(line[None], shapes).items()}


def loss_at(net, line):
    """The mean loss of the training rows by the models themselves, in float64."""
    moved = Net(net.settings, matrices(line, net), net.examples)
    return -log_p_of_all(moved)[net.training_rows].mean()


def bent_path(net, n=5, seed=0):
    """A path that ends at the net's weights."""
    generator = np.random.default_rng(seed)
    end = line_of(net.params).astype(np.float64)
    u, v = generator.normal(size=(2, len(end)))
    t = np.linspace(1, 0, n)[:, None]
    return KeptPath(np.arange(n), end + t * u + t**2 * v)


def trained(settings, examples, n_epochs=N_EPOCHS):
    """The net after so many epochs, and what a tape has kept of it: its start and its end."""
    run = Run(settings, examples)
    moments = [run.evaluate()]
    while run.epoch < n_epochs:
        run.advance(n_epochs - run.epoch)
    moments.append(run.evaluate())
    lines = [line_of({name: value[0] for name, value in moment.params.items()}) for moment in moments]
    net = Net(settings, {name: value[0] for name, value in moments[1].params.items()}, examples)
    return net, moments[1], KeptPath(np.array([0, n_epochs]), np.stack(lines), settings)


NETS = [*every_net(precision="float64"), Settings(hidden_units=8, activation="tanh", dropout=0.5, batch=4, l2=0.1)]


@pytest.mark.parametrize("settings", NETS, ids=name)
def test_every_place_has_the_loss_of_the_net_there(settings):
    examples = table(n_groups=3, is_validation=(1, 5)) if settings.net == "rnn" else table(is_validation=(1, 5))
    net = net_of(settings, examples)
    path = bent_path(net)
    found = LandscapeQuery("path", (path,)).answer(net)
    assert found.losses.shape == (PLACES, PLACES)
    within = 1e-10 if settings.precision == "float64" else 1e-4
    plane = plane_of_path(path.weights)
    for line, column in ((0, 0), (3, 60), (63, 20)):
        at = plane.at(np.array([[found.x[column], found.y[line]]]))[0]
        assert found.losses[line, column] == pytest.approx(loss_at(net, at), rel=within)
    own = found.paths[0]
    for moment in (0, 2, 4):
        assert own.losses[moment] == pytest.approx(loss_at(net, path.weights[moment]), rel=within)
    assert own.held == pytest.approx(1)  # such a path is plane, so its own losses are the plane's
    assert own.on_plane == pytest.approx(own.losses, rel=within)


@pytest.mark.parametrize("precision", ["float32", "float64"])
@pytest.mark.parametrize("kind", ["mlp", "rnn"])
@pytest.mark.parametrize("directions", ["path", "random"])
def test_at_the_centre_is_the_loss_the_tape_told(kind, precision, directions):
    settings = Settings(net=kind, precision=precision)
    net, snapshot, path = trained(settings, golden(kind).examples)
    found = LandscapeQuery(directions, (path,), seed=2).answer(net)
    own = found.paths[0]
    assert own.places[-1] == pytest.approx([0, 0], abs=1e-6)
    within = 1e-6 if precision == "float32" else 1e-12
    assert own.on_plane[-1] == pytest.approx(snapshot.loss[0], rel=within)
    assert own.losses[-1] == pytest.approx(snapshot.loss[0], rel=within)
    assert found.losses[found.lowest] == found.losses.min()
    assert found.x[0] < own.places[:, 0].min()
    assert found.x[-1] > own.places[:, 0].max()


def test_a_short_run_is_trained_again_for_the_moments_that_were_not_kept():
    settings, examples = Settings(), golden("mlp").examples
    net, _, path = trained(settings, examples)
    own = LandscapeQuery("path", (path,)).answer(net).paths[0]
    assert own.epochs.tolist() == list(range(N_EPOCHS + 1))
    run = Run(settings, examples)
    losses = [run.advance(1)[0, 0, 0] for _ in range(N_EPOCHS)]
    assert own.losses[:-1] == pytest.approx(np.array(losses), rel=1e-6)
    assert 0.9 < own.held < 1
    assert abs(own.losses - own.on_plane).max() > 1e-6  # the plane is not the path


def test_what_takes_too_long_to_train_again_is_drawn_as_it_was_kept(monkeypatch):
    net, _, kept = trained(Settings(), golden("mlp").examples)
    start, end = kept.weights
    bent = KeptPath(np.array([0, 9, N_EPOCHS]), np.stack([start, (start + end) / 2 + bend(start), end]), Settings())
    monkeypatch.setattr(surface, "MOST_TRAINED_S", 0.0)
    assert LandscapeQuery("path", (bent,)).answer(net).paths[0].epochs.tolist() == [0, 9, N_EPOCHS]


def bend(line):
    return np.random.default_rng(0).normal(size=line.shape)


def test_a_run_that_is_known_from_later_on_is_trained_from_its_start_to_the_very_weights_it_has():
    net, _, kept = trained(Settings(), golden("mlp").examples)
    end = kept.weights[-1] * (1 + 1e-6)  # as of another batch, in which it was trained with others
    own = LandscapeQuery("path", (KeptPath(kept.epochs[-1:], end[None], Settings()),)).answer(net).paths[0]
    assert own.epochs.tolist() == list(range(N_EPOCHS + 1))
    assert own.losses[-1] == own.on_plane[-1] == pytest.approx(loss_at(net, end), rel=1e-6)


def test_runs_that_began_at_the_same_weights_lie_on_the_same_plane():
    examples = golden("mlp").examples
    net, _, path = trained(Settings(), examples)
    _, slower, other = trained(Settings(learning_rate=0.3), examples)
    found = LandscapeQuery("path", (path, other)).answer(net)
    own, beside = found.paths
    assert beside.places[0] == pytest.approx(own.places[0], abs=1e-6)
    assert beside.losses[-1] == pytest.approx(slower.loss[0], rel=1e-6)
    assert 0 <= beside.held < own.held
    assert found.paths[0].places.tolist() == LandscapeQuery("path", (path,)).answer(net).paths[0].places.tolist()


def test_random_directions_are_those_of_the_net_the_path_ends_at():
    net, _, path = trained(Settings(precision="float64"), golden("mlp").examples)
    found = LandscapeQuery("random", (path,), seed=5).answer(net)
    plane = random_plane(net.params, seed=5)
    line, column = 10, 50
    at = plane.at(np.array([[found.x[column], found.y[line]]]))[0]
    assert found.losses[line, column] == pytest.approx(loss_at(net, at), rel=1e-10)
    assert found.x[0] <= -1
    assert found.x[-1] >= 1


def test_two_rows_alike_of_opposite_classes_make_a_parabola_of_their_logit():
    """With z = z_2 - z_1 the loss is (softplus(z) + softplus(-z)) / 2 = log 2 + z^2 / 8 - z^4 / 192 + ..."""
    examples = msgspec.structs.replace(table(n_rows=2, n_features=2, n_classes=2), columns=values_of(np.zeros((2, 2))))
    net = net_of(Settings(hidden_layers=0, init="zeros", precision="float64"), examples)
    path = np.zeros((3, 2, 3))
    path[0, :, 2], path[1, :, 2] = (1e-2, -1e-2), (1e-2, 1e-2)  # the bias of each class; the second moves both logits
    path = path.reshape(3, -1)
    found = LandscapeQuery("path", (KeptPath(np.arange(3), path),)).answer(net)
    grid = np.stack([axis.ravel() for axis in np.meshgrid(found.x, found.y)], axis=1)
    biases = plane_of_path(path).at(grid).reshape(-1, 2, 3)[:, :, 2]
    z = biases[:, 1] - biases[:, 0]
    assert np.ptp(z) > 0.02
    assert found.losses.ravel() == pytest.approx(np.log(2) + z**2 / 8, abs=1e-8)


def test_a_path_too_short_for_a_plane_and_too_much_work_are_refused(monkeypatch):
    settings, examples = Settings(), golden("mlp").examples
    net = net_of(settings, examples)
    line = line_of(net.params)[None]
    with pytest.raises(Refusal) as refused:
        LandscapeQuery("path", (KeptPath(np.array([0]), line),)).answer(net)
    assert refused.value.code == Code.TOO_FEW
    found = LandscapeQuery("random", (KeptPath(np.array([0]), line),)).answer(net)
    assert not found.is_moved
    monkeypatch.setattr(surface, "MOST_PRODUCTS", 4096 * 25 * 9 - 1)
    with pytest.raises(Refusal) as refused:
        LandscapeQuery("random", (KeptPath(np.array([0]), line),)).answer(net)
    assert refused.value.code == Code.TOO_LONG
    assert "25 weights on 9 rows" in refused.value.sentence


def test_the_trainer_answers_over_the_wire():
    net, _, path = trained(Settings(), golden("mlp").examples)
    query = LandscapeQuery("path", (path,))
    start = at_weights({name: value[None] for name, value in net.params.items()})
    bytes_ = handlers.answer(encode(query), net.settings, start.params, net.examples)
    found = decode(bytes_, Landscape | Declined)
    assert isinstance(found, Landscape)
    np.testing.assert_array_equal(found.losses, query.answer(net).losses)


def test_a_place_where_the_loss_is_not_finite_is_not_the_lowest():
    nothing = Landscape(np.arange(2.0), np.arange(2.0), np.full((2, 2), np.nan), [])
    assert nothing.lowest is None
    some = Landscape(np.arange(2.0), np.arange(2.0), np.array([[np.nan, np.inf], [3.0, 2.0]]), [])
    assert some.lowest == (1, 1)

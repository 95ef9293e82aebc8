"""The published weights give the published numbers."""

import pytest
import tensorflow as tf

from nets.models import mlp, rnn
from nets.models.losses import cross_entropy
from nets.models.parameters import weights_of
from nets.settings import Settings
from nets.training.engine.run import Run
from nets.training.protocol.snapshot import at_weights
from tests.lecture.golden import NETS, PRINTED, golden, in_sequences

FORWARD = {"mlp": mlp.forward, "rnn": rnn.forward}


@pytest.mark.parametrize("dtype", [tf.float32, tf.float64], ids=lambda dtype: dtype.name)
@pytest.mark.parametrize("net", NETS)
def test_published_weights_give_published_estimates_and_cost(net, dtype):
    lecture = golden(net)
    params = {name: tf.constant(value, dtype) for name, value in lecture.params.items()}
    inputs, targets = in_sequences(net, lecture.inputs, lecture.targets)
    _, logits = FORWARD[net](Settings(net=net), params, tf.constant(inputs, dtype))
    estimate = tf.nn.softmax(logits).numpy().reshape(lecture.estimate.shape)
    assert estimate == pytest.approx(lecture.estimate, abs=1e-6)
    cost = cross_entropy(logits, tf.constant(targets, dtype))
    assert float(cost[0]) == pytest.approx(lecture.cost, abs=1e-6)


@pytest.mark.parametrize("net", NETS)
def test_a_run_put_at_the_published_weights_tells_the_published_numbers(net):
    lecture = golden(net)
    seen = Run(Settings(net=net), lecture.examples, start=at_weights(lecture.params, epoch=100)).evaluate()
    assert seen.epoch == 100
    assert seen.probs[0] == pytest.approx(lecture.estimate, abs=1e-6)
    assert seen.loss[0] == pytest.approx(lecture.cost, abs=1e-6)
    assert seen.accuracy[0] == 1.0


@pytest.mark.parametrize("net", NETS)
def test_the_preset_is_the_lecture_s(net):
    lecture, preset = golden(net), Settings(net=net)
    assert lecture.dataset.classes == tuple(PRINTED[net]["classes"])
    assert preset.hidden_units == PRINTED[net]["hidden"]
    assert preset.epochs == PRINTED[net]["epochs"]
    assert preset.learning_rate == PRINTED[net]["learning_rate"]
    weights = weights_of(preset, features=lecture.dataset.features, classes=lecture.dataset.classes)
    assert {weight.name: weight.shape for weight in weights} == {
        name: value.shape[1:] for name, value in lecture.params.items()
    }

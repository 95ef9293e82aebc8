"""The largest eigenvalue of the Hessian is that of the whole matrix, made another way."""

import numpy as np
import pytest
import tensorflow as tf

from nets.autodiff.curvature import curvature
from nets.autodiff.losses import losses, mean_loss, rows_of
from nets.errors import Refusal
from nets.settings import Settings
from tests.autodiff.nets import net_of, table

SETTINGS = [
    Settings(),
    Settings(activation="gelu", bias="every", init="he", hidden_layers=2, hidden_units=3),
    Settings(net="rnn", cell="elman", init="glorot", hidden_units=3),
]


def named(settings):
    return f"{settings.net} {settings.activation} {settings.class_weights}"


def hessian_of(net):
    """All of it, by reverse mode over reverse mode."""
    rows, weights = rows_of(net, net.training_rows), net.weights()
    sizes = [value.size for value in net.params.values()]
    flat = tf.concat([tf.reshape(weights[name], [-1]) for name in net.params], axis=0)
    with tf.GradientTape(persistent=True) as outer:
        outer.watch(flat)
        with tf.GradientTape() as inner:
            inner.watch(flat)
            parts = zip(net.params.items(), tf.split(flat, sizes), strict=True)
            params = {name: tf.reshape(part, (1, *value.shape)) for (name, value), part in parts}
            loss = tf.reduce_mean(losses(net.settings, params, rows))
        gradient = inner.gradient(loss, flat)
    return outer.jacobian(gradient, flat, experimental_use_pfor=False).numpy()


@pytest.mark.parametrize("settings", SETTINGS, ids=named)
def test_it_is_the_largest_eigenvalue_of_the_whole_hessian(settings):
    net = net_of(settings)
    assert curvature(net).largest == pytest.approx(np.linalg.eigvalsh(hessian_of(net))[-1], rel=0.02)


@pytest.mark.parametrize("settings", [*SETTINGS, Settings(class_weights="1,3")], ids=named)
def test_it_is_the_largest_eigenvalue_of_the_difference_quotients_of_the_gradient(settings):
    net = net_of(settings)
    rows, sizes = rows_of(net, net.training_rows), [value.size for value in net.params.values()]
    flat = np.concatenate([value.ravel() for value in net.params.values()]).astype(np.float64)

    def gradient(flat):
        parts = zip(net.params.items(), np.split(flat, np.cumsum(sizes)[:-1]), strict=True)
        params = {name: tf.constant(part.reshape(1, *value.shape)) for (name, value), part in parts}
        with tf.GradientTape() as tape:
            tape.watch(params)
            loss = mean_loss(settings, params, rows)
        assert loss.dtype == tf.float64
        found = tape.gradient(loss, params)
        return np.concatenate([found[name].numpy().ravel() for name in net.params])

    steps = 1e-5 * np.eye(len(flat))
    hessian = np.stack([(gradient(flat + step) - gradient(flat - step)) / 2e-5 for step in steps])
    np.testing.assert_allclose(hessian, hessian.T, atol=1e-8)
    assert curvature(net).largest == pytest.approx(np.linalg.eigvalsh(hessian)[-1], rel=0.02)


def test_of_logistic_regression_it_is_that_of_the_weighted_squares_of_the_inputs_and_of_l2():
    settings = Settings(hidden_layers=0, output="sigmoid", l2=0.25)
    net = net_of(settings, table(n_rows=40, n_classes=2, is_validation=[1, 7, 20]))
    x = net.rows_of(net.training_rows)
    p = 1 / (1 + np.exp(-(x @ net.params["W1"][0].astype(float))))
    hessian = (x * (p * (1 - p))[:, None]).T @ x / len(x)
    assert curvature(net).largest == pytest.approx(np.linalg.eigvalsh(hessian)[-1] + 0.5, rel=0.02)


def test_a_net_that_would_take_long_is_refused():
    with pytest.raises(Refusal, match="small nets"):
        curvature(net_of(Settings(hidden_units=512, hidden_layers=2), table(n_rows=20)))

"""Activations in float64 against Python's own erf, and every setting's table of cases."""

import math

import numpy as np
import pytest
import tensorflow as tf

from nets.models.activations import ACTIVATIONS
from nets.models.cells import CELLS
from nets.models.optimisers import RULES, SCHEDULES
from nets.models.parameters import INITS
from nets.settings import fields
from nets.settings.cases import cases_of

SUMS = np.concatenate([np.linspace(-9, 9, 3601), [-40.0, 40.0, 1e-12, -1e-12]])
TABLES = {"activation": ACTIVATIONS, "cell": CELLS, "optimiser": RULES, "schedule": SCHEDULES, "init": INITS}


def derivatives(activation, sums, *, compiled):
    """Value, first and second derivative at each of the sums (n,)."""

    def work(z):
        with tf.GradientTape() as outer:
            outer.watch(z)
            with tf.GradientTape() as inner:
                inner.watch(z)
                value = ACTIVATIONS[activation](z)
            first = inner.gradient(value, z)
        return value, first, outer.gradient(first, z, unconnected_gradients=tf.UnconnectedGradients.ZERO)

    work = tf.function(work, jit_compile=True, autograph=False) if compiled else work
    return [found.numpy()[0, :, 0] for found in work(tf.constant(sums[None, :, None]))]


def gelu(z):
    """z Phi(z), Phi(z) + z phi(z) and (2 - z²) phi(z), by the C library's erfc."""
    density, below = math.exp(-z * z / 2) / math.sqrt(2 * math.pi), math.erfc(-z / math.sqrt(2)) / 2
    return z * below, below + z * density, (2 - z * z) * density


def leaky_relu(z):
    return (z, 1.0, 0.0) if z > 0 else (0.01 * z, 0.01, 0.0)


@pytest.mark.parametrize("compiled", [False, True], ids=["eager", "compiled"])
@pytest.mark.parametrize("exact", [gelu, leaky_relu], ids=lambda exact: exact.__name__)
def test_in_float64_value_and_derivatives_are_right_to_1e_13(exact, compiled):
    expected = np.array([exact(float(z)) for z in SUMS]).T
    found = derivatives(exact.__name__, SUMS, compiled=compiled)
    for ours, theirs in zip(found, expected, strict=True):
        assert ours.dtype == np.float64
        assert ours == pytest.approx(theirs, rel=1e-13, abs=1e-13)


@pytest.mark.parametrize("name", ["gelu", "leaky_relu"])
def test_in_float32_value_and_gradient_are_tensorflow_s_own_to_the_last_bit(name):
    theirs = {"gelu": tf.nn.gelu, "leaky_relu": lambda z: tf.nn.leaky_relu(z, alpha=0.01)}[name]
    z = tf.constant(np.random.default_rng(0).normal(0, 3, 20_000).astype(np.float32)[None])
    for jit_compile in (False, True):
        found = []
        for activation in (ACTIVATIONS[name], theirs):

            def value_and_gradient(z, activation=activation):
                with tf.GradientTape() as tape:
                    tape.watch(z)
                    value = activation(z)
                return value, tape.gradient(value, z)

            found.append(tf.function(value_and_gradient, jit_compile=jit_compile, autograph=False)(z))
        for ours, other in zip(*found, strict=True):
            assert ours.numpy().tobytes() == other.numpy().tobytes()


@pytest.mark.parametrize("setting", TABLES)
def test_every_value_that_a_setting_may_have_has_its_case(setting):
    (values,) = (field.choices for field in fields() if field.name == setting)
    assert set(TABLES[setting]) == set(values)


def test_a_table_that_forgets_a_value_or_has_one_too_many_is_refused_by_name():
    rules = dict(RULES)
    adam = rules.pop("adam")
    with pytest.raises(LookupError, match=r"optimiser .* differ in adam"):
        cases_of("optimiser", rules)
    with pytest.raises(LookupError, match="differ in lion"):
        cases_of("optimiser", {**RULES, "lion": adam})

"""Optimisers, schedules and clipping against their papers' formulas, worked out in plain Python."""

import math

import numpy as np
import pytest
import tensorflow as tf

from nets.models.optimisers import RULES, StepParams, clipped, first_slots, scheduled, update

RATES, DECAYS = [0.1, 0.02], [0.3, 0.0]  # of two runs


def by_hand(optimiser, w, gradients, *, rate, decay):
    """One weight after these gradients, one step each."""
    m = v = 0.0
    for t, g in enumerate(gradients, start=1):
        match optimiser:
            case "sgd":
                w -= rate * g
            case "momentum":
                m = 0.9 * m - rate * g
                w += m
            case "nesterov":
                m = 0.9 * m - rate * g
                w += 0.9 * m - rate * g
            case "rmsprop":
                v = 0.9 * v + 0.1 * g**2
                w -= rate * g / math.sqrt(v + 1e-7)
            case "adam" | "adamw":
                w -= rate * decay * w if optimiser == "adamw" else 0.0
                m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g**2
                at = rate * math.sqrt(1 - 0.999**t) / (1 - 0.9**t)
                w -= at * m / (math.sqrt(v) + 1e-7)
    return w


@pytest.mark.parametrize("optimiser", RULES)
def test_seven_steps_of_two_runs_are_what_the_formulas_say(optimiser):
    rng = np.random.default_rng(3)
    start, gradients = {"W": rng.normal(size=(2, 3, 4))}, rng.normal(size=(7, 2, 3, 4))
    params, slots = start, first_slots(optimiser, start)
    for count, gradient in enumerate(gradients, start=1):
        rate, decay = (tf.constant(values, tf.float64)[:, None, None] for values in (RATES, DECAYS))
        step = StepParams(learning_rate=rate, clip=0, l1=0, l2=0, weight_decay=decay, dropout=0)
        params = {name: tf.constant(value) for name, value in params.items()}
        taken = {"W": tf.constant(gradient)}
        params, slots = update(optimiser, params, taken, slots, step=step, count=tf.constant(count))
    for place in np.ndindex(2, 3, 4):
        rate, decay = RATES[place[0]], DECAYS[place[0]]
        w = by_hand(optimiser, start["W"][place], gradients[(slice(None), *place)], rate=rate, decay=decay)
        assert float(params["W"][place]) == pytest.approx(w, rel=1e-13)


@pytest.mark.parametrize("optimiser", RULES)
def test_a_weight_of_zero_without_a_gradient_is_exactly_zero_after_any_number_of_steps(optimiser):
    zeros = {"W": tf.zeros((2, 3, 4))}
    params, slots = zeros, first_slots(optimiser, {"W": np.zeros((2, 3, 4), np.float32)})
    rates = tf.constant(RATES, tf.float32)[:, None, None]
    step = StepParams(learning_rate=rates, clip=0, l1=0, l2=0, weight_decay=rates, dropout=0)
    for count in range(1, 30):
        params, slots = update(optimiser, params, zeros, slots, step=step, count=tf.constant(count))
    assert not any(np.any(value) for value in (*params.values(), *slots.values()))


def test_a_gradient_is_shortened_to_the_bound_of_its_run_and_never_lengthened():
    rng = np.random.default_rng(0)
    gradients = {"W1": rng.normal(size=(4, 2, 3)), "W2": rng.normal(size=(4, 5, 2))}
    gradients = {name: value * np.array([1, 1, 1, 0]).reshape(4, 1, 1) for name, value in gradients.items()}
    flat = np.concatenate([value.reshape(4, -1) for value in gradients.values()], axis=1)
    lengths = np.linalg.norm(flat, axis=1)
    bounds = np.array([0.5 * lengths[0], 2 * lengths[1], 0.0, 0.1])  # too long, short enough, no bound, no gradient
    tensors = {name: tf.constant(value) for name, value in gradients.items()}
    found = clipped(tensors, tf.constant(bounds.reshape(4, 1, 1)))
    shortened = np.concatenate([value.numpy().reshape(4, -1) for value in found.values()], axis=1)
    assert shortened == pytest.approx(flat * np.array([[0.5], [1], [1], [1]]), rel=1e-14)
    assert np.linalg.norm(shortened[0]) == pytest.approx(bounds[0])


def factors(schedule, n_epochs, dtype):
    epochs = tf.range(n_epochs + 3)
    return scheduled(schedule, epoch=epochs, n_epochs=tf.constant(n_epochs), dtype=dtype).numpy()


@pytest.mark.parametrize("dtype", [tf.float32, tf.float64], ids=lambda dtype: dtype.name)
def test_a_step_schedule_is_halved_at_each_tenth_and_not_an_epoch_off(dtype):
    found = factors("step", 20, dtype)
    assert found[[0, 1, 2, 10, 19, 20, 21]].tolist() == [1, 1, 2**-1, 2**-5, 2**-9, 2**-10, 2**-10]
    for n_epochs in (1, 3, 7, 10, 29, 70, 100, 129, 1000, 99_990):
        tenths = np.minimum(10 * np.arange(n_epochs + 3) // n_epochs, 10)
        assert factors("step", n_epochs, dtype).tolist() == (0.5**tenths).tolist()


@pytest.mark.parametrize("dtype", [tf.float32, tf.float64], ids=lambda dtype: dtype.name)
def test_a_cosine_goes_from_1_by_a_half_to_0_and_stays_there(dtype):
    found = factors("cosine", 400, dtype)
    assert found[[0, 100, 200, 400, 402]] == pytest.approx([1, (1 + math.sqrt(0.5)) / 2, 0.5, 0, 0], abs=1e-6)
    assert (np.diff(found[:401]) < 0).all()
    assert factors("constant", 400, dtype) == 1.0

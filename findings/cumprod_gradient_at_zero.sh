#!/usr/bin/env bash
# TensorFlow 2.21.0: the gradient of tf.math.cumprod is wrong, without a word, as soon as one number is 0: it divides by
# it and takes 0 for 0 / 0. Of sum(cumprod([2, 0, 3])) the true one is [1, 8, 0]: the sum is a + ab + abc, so the middle
# slope is a + ac. tf.reduce_prod has a case of its own for zeros and is right. JAX is right in both.
# Output seen:
#   cumprod: TensorFlow [1.0, 0.0, 0.0], JAX [1.0, 8.0, 0.0], difference quotients [1.0, 8.0, 0.0]
#   prod: TensorFlow [0.0, 6.0, 0.0]
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q tensorflow==2.21.0 jax==0.10.2
cd "$work"
TF_CPP_MIN_LOG_LEVEL=3 venv/bin/python - 2>errors <<'PYTHON' || { cat errors; exit 1; }
import jax
import jax.numpy as jnp
import numpy as np
import tensorflow as tf


def gradient(function, at):
    x = tf.constant(at, tf.float64)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = tf.reduce_sum(function(x))
    return tape.gradient(y, x).numpy().tolist()


at, step = np.array([2.0, 0.0, 3.0]), 1e-6
quotients = [
    round(float((np.cumprod(at + step * axis).sum() - np.cumprod(at - step * axis).sum()) / (2 * step)), 6)
    for axis in np.eye(3)
]
cumprod = gradient(tf.math.cumprod, at)
peer = jax.grad(lambda x: jnp.cumprod(x).sum())(jnp.asarray(at)).tolist()
print(f"cumprod: TensorFlow {cumprod}, JAX {peer}, difference quotients {quotients}")
print(f"prod: TensorFlow {gradient(tf.reduce_prod, at)}")
assert cumprod == [1, 0, 0]
assert peer == quotients == [1, 8, 0]
assert gradient(tf.reduce_prod, at) == [0, 6, 0]
PYTHON

#!/usr/bin/env bash
# TensorFlow 2.21.0: the exact gelu (approximate=False) and leaky relu of float64 numbers are not float64's.
# gelu carries 1/sqrt(2) and leaky relu its default slope 0.2 through float32: both are off by some 1e-9, relative.
# tf.keras.activations.gelu is the same function. The same formula written with tf.math.erfc is right to 1e-15.
# Output seen:
#   gelu: relative error 4.9e-09, of the formula with erfc 0.0e+00
#   leaky relu: slope 0.20000000298023224
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q tensorflow==2.21.0
cd "$work"
TF_CPP_MIN_LOG_LEVEL=3 venv/bin/python - <<'PYTHON'
import math
import tensorflow as tf

z = tf.constant([1.0], tf.float64)
right = 0.5 * (1 + math.erf(math.sqrt(0.5)))
ready_made = float(tf.nn.gelu(z, approximate=False)[0])
written_out = float((0.5 * z * tf.math.erfc(-z * tf.constant(math.sqrt(0.5), tf.float64)))[0])
off, fine = abs(ready_made / right - 1), abs(written_out / right - 1)
slope = float(tf.nn.leaky_relu(tf.constant([-1.0], tf.float64))[0]) * -1
print(f"gelu: relative error {off:.1e}, of the formula with erfc {fine:.1e}")
print(f"leaky relu: slope {slope!r}")
assert off > 1e-9, off
assert fine < 1e-15, fine
assert slope == 0.20000000298023224, slope
PYTHON

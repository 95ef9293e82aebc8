#!/usr/bin/env bash
# TensorFlow 2.21.0 on the CPU: tf.function(jit_compile=True) changes a gradient, not in its last bits but in what it is.
# selu at exactly 0, which is what each unit gets whose weights start at 0: 1.0507 eagerly, 1.7581 once compiled (the
# slope from the left). sqrt behind tf.where at a number that is not above 0: 0 eagerly and in a plain tf.function, nan
# once compiled. So a rule "no nan, I looked at it eagerly" does not hold for the compiled step.
# Output seen:
#   selu at 0: eager 1.0507, tf.function 1.0507, compiled 1.7581
#   where(x > 0, sqrt(x), 0) at -1: eager 0.0, tf.function 0.0, compiled nan
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q tensorflow==2.21.0
cd "$work"
TF_CPP_MIN_LOG_LEVEL=3 venv/bin/python - 2>errors <<'PYTHON' || { cat errors; exit 1; }
import math
import tensorflow as tf


def gradients(function, at):
    def gradient(x):
        with tf.GradientTape() as tape:
            tape.watch(x)
            y = function(x)
        return tape.gradient(y, x)

    x = tf.constant(at, tf.float64)
    ways = gradient, tf.function(gradient), tf.function(gradient, jit_compile=True)
    return [round(float(way(x)), 4) for way in ways]


def guarded(x):
    return tf.where(x > 0, tf.sqrt(x), tf.zeros_like(x))


eager, graph, compiled = gradients(tf.nn.selu, 0.0)
print(f"selu at 0: eager {eager}, tf.function {graph}, compiled {compiled}")
assert (eager, graph, compiled) == (1.0507, 1.0507, 1.7581)
eager, graph, compiled = gradients(guarded, -1.0)
print(f"where(x > 0, sqrt(x), 0) at -1: eager {eager}, tf.function {graph}, compiled {compiled}")
assert eager == graph == 0 and math.isnan(compiled)
PYTHON

#!/usr/bin/env bash
# Keras 3.15.1: with floatx and the dtype policy both at float64, a learning rate from a schedule is still float32's:
# CosineDecay(0.1, 10) at step 3 is 5e-8 off, relative, in a run whose weights and gradients are float64. The same number
# given as a plain learning rate is float64.
# Output seen:
#   schedule: float32 0.07938926666975021, relative error 5.1e-08
#   in one step of float64 weights: error 4.1e-09 with the schedule, 0.0e+00 with the plain rate
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q keras==3.15.1 jax==0.10.2
cd "$work"
KERAS_BACKEND=jax KERAS_HOME="$work" JAX_ENABLE_X64=1 venv/bin/python - <<'PYTHON'
import math

import keras
import numpy as np

keras.config.set_floatx("float64")
keras.config.set_dtype_policy("float64")
schedule, step = keras.optimizers.schedules.CosineDecay(0.1, 10), 3
true = 0.1 * 0.5 * (1 + math.cos(math.pi * step / 10))
rate = schedule(step)
print(f"schedule: {rate.dtype} {float(rate)!r}, relative error {abs(float(rate) / true - 1):.1e}")


def after_one_step(learning_rate):
    w = keras.Variable(np.float64(1.0), dtype="float64")
    method = keras.optimizers.SGD(learning_rate)
    method.build([w])
    method.iterations.assign(step)
    method.apply([np.float64(1.0)], [w])
    assert str(w.dtype) == "float64"
    return abs(float(w.value) - (1 - true))


scheduled, plain = after_one_step(schedule), after_one_step(true)
print(f"in one step of float64 weights: error {scheduled:.1e} with the schedule, {plain:.1e} with the plain rate")
assert str(rate.dtype) == "float32"
assert abs(float(rate) / true - 1) > 1e-8
assert scheduled > 1e-9
assert plain < 1e-15
PYTHON

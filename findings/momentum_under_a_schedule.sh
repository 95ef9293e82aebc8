#!/usr/bin/env bash
# Keras 3.15.1 and Optax 0.2.8: SGD with momentum 0.9 is the same method in both as long as the learning rate stays, and
# another one as soon as it has a schedule. Keras multiplies the gradient by the rate before it enters the velocity, so
# old steps keep their old rate; optax.sgd multiplies the velocity by the rate of today. Where the rate falls to a tenth
# in the middle, Keras goes on at speed. With the rate put before the trace, Optax has Keras's numbers.
# On w^2 / 2 from w = 1, rate 0.1 for five steps, then 0.01. Output seen:
#   step 5: Keras -0.029160, optax.sgd -0.029160
#   step 10: Keras -0.929648, optax.sgd -0.115840, rate before the trace -0.929648
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q keras==3.15.1 jax==0.10.2 optax==0.2.8
cd "$work"
KERAS_BACKEND=jax KERAS_HOME="$work" JAX_ENABLE_X64=1 venv/bin/python - <<'PYTHON'
import jax.numpy as jnp
import keras
import numpy as np
import optax


class Rate(keras.optimizers.schedules.LearningRateSchedule):
    def __call__(self, step):
        return jnp.where(step < 5, 0.1, 0.01)


def optax_path(method):
    w, path = jnp.asarray(1.0), []
    state = method.init(w)
    for _ in range(10):
        update, state = method.update(w, state, w)
        w = w + update
        path.append(round(float(w), 6))
    return path


def keras_path():
    w, path = keras.Variable(np.float64(1.0), dtype="float64"), []
    method = keras.optimizers.SGD(Rate(), momentum=0.9)
    method.build([w])
    for _ in range(10):
        method.apply([w.value], [w])
        path.append(round(float(w.value), 6))
    return path


rate = Rate()
ready_made = optax_path(optax.sgd(rate, momentum=0.9))
put_before = optax_path(optax.chain(optax.scale_by_learning_rate(rate), optax.trace(0.9)))
peer = keras_path()
print(f"step 5: Keras {peer[4]:.6f}, optax.sgd {ready_made[4]:.6f}")
print(f"step 10: Keras {peer[9]:.6f}, optax.sgd {ready_made[9]:.6f}, rate before the trace {put_before[9]:.6f}")
assert peer[4] == ready_made[4] == -0.02916
assert (peer[9], ready_made[9], put_before[9]) == (-0.929648, -0.11584, -0.929648)
PYTHON

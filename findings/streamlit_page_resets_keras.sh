#!/usr/bin/env bash
# Streamlit 1.67.0 with Keras 3.15.1: after each run of a page, whoever's it was, Streamlit calls
# keras.backend.clear_session() wherever Keras is loaded in the server. The dtype policy that was set is gone (float64
# is float32 again, without a word), names of layers begin anew, and all garbage is collected: half a second in a
# process that holds much. Nothing in Streamlit's settings turns it off.
# Output seen:
#   before: dense in float64; after an empty page: dense in float32
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q streamlit==1.67.0 keras==3.15.1 tensorflow==2.21.0
cd "$work"
TF_CPP_MIN_LOG_LEVEL=3 venv/bin/python - 2>errors <<'PYTHON' || { cat errors; exit 1; }
import keras
from streamlit.testing.v1 import AppTest


def layer():
    made = keras.layers.Dense(1)
    return f"{made.name} in {made.dtype_policy.name}"


keras.config.set_dtype_policy("float64")
before = layer()
AppTest.from_string("").run()
after = layer()
print(f"before: {before}; after an empty page: {after}")
assert (before, after) == ("dense in float64", "dense in float32")
PYTHON

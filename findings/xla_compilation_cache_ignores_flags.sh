#!/usr/bin/env bash
# TensorFlow 2.21.0 on the CPU: its persistent compilation cache (--tf_xla_persistent_cache_directory) does not look at
# XLA_FLAGS. A function compiled under one flag is handed out to a process that set another, which would have compiled
# other code. And a cache file that was cut short, as by a full disk, is an error at the call and not a miss.
# Output seen:
#   width 512 after width 128: 1 file, the one of width 128
#   width 512 alone: other code
#   a file cut in half: OutOfRangeError: Read less bytes than requested [Op:__inference_<lambda>_15]
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q tensorflow==2.21.0 2>/dev/null
cd "$work"
cat >compile.py <<'PYTHON'
import tensorflow as tf

function = tf.function(lambda x: tf.reduce_sum(tf.sin(x) * tf.cos(x)), jit_compile=True)
print("answer", float(function(tf.range(4096.0))))
PYTHON

# Compile under a vector width of so many bits with this cache directory.
compiled() {
    TF_CPP_MIN_LOG_LEVEL=3 XLA_FLAGS="--xla_cpu_prefer_vector_width=$1" \
        TF_XLA_FLAGS="--tf_xla_persistent_cache_directory=$work/$2" venv/bin/python compile.py 2>errors
}
digests() { (cd "$work/$1" && sha256sum ./*.pb); }

compiled 128 shared >/dev/null
before=$(digests shared)
compiled 512 shared >/dev/null
compiled 512 alone >/dev/null
[ "$(digests shared)" = "$before" ] || { echo "changed: width 512 was compiled anew"; exit 1; }
echo "width 512 after width 128: $(wc -l <<<"$before") file, the one of width 128"
[ "$(digests alone)" != "$before" ] || { echo "changed: the width makes no difference"; exit 1; }
echo "width 512 alone: other code"
for file in shared/*.pb; do
    head -c $(($(wc -c <"$file") / 2)) "$file" >half && mv half "$file"
done
if compiled 128 shared >/dev/null; then
    echo "changed: a file cut in half is a miss now"
    exit 1
fi
echo "a file cut in half: $(grep -oE '[A-Za-z]+Error: .*' errors | tail -1 | cut -c1-120)"

"""The compiler's flags: those that the installed TensorFlow knows are set, another ends nothing."""

import subprocess
import sys

from nets.training.client.process import ROOT

PROGRAM = """
import os, sys
from nets.training.engine import xla_flags
xla_flags.FLAGS = (*xla_flags.FLAGS, "--xla_of_another_version=1")
unknown = xla_flags.set_flags()
import tensorflow as tf
from nets.training.engine.compile import CompiledFunction
answer = CompiledFunction(lambda x: 2 * x)(tf.constant(4.0))
print(float(answer), *unknown, os.environ["XLA_FLAGS"], sep="|")
"""


def test_a_flag_that_tensorflow_does_not_know_is_left_out_and_the_log_says_so():
    done = subprocess.run([sys.executable, "-c", PROGRAM], cwd=ROOT, capture_output=True, text=True, check=True)
    answer, unknown, flags = done.stdout.strip().split("|")
    assert (answer, unknown) == ("8.0", "--xla_of_another_version")
    assert "--xla_cpu_prefer_vector_width=512" in flags
    assert "xla_cpu_small_while_loop_byte_threshold" in flags
    assert "another_version" not in flags
    lines = [line for line in done.stderr.splitlines() if "--xla_of_another_version: epochs are slower" in line]
    assert len(lines) == 1

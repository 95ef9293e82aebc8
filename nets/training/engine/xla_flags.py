"""How TensorFlow and its compiler XLA are told to run training loops."""

import os

# Loops whose bodies touch less than this become one kernel, not one a fusion: 2 to 6 times faster for small nets, and
# for a few runs of them side by side. Of four times as much, larger products would no longer get a kernel of their own.
SMALL_LOOPS = "--xla_backend_extra_options=xla_cpu_small_while_loop_byte_threshold=262144"

# Where a processor has them: 256 runs in lanes take a quarter less time, an MLP up to a tenth; some RNNs a tenth more.
WIDE_VECTORS = "--xla_cpu_prefer_vector_width=512"

# A second thread slows small nets down by a third and shortens only epochs of many rows, which blocks shorten by more;
# and it takes the core that the server and a browser want.
THREADS = ("TF_NUM_INTRAOP_THREADS", "1")

# oneDNN's kernels have no part in compiled epochs, which take as long and come out to the same bit without them; with
# them TensorFlow keeps the memory of the largest table it has had for good.
NO_POOL = ("TF_ENABLE_ONEDNN_OPTS", "0")

# TensorFlow otherwise imports Keras, and Keras scikit-learn, pandas' and scipy's statistics. No net here uses them:
# without them the import takes 0.6 of the processor's time and 140 MB less. `import keras` itself still works.
NO_KERAS = ("TF_USE_LEGACY_KERAS", "1")


def set_flags() -> None:
    """Add to what TensorFlow reads when it is imported and at its first operation, and XLA at its first compilation.

    What a user has set there goes first.
    """
    os.environ.setdefault(*THREADS)
    os.environ.setdefault(*NO_POOL)
    os.environ.setdefault(*NO_KERAS)
    flags = os.environ.get("XLA_FLAGS", "")
    for flag in (SMALL_LOOPS, WIDE_VECTORS):
        if flag.split("=")[0] not in flags:
            flags = f"{flags} {flag}".strip()
    os.environ["XLA_FLAGS"] = flags

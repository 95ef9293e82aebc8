"""How XLA is told to compile training loops."""

import os

# Loops whose bodies touch less than this become one kernel, not one a fusion: 2 to 6 times faster for small nets, and
# for a few runs of them side by side. Of four times as much, larger products would no longer get a kernel of their own.
SMALL_LOOPS = "--xla_backend_extra_options=xla_cpu_small_while_loop_byte_threshold=262144"


def set_flags() -> None:
    """Add to XLA's flags, which it reads at a process's first compilation; what a user has set there goes first."""
    flags = os.environ.get("XLA_FLAGS", "")
    if "xla_backend_extra_options" not in flags:
        os.environ["XLA_FLAGS"] = f"{flags} {SMALL_LOOPS}".strip()

"""Scripts run in this process, each beside its files in a folder."""

import contextlib
import io
from pathlib import Path

import numpy as np

from nets.export.export import Trained, exported


def run(trained: Trained, library: str, folder: Path) -> tuple[np.ndarray, float]:
    """The losses that the script prints, and the last of them."""
    bundle = exported(trained, library)
    for name, content in bundle.files.items():
        (folder / name).write_bytes(content)
    path, told = folder / bundle.name, io.StringIO()
    names = {"__file__": str(path), "__name__": "__main__"}
    # numpy's matmul may say "invalid value" where all values are finite; one that is not shows in the losses.
    with plain_precision(library), np.errstate(invalid="ignore"), contextlib.redirect_stdout(told):
        exec(compile(path.read_bytes(), str(path), "exec"), names)  # noqa: S102
    if "beside" in names:
        names["beside"].close()
    *losses, last = told.getvalue().splitlines()
    assert last.startswith("loss ")
    return np.array([*map(float, losses)]), float(last.removeprefix("loss "))


@contextlib.contextmanager
def plain_precision(library: str):
    """What a script of float64 sets for its process is set back."""
    try:
        yield
    finally:
        if library == "keras":
            import keras

            keras.config.set_floatx("float32")
            keras.config.set_dtype_policy("float32")
        if library == "jax":
            import jax

            jax.config.update("jax_enable_x64", False)


def largest_difference(trained: Trained, library: str, folder: Path) -> float:
    """How far the losses of a script are from the app's at most; infinite where they are not as many."""
    losses, last = run(trained, library, folder)
    if len(losses) != len(trained.losses):
        return float("inf")
    return float(max(np.abs(losses - trained.losses).max(), abs(last - trained.last)))

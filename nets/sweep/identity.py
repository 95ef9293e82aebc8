"""What the runs of a sweep were made of, to tell whether more runs belong to them."""

import hashlib
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

import nets
from nets.data.prepare.options import PreprocessingOptions
from nets.data.table import Table

DECIDING = ("data", "models", "settings", "sweep", "training/engine")  # what decides a run's numbers


def made_of(table: Table, options: PreprocessingOptions, definition: object) -> Mapping[str, str]:
    """A digest of the data with what is made of it, of the settings, which are the sweep's `definition`, and of the
    version.
    """
    return {
        "data": _digest(table.sha256, repr(options)),
        "settings": _digest(repr(definition)),
        "version": version_here(),
    }


def version_here() -> str:
    """A digest of the sources that decide a run's numbers, and of TensorFlow's version."""
    return _digest(version("tensorflow"), *_sources())


def _sources() -> list[str]:
    root = Path(nets.__file__).parent
    paths = sorted(path for folder in DECIDING for path in (root / folder).rglob("*.py"))
    return [path.read_text(encoding="utf-8") for path in paths]


def _digest(*texts: str) -> str:
    digest = hashlib.sha256()
    for text in texts:
        digest.update(text.encode() + b"\0")
    return digest.hexdigest()

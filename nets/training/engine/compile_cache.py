"""Compiled code kept on disk, so that the next process need not compile it again.

TensorFlow's own cache of what XLA compiled is a directory of files, found by a hash of the program alone: it gives out
code that was compiled by other flags or for another processor, and fails at a file that is damaged. So a process has a
directory of its own, filled with what the store holds for just its versions, flags and processor, each file checked
against the SHA-256 in its name; what it adds is put into the store whole or not at all.
"""

import contextlib
import hashlib
import logging
import os
import platform
import shutil
import tempfile
import time
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from platformdirs import user_cache_path

MOST_BYTES = 64 * 2**20  # of the store; the files kept first go first
PACKAGES = ("tensorflow", "tensorflow-cpu", "numpy")
STALE_S = 7 * 24 * 3600.0  # of a process's own directory, after which its process is taken to be gone
FLAG = "--tf_xla_persistent_cache_directory"
VARIABLE = "TF_XLA_FLAGS"
QUIET = ("TF_CPP_MIN_LOG_LEVEL", "3")  # XLA writes a page on each file it loads: its own tuning flags are not features

log = logging.getLogger(__name__)


class CompileCache:
    """The compiled code of processes like this one, and the directory in which this one's TensorFlow looks for it."""

    def __init__(self, store: Path | None = None) -> None:
        root = store or user_cache_path("tape-deck", appauthor=False) / "compiled"
        self._root = root
        self._store = root / _kind()
        self._own: Path | None = None
        self._published: set[str] = set()

    def use(self) -> None:
        """Have TensorFlow use it; to be called before TensorFlow is imported, after XLA's flags are set.

        Where the directory cannot be had, or somebody has set TensorFlow's own, all is compiled as without it.
        """
        if FLAG in os.environ.get(VARIABLE, ""):
            return
        try:
            in_use = self._root / "in-use"
            for folder in (self._store, in_use):
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _clear_stale(in_use)
            self._own = Path(tempfile.mkdtemp(dir=in_use))
            self._fill(self._own)
        except OSError as error:
            self._own = None
            log.warning("Compiled code is not kept: %s", error)
            return
        os.environ.setdefault(*QUIET)
        os.environ[VARIABLE] = f"{os.environ.get(VARIABLE, '')} {FLAG}={self._own}".strip()

    def publish(self) -> None:
        """Put what has been compiled since into the store, for the processes to come. Not while something compiles."""
        if self._own is None:
            return
        try:
            os.utime(self._own)
            new = [path for path in self._own.iterdir() if path.name not in self._published and path.suffix == ".pb"]
            for path in new:
                self._publish(path)
            if new:
                self._make_room()
        except OSError as error:
            log.warning("Compiled code is not kept: %s", error)
            self._own = None

    def close(self) -> None:
        """Put what is new into the store, and let the directory of this process go."""
        self.publish()
        if self._own:
            shutil.rmtree(self._own, ignore_errors=True)
            self._own = None

    def _fill(self, own: Path) -> None:
        for path in self._store.iterdir():
            digest, _, name = path.name.partition("-")
            with contextlib.suppress(FileNotFoundError):  # another process has made room meanwhile
                content = path.read_bytes()
                if _digest(content) != digest:
                    path.unlink()  # damaged
                    continue
                _linked(path, own / name)
                self._published.add(name)

    def _publish(self, path: Path) -> None:
        content = path.read_bytes()
        target = self._store / f"{_digest(content)}-{path.name}"
        part = path.with_suffix(".part")
        part.write_bytes(content)
        os.replace(part, target)
        self._published.add(path.name)

    def _make_room(self) -> None:
        kept = []
        for path in self._root.glob("*/*.pb"):
            with contextlib.suppress(FileNotFoundError):
                found = path.stat()
                kept.append((found.st_mtime, found.st_size, path))
        n_bytes = sum(size for _, size, _ in kept)
        for _, size, path in sorted(kept):
            if n_bytes <= MOST_BYTES:
                return
            path.unlink(missing_ok=True)
            n_bytes -= size


def _linked(path: Path, to: Path) -> None:
    """The same file at a second place, which takes no room; where the disk has no links, a copy."""
    try:
        os.link(path, to)
    except FileNotFoundError:
        raise
    except OSError:
        shutil.copyfile(path, to)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:32]


def _kind() -> str:
    """What compiled code depends on besides the program: versions, flags, and what the processor can do."""
    parts = [platform.python_version(), platform.machine(), _processor(), os.environ.get("XLA_FLAGS", "")]
    for package in PACKAGES:
        try:
            parts.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            continue
    return _digest("\n".join(parts).encode())


def _processor() -> str:
    """The processor's model and the instructions that it knows, as far as the system tells."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return platform.processor()
    names = ("model name", "flags", "Features", "CPU part")  # of x86, and of ARM
    return "\n".join(dict.fromkeys(line for line in lines if line.partition("\t")[0].strip() in names))


def _clear_stale(in_use: Path) -> None:
    for path in in_use.iterdir():
        if time.time() - path.stat().st_mtime > STALE_S:
            shutil.rmtree(path, ignore_errors=True)

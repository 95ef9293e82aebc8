"""Processes as the tests see them: whether one lives, and waiting for something with a limit."""

import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path


def alive(pid: int) -> bool:
    """Whether the process runs; one that ended and was not yet collected by its parent does not."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    if not Path("/proc/self/stat").exists():
        return True
    state = _read(Path(f"/proc/{pid}/stat")).rpartition(")")[2].split()
    return bool(state) and state[0] not in "ZX"


def wait_until(true: Callable[[], object], *, what: str, limit_s: float = 90.0) -> None:
    """Come back as soon as it is true; the limit is for what never comes."""
    end = time.monotonic() + limit_s
    while not true():
        assert time.monotonic() < end, f"waited {limit_s:.0f} s in vain: {what}"
        time.sleep(0.01)


def children(pid: int) -> list[tuple[int, str]]:
    """The processes it started that still run, each with its command line."""
    if Path("/proc/self/stat").exists():
        stats = {entry: _read(entry / "stat") for entry in Path("/proc").iterdir() if entry.name.isdigit()}
        found = [entry for entry, stat in stats.items() if stat and stat.rpartition(")")[2].split()[1] == str(pid)]
        return [(int(entry.name), _read(entry / "cmdline").replace("\0", " ")) for entry in found]
    lines = subprocess.run(["ps", "-axo", "ppid=,pid=,command="], capture_output=True, text=True, check=True)
    rows = [line.split(maxsplit=2) for line in lines.stdout.splitlines()]
    return [(int(row[1]), row[2]) for row in rows if row[0] == str(pid)]


def _read(path: Path) -> str:
    try:
        return path.read_text(errors="replace")
    except OSError:
        return ""  # it has just ended

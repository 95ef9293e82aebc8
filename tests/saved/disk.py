"""A disk that can be full."""

import contextlib
import shutil
import sqlite3
import subprocess

import pytest


class Disk:
    """Has the store's connection hold no more than a limit that is set here."""

    def __init__(self, monkeypatch):
        connect = sqlite3.connect
        self._connections = []

        def connected(*arguments, **options):
            self._connections.append(connect(*arguments, **options))
            return self._connections[-1]

        monkeypatch.setattr("nets.saved.database.sqlite3.connect", connected)

    def leave(self, n_pages):
        """From now on there is room for so many pages of 4 KB more."""
        (now,) = self._connections[0].execute("pragma page_count").fetchone()
        self._connections[0].execute(f"pragma max_page_count = {now + n_pages}")


@contextlib.contextmanager
def small_disk(folder):
    """A disk of its own at this folder, of 2 MB; where none can be had the test is skipped."""
    mount = shutil.which("mount")
    command = [mount, "-t", "tmpfs", "-o", "size=2m,mode=0700", "tmpfs", str(folder)]
    if mount is None or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("no disk can be mounted here")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(path):
    """Leave no room at all on the disk of this file, which takes it."""
    with path.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(bytes(1024))

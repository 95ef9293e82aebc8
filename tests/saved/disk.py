"""A disk that can be full."""

import sqlite3


class Disk:
    """Has the store's connection hold no more than a limit that is set here."""

    def __init__(self, monkeypatch):
        connect = sqlite3.connect
        self._connections = []

        def connected(*arguments, **options):
            self._connections.append(connect(*arguments, **options))
            return self._connections[-1]

        monkeypatch.setattr("nets.saved.store.sqlite3.connect", connected)

    def leave(self, n_pages):
        """From now on there is room for so many pages of 4 KB more."""
        (now,) = self._connections[0].execute("pragma page_count").fetchone()
        self._connections[0].execute(f"pragma max_page_count = {now + n_pages}")

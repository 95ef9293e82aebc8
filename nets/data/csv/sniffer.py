"""DuckDB's CSV sniffer on the beginning of a file, shut off from the network and from every other file."""

import tempfile
from pathlib import Path

import duckdb

CONFIG = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false", "threads": "1"}


def sniff_delimiter(sample: bytes) -> str | None:
    """The delimiter DuckDB finds in the beginning of a file, or None where it finds none.

    DuckDB sniffs files only, so the sample is one for the moment, in a folder nobody else can open.
    """
    with tempfile.TemporaryDirectory(prefix="sniff-") as folder:
        path = Path(folder) / "sample.csv"
        path.write_bytes(sample)
        with duckdb.connect(":memory:", config=CONFIG) as connection:
            connection.execute("SET allowed_paths = [$path]", {"path": str(path)})
            connection.execute("SET enable_external_access = false")
            connection.execute("SET lock_configuration = true")
            try:
                found = connection.execute(
                    "SELECT Delimiter FROM sniff_csv($path, all_varchar = true, ignore_errors = true)",
                    {"path": str(path)},
                ).fetchone()
            except duckdb.Error:
                return None
    return found[0] if found and len(found[0]) == 1 else None

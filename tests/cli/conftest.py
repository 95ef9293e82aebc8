"""A command of `python -m nets`, run in the tests' own process."""

import sys

import pytest

from nets.__main__ import main as nets_main


@pytest.fixture
def main(monkeypatch, capsys):
    """Run a command in this process, which saves the start of one: its code, its output, what it said of errors."""

    def run_main(*arguments):
        monkeypatch.setattr(sys, "argv", ["nets", *map(str, arguments)])
        code = nets_main()
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run_main

"""A sweep on a Dask cluster is the sweep of one process, whatever befalls the cluster."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pandas as pd

from nets.__main__ import main
from tests.lecture.golden import golden

ROOT = Path(__file__).parents[2]


def test_a_killed_worker_and_a_lost_scheduler_change_no_run(tmp_path, monkeypatch):
    table, out, alone = (tmp_path / name for name in ("lecture.csv", "runs.parquet", "alone.parquet"))
    table.write_text(golden("mlp").csv, encoding="utf-8")
    sweep = ["sweep", str(table), "--vary", "learning_rate=0.1:10:log:4", "--seeds", "6", "--epochs", "50000"]
    command = [sys.executable, Path(__file__).with_name("cluster_of_two.py"), out, *sweep]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    befell = json.loads(done.stdout)
    assert befell["killed_with_tasks"] > 0
    assert 0 < befell.get("cut_at", 0) < 24, done.stderr
    assert "was lost; it is tried again" in done.stderr
    monkeypatch.setattr("nets.sweep.pieces.MOST_SIDE_BY_SIDE", 2)
    monkeypatch.setattr(sys, "argv", ["nets", *sweep, "--out", str(alone)])
    assert main() == 0
    runs = pd.read_parquet(out)
    assert runs["run"].tolist() == list(range(24))
    pd.testing.assert_frame_equal(runs, pd.read_parquet(alone))


def test_where_no_scheduler_answers_it_says_so(tmp_path, monkeypatch, capsys):
    table = tmp_path / "lecture.csv"
    table.write_text(golden("mlp").csv, encoding="utf-8")
    monkeypatch.setattr("nets.cli.cluster.CONNECT_S", 0.2)
    for address, part in (
        ("tcp://127.0.0.1:9", "No scheduler answers at"),
        ("localhost", "as tcp://localhost:8786"),
        ("tls://127.0.0.1:9", "needs certificates"),
    ):
        monkeypatch.setattr(sys, "argv", ["nets", "sweep", str(table), "--on", address])
        assert main() == 2
        printed = capsys.readouterr()
        assert (printed.out, printed.err.count("\n")) == ("", 1)
        assert part in printed.err

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


def test_a_killed_worker_and_a_lost_scheduler_change_no_run(tmp_path):
    table, out = tmp_path / "lecture.csv", tmp_path / "runs.parquet"
    table.write_text(golden("mlp").csv, encoding="utf-8")
    program = Path(__file__).with_name("cluster_of_two.py")
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, program, table, out]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["killed_with_tasks"] > 0
    assert 0 < found["cut_at"] < 24
    assert "was lost; it is tried again" in done.stderr
    assert len(found["alone"]) == 24
    assert found["cluster"] == found["alone"]
    assert pd.read_parquet(out)["run"].tolist() == list(range(24))


def test_where_no_scheduler_answers_it_says_so(tmp_path, monkeypatch, capsys):
    table = tmp_path / "lecture.csv"
    table.write_text(golden("mlp").csv, encoding="utf-8")
    monkeypatch.setattr("nets.cli.cluster.CONNECT_S", 0.2)
    for address, part in (("tcp://127.0.0.1:9", "No scheduler answers at"), ("localhost", "as tcp://localhost:8786")):
        monkeypatch.setattr(sys, "argv", ["nets", "sweep", str(table), "--on", address])
        assert main() == 2
        printed = capsys.readouterr()
        assert (printed.out, printed.err.count("\n")) == ("", 1)
        assert part in printed.err

"""`python -m nets bench` prints what the checks read."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_list_has_each_workload_and_engine_with_its_spread():
    command = [sys.executable, "-m", "nets", "bench", "--json", "--workloads", "MLP 9x2", "--seconds", "0.05"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    told = json.loads(done.stdout)
    assert {each["workload"] for each in told} == {"MLP 9x2 H 5"}
    assert {"tapedeck", "tapedeck streaming", "keras fit", "tf eager", "tf.function"} <= {
        each["engine"] for each in told
    }
    for each in told:
        assert set(each) == {"workload", "engine", "us_per_epoch", "low", "high"}
        assert 0 < each["low"] <= each["us_per_epoch"] <= each["high"]
    assert "MLP 9x2 H 5: timing" in done.stderr

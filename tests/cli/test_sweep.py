"""`python -m nets sweep`, run as a person would."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from nets.cli import sweep
from nets.settings import fields
from tests.lecture.golden import golden

ROOT = Path(__file__).parents[2]
# Of so many epochs that a sweep can be interrupted after its first batch.
FOUR_BATCHES = ["--vary", "net=mlp,rnn", "--vary", "precision=float32,float64", "--epochs", 20_000]
GOES_ON = "--resume goes on with the others"
RUN_KEYS = ["settings", "seed", "losses", "loss", "accuracy", "validation_loss", "validation_accuracy", "diverged_at"]


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    path = tmp_path_factory.mktemp("table") / "lecture.csv"
    path.write_text(golden("mlp").csv, encoding="utf-8")
    return path


OWN = ("learning_rate", "init", "seed", "split_seed")  # what a run is told besides what all share


def test_each_run_has_the_numbers_it_has_alone(main, table):
    """Those of `train` to five digits; a run that diverges stands at the epoch before."""
    shared = ["--optimiser=momentum", "--activation=linear", "--epochs=30", "--validation-split=0.3"]
    vary = ["--vary", "learning_rate=0.1,3,1e4", "--vary", "init=uniform,he", "--seeds", 2]
    code, out, err = main("sweep", table, *vary, *shared, "--curves", "--json")
    printed = json.loads(out)
    runs = printed["runs"]
    assert (code, list(printed), len(runs)) == (0, ["varied", "runs", "seconds"], 12)
    assert printed["varied"] == ["learning_rate", "init"]
    assert "12 of 12 runs" in err
    assert all(list(run) == RUN_KEYS for run in runs)
    assert [run["seed"] for run in runs] == [0, 1] * 6
    assert {run["diverged_at"] is None for run in runs} == {True, False}
    for run in (runs[0], runs[7], runs[10]):
        assert set(run["settings"]) == {field.name for field in fields()}
        alone = [
            f"--{name.replace('_', '-')}={run['settings'][name]}" for name in OWN if run["settings"][name] is not None
        ]
        _, out, err = main("train", table, *shared, *alone, "--json")
        train = json.loads(out)
        assert run["losses"] == pytest.approx(train["losses"], rel=1e-5)
        assert run["loss"] == pytest.approx(train["cost"], rel=1e-5)
        assert run["accuracy"] == pytest.approx(train["accuracy"])
        assert run["validation_loss"] == pytest.approx(train["validation_losses"][-1], rel=1e-5)
        assert run["validation_accuracy"] == pytest.approx(train["validation_accuracies"][-1])
        assert (run["diverged_at"] is not None) == ("Diverged at epoch" in err)
        assert run["diverged_at"] is None or f"Diverged at epoch {run['diverged_at']:,}:" in err


def test_interrupted_it_keeps_whole_batches_and_goes_on_to_the_same_file(main, table, tmp_path):
    kept, whole = tmp_path / "kept.parquet", tmp_path / "whole.parquet"
    command = [sys.executable, "-m", "nets", "sweep", table, *FOUR_BATCHES, "--seeds", 2, "--out", kept]
    handler = signal.signal(signal.SIGINT, signal.default_int_handler)  # a child inherits one that is ignored
    process = subprocess.Popen([*map(str, command)], cwd=ROOT, stderr=subprocess.PIPE)
    signal.signal(signal.SIGINT, handler)
    while not kept.exists() and process.poll() is None:
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    said = process.communicate()[1].decode()
    assert process.returncode == 130, said
    assert "Traceback" not in said
    before = pd.read_parquet(kept)
    assert len(before) in (2, 4, 6)
    assert said.splitlines()[-1] == f"Interrupted: {len(before)} of 8 runs are kept in {kept}; {GOES_ON}."
    assert [path.name for path in tmp_path.iterdir()] == ["kept.parquet"]

    assert main("sweep", table, *FOUR_BATCHES, "--seeds", 2, "--out", kept)[0] == 2  # it has runs
    assert main("sweep", table, *FOUR_BATCHES, "--seeds", 2, "--out", kept, "--resume")[:2] == (0, "")
    assert main("sweep", table, *FOUR_BATCHES, "--seeds", 2, "--out", whole)[0] == 0
    runs = pd.read_parquet(kept)
    assert list(runs)[:3] == ["net", "precision", "seed"]
    assert list(runs["run"]) == list(range(8))
    pd.testing.assert_frame_equal(runs, pd.read_parquet(whole), check_exact=False, rtol=1e-5)
    pd.testing.assert_frame_equal(runs[runs["run"].isin(before["run"])].reset_index(drop=True), before)


def test_before_a_batch_is_finished_it_says_that_nothing_is_kept_and_then_that_it_begins_anew(
    main, table, tmp_path, monkeypatch
):
    def interrupted(pieces, examples, report):
        raise KeyboardInterrupt
        yield

    monkeypatch.setattr(sweep, "train_here", interrupted)
    kept = tmp_path / "kept.parquet"
    code, _, err = main("sweep", table, *FOUR_BATCHES, "--out", kept)
    nothing = "Interrupted before the first batch of runs was finished: nothing is kept"
    assert (code, err.splitlines()[-1]) == (130, f"{nothing}, and --resume begins at the first run.")
    assert not kept.exists()
    assert main("sweep", table, *FOUR_BATCHES)[2].splitlines()[-1] == f"{nothing}."
    err = main("sweep", table, *FOUR_BATCHES, "--out", kept, "--resume")[2]
    assert f"There are no runs in {kept} yet: --resume begins anew, at the first." in err


def test_it_goes_on_only_with_runs_of_the_same_data_settings_and_version(main, table, tmp_path):
    given = ["--vary", "learning_rate=1,2", "--epochs", 5]
    for name in ("runs.parquet", "runs.csv"):
        path = tmp_path / name
        assert main("sweep", table, *given, "--out", path)[0] == 0
        first = path.read_bytes()
        assert main("sweep", table, *given, "--out", path, "--resume")[0] == 0
        assert path.read_bytes() == first
        other = tmp_path / "other.csv"
        other.write_text(table.read_text(encoding="utf-8").replace("no", "nein"), encoding="utf-8")
        for arguments, what in (([other, *given], "data"), ([table, *given, "--seed", 2], "settings")):
            code, _, err = main("sweep", *arguments, "--out", path, "--resume")
            assert code == 2
            assert f"another sweep: the {what} are not those of before" in err
        assert path.read_bytes() == first
    runs = pq.read_table(tmp_path / "runs.parquet")
    key = b"tapedeck.sweep"
    made_of = json.loads(runs.schema.metadata[key]) | {"version": "an older one"}
    pq.write_table(runs.replace_schema_metadata({key: json.dumps(made_of)}), tmp_path / "old.parquet")
    code, _, err = main("sweep", table, *given, "--out", tmp_path / "old.parquet", "--resume")
    assert (code, err.count("\n")) == (2, 1)
    assert "the version is not that of before" in err
    (tmp_path / "cut.parquet").write_bytes((tmp_path / "runs.parquet").read_bytes()[:-9])
    assert main("sweep", table, *given, "--out", tmp_path / "cut.parquet", "--resume")[0] == 2


def test_half_of_a_csv_is_gone_on_with_to_the_same_file(main, table, tmp_path):
    """As it is after a batch: the texts of its numbers are read again to the last bit."""
    path, given = tmp_path / "runs.csv", ["--vary", "net=mlp,rnn", "--epochs", 5, "--seeds", 2]
    assert main("sweep", table, *given, "--out", path)[0] == 0
    whole = path.read_text(encoding="utf-8")
    path.write_text("".join(whole.splitlines(keepends=True)[:3]), encoding="utf-8")
    assert main("sweep", table, *given, "--out", path, "--resume")[0] == 0
    assert path.read_text(encoding="utf-8") == whole


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (["--vary", "learning_rate=0.1:30:log"], "from:to:log:steps"),
        (["--vary", "rate=1,2"], "no setting called"),
        (["--seeds", "0"], "from 1 to"),
        (["--seeds", "two"], "--seeds must be a whole number"),
        (["--goal", "low"], "--goal must be a number"),
        (["--resume"], "--out"),
        (["--out", "runs.txt"], ".parquet or .csv"),
        (["--out", "no/such/folder/runs.csv"], "no folder"),
        (["--curves", "--out", "runs.csv"], "--curves needs"),
        (["--table", "validation_loss"], "give a --validation-split"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_it_refuses_in_one_sentence(main, table, arguments, part):
    code, out, err = main("sweep", table, *arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert part in err


def test_it_prints_how_many_seeds_have_every_row_right(main, table):
    """The course's MLP learns its nine rows from each of 1,000 starts in 100 epochs at learning rate 1; in 1,000 epochs
    from each of 256 at rates from 0.1 to 5, and from none at 50.
    """
    vary = ["--vary", "learning_rate=0.1,1,5,50", "--seeds", 256, "--epochs", 1000]
    assert main("sweep", table, *vary, "--table", "all_right")[1].splitlines() == [
        "| learning_rate | all_right |",
        "| --- | --- |",
        "| 0.1 | 256 of 256 |",
        "| 1 | 256 of 256 |",
        "| 5 | 256 of 256 |",
        "| 50 | 0 of 256 |",
    ]
    heads, line = (line.split() for line in main("sweep", table, "--seeds", 1000)[1].splitlines())
    assert heads[:3] == ["runs", "all", "right"]
    assert line[:2] == ["1000", "1000"]


def test_what_means_nothing_is_left_out_and_counted(main, table):
    _, out, err = main("sweep", table, "--vary", "net=mlp,rnn", "--vary", "dropout=0,0.5", "--epochs", 2, "--json")
    runs = json.loads(out)["runs"]
    assert [(run["settings"]["net"], run["settings"]["dropout"]) for run in runs] == [
        ("mlp", 0.0),
        ("mlp", 0.5),
        ("rnn", 0.0),
    ]
    assert np.isfinite([run["loss"] for run in runs]).all()
    assert "1 combination that means nothing" in err

"""`python -m nets sweep --search`: what it keeps is read back by the libraries it is for."""

import json

import optuna
import pandas as pd
import pytest
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.plugins.hparams import metadata

from nets.cli import sweep_search
from nets.sweep.study.search import STUDY
from tests.lecture.golden import golden

SEARCH = ["--vary", "learning_rate=0.01:10:log:2", "--vary", "clip=0,1", "--seeds", 2, "--epochs", 20]


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "lecture.csv"
    path.write_text(golden("mlp").csv, encoding="utf-8")
    return path


def test_trials_are_kept_in_a_storage_a_file_and_summaries_and_gone_on_with(main, table, tmp_path, monkeypatch):
    monkeypatch.setattr(sweep_search, "AT_ONCE", 4)
    storage, out, folder = f"sqlite:///{tmp_path / 'trials.db'}", tmp_path / "runs.parquet", tmp_path / "summaries"
    kept = ["--storage", storage, "--out", out, "--tensorboard", folder, "--curves", "--json"]
    code, printed, _ = main("sweep", table, *SEARCH, "--search", "tpe", "--trials", 6, *kept)
    runs = json.loads(printed)["runs"]
    assert (code, len(runs)) == (0, 12)
    assert [run["trial"] for run in runs] == [trial for trial in range(6) for _ in range(2)]
    study = optuna.load_study(study_name=STUDY, storage=storage)
    for trial in study.trials:
        of_trial = [run for run in runs if run["trial"] == trial.number]
        assert all(trial.params == {name: run["settings"][name] for name in trial.params} for run in of_trial)
        if trial.value is not None:
            assert trial.value == pytest.approx(sum(run["loss"] for run in of_trial) / 2)
    assert any(trial.value is not None for trial in study.trials)

    events = EventAccumulator(str(folder / "000003"), size_guidance={"tensors": 0})
    events.Reload()
    start = metadata.parse_session_start_info_plugin_data(
        events.PluginTagToContent("hparams")[metadata.SESSION_START_INFO_TAG]
    )
    assert start.hparams["learning_rate"].number_value == runs[3]["settings"]["learning_rate"]
    losses = [event.tensor_proto.float_val[0] for event in events.Tensors("loss")]
    assert losses == pytest.approx(runs[3]["losses"])
    assert [event.step for event in events.Tensors("accuracy")] == [20]
    of_all = EventAccumulator(str(folder))
    of_all.Reload()
    experiment = metadata.parse_experiment_plugin_data(of_all.PluginTagToContent("hparams")[metadata.EXPERIMENT_TAG])
    assert [each.name for each in experiment.hparam_infos] == ["learning_rate", "clip", "seed"]
    assert [each.name.tag for each in experiment.metric_infos] == ["loss", "accuracy"]
    assert main("sweep", table, *SEARCH, "--tensorboard", folder)[0] == 2  # it has summaries

    code, printed, _ = main("sweep", table, *SEARCH, "--search", "tpe", "--trials", 9, *kept, "--resume")
    more = json.loads(printed)["runs"]
    assert (code, len(more), more[:12]) == (0, 18, runs)
    assert len(optuna.load_study(study_name=STUDY, storage=storage).trials) == 9
    assert pd.read_parquet(out)["run"].tolist() == list(range(18))
    assert len(list(folder.iterdir())) == 19

    without_storage = ["--out", out, "--curves", "--json", "--resume"]
    code, printed, _ = main("sweep", table, *SEARCH, "--search", "tpe", "--trials", 10, *without_storage)
    assert (code, json.loads(printed)["runs"][:18]) == (0, more)
    assert len(json.loads(printed)["runs"]) == 20


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (["--search", "grid", "--trials", "9"], "one of random, tpe, cmaes"),
        (["--search", "tpe"], "how many --trials"),
        (["--search", "tpe", "--trials", "0"], "from 1 to"),
        (["--trials", "9"], "--search"),
        (["--storage", "sqlite:///trials.db"], "--search"),
        (["--search", "tpe", "--trials", "9", "--storage", "mysql://here/trials"], "must be SQLite"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_it_refuses_in_one_sentence(main, table, arguments, part):
    code, out, err = main("sweep", table, *SEARCH, *arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert part in err

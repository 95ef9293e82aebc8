"""A search, told the values of a known function, and read back by Optuna itself."""

import math

import numpy as np
import optuna
import pandas as pd
import pytest
from optuna.trial import TrialState

from nets.errors import DataError
from nets.settings import Settings
from nets.sweep.study.search import SAMPLERS, STUDY, Search
from nets.sweep.sweep import sweep_from

VARY = ["learning_rate=0.001:10:log:2", "hidden_units=2:40:lin:2", "activation=tanh,relu"]
MADE_OF = {"data": "d", "settings": "s", "version": "v"}


@pytest.fixture
def storage(tmp_path):
    return f"sqlite:///{tmp_path / 'trials.db'}"


def search_of(vary=VARY, *, sampler="random", n_seeds=None, made_of=MADE_OF, **kept):
    sweep = sweep_from(Settings(epochs=4), vary, n_seeds=n_seeds, most_axes=9)
    return Search(sweep, sampler, made_of, **kept)


def loss_of(settings):
    """Least at a learning rate of 0.1 and tanh."""
    return abs(math.log10(settings.learning_rate) + 1) + (settings.activation != "tanh")


def run_rows(asked, **columns):
    members = asked.members
    values = {name: [getattr(m.settings, name) for m in members] for name in ("learning_rate", "hidden_units")}
    scores = {"loss": [loss_of(m.settings) for m in members], "diverged_at": pd.array([pd.NA] * len(members), "Int64")}
    return pd.DataFrame({**values, "activation": [m.settings.activation for m in members], **scores, **columns})


def tell(search, asked, *, curve=(1.0, 1.0, 1.0, 1.0, 1.0)):
    losses = [loss_of(member.settings) for member in asked.members]
    return search.tell(asked, np.array(curve)[:, None] * losses, run_rows(asked))


@pytest.mark.parametrize("sampler", SAMPLERS)
def test_trials_asked_for_together_are_within_the_space_and_differ(sampler):
    search = search_of(sampler=sampler)
    asked = search.ask(12)
    settings = [each.members[0].settings for each in asked]
    assert all(0.001 <= each.learning_rate <= 10 and 2 <= each.hidden_units <= 40 for each in settings)
    assert {each.activation for each in settings} == {"tanh", "relu"}
    assert len({each.learning_rate for each in settings}) == 12
    assert search.n_done == 0
    for each in reversed(asked):
        tell(search, each)
    assert search.n_done == 12


def test_tpe_told_in_batches_finds_the_best_where_random_trials_are_spread():
    search = search_of(sampler="tpe")
    for _ in range(3):
        for each in search.ask(32):
            tell(search, each)
    last = [settings for settings, _ in search.told_runs()][-32:]
    near = [settings.activation == "tanh" and 0.02 < settings.learning_rate < 0.5 for settings in last]
    assert np.mean(near) > 0.5  # a sixth of the space


def test_optuna_reads_the_trials_back_and_the_search_goes_on_with_them(storage):
    search = search_of(storage=storage, n_seeds=2)
    first, second, third = search.ask(3)
    assert [member.settings.seed for member in first.members] == [0, 1]
    tell(search, second)
    rows = tell(search, first)
    assert (rows["trial"].tolist(), rows["run"].tolist()) == ([1, 1], [2, 3])
    study = optuna.load_study(study_name=STUDY, storage=storage)
    assert [trial.state for trial in study.trials] == [TrialState.COMPLETE] * 2  # the third is in no storage yet
    assert study.trials[1].params == first.trial.params
    assert study.trials[1].value == pytest.approx(loss_of(first.members[0].settings))
    assert study.trials[1].intermediate_values == pytest.approx(dict.fromkeys((1, 2, 3, 4), study.trials[1].value))

    with pytest.raises(DataError, match="--resume"):
        search_of(storage=storage, n_seeds=2)
    with pytest.raises(DataError, match="not the same version"):
        search_of(storage=storage, made_of=MADE_OF | {"version": "w"}, resume=True)
    with pytest.raises(DataError, match="cannot be opened"):
        search_of(storage="sqlite:////no/such/folder/trials.db")
    again = search_of(storage=storage, n_seeds=2, resume=True)
    assert again.n_done == 2
    assert [settings for settings, _ in again.told_runs()] == [m.settings for m in (*second.members, *first.members)]
    assert again.ask(1)[0].trial.params != third.trial.params
    from_rows = search_of(n_seeds=2)
    from_rows.put_back([row for _, row in again.told_runs()])
    assert list(from_rows.told_runs()) == list(again.told_runs())


def test_what_diverged_or_is_hopeless_is_told_as_pruned(storage):
    search = search_of(["learning_rate=0.001:10:log:2"], storage=storage)
    for each in search.ask(12):
        tell(search, each, curve=(1.0, 1.0, 1.0, 1.0, 0.5))
    diverged, hopeless = search.ask(2)
    search.tell(diverged, np.array([1.0, 2.0, 9.0, np.nan, np.nan])[:, None], run_rows(diverged))
    search.tell(hopeless, np.array([50.0, 40.0, 30.0, 20.0, 0.1])[:, None], run_rows(hopeless))
    *_, of_diverged, of_hopeless = optuna.load_study(study_name=STUDY, storage=storage).trials
    assert (of_diverged.state, of_hopeless.state) == (TrialState.PRUNED, TrialState.PRUNED)
    assert of_diverged.intermediate_values == {1: 2.0, 2: 9.0}


def test_settings_that_no_net_has_are_a_trial_without_runs():
    search = search_of(["hidden_layers=2,3", "hidden_units=16x8,4"])
    asked = search.ask(20)
    assert {len(each.members) for each in asked} == {0, 1}
    for each in asked:
        if each.members:
            search.tell(each, np.ones((5, 1)), pd.DataFrame({"loss": [1.0]}))
        else:
            search.tell(each, np.empty((1, 0)), pd.DataFrame())
    assert search.n_done == 20
    assert len(list(search.told_runs())) == sum(len(each.members) for each in asked)

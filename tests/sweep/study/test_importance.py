"""Which setting mattered: found where it is known by construction."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from nets.settings import Settings
from nets.sweep.scores import Terms
from nets.sweep.study.importance import LOCAL, importance_of
from nets.sweep.sweep import members_of, sweep_from
from nets.sweep.view import SweepView

AXES = ["learning_rate=0.001:10:log:9", "activation=softmax,tanh,relu"]


def view_of(loss_of, *, axes=AXES, n_seeds=8, diverged=lambda settings: False):
    """A sweep at its end; `loss_of` gives each run's loss by its settings."""
    sweep = sweep_from(Settings(), axes, n_seeds=n_seeds)
    members, _ = members_of(sweep)
    losses = np.array([loss_of(member.settings) for member in members])
    n = len(members)
    return SweepView(
        sweep=sweep,
        members=members,
        n_left_out=0,
        state="finished",
        moving=False,
        epochs=np.full(n, 1),
        kept=np.array([0, 1]),
        scores=np.stack([losses, losses], axis=1)[:, :, None],
        accuracy=np.full(n, 0.5),
        accuracy_epoch=np.full(n, 1),
        diverged_at=np.array([1 if diverged(member.settings) else -1 for member in members]),
        at=1,
        end=1,
        n_compiled=1,
        n_batches=1,
        elapsed_s=1.0,
    )


def test_the_setting_that_decides_is_the_most_important_and_the_others_are_no_more_than_chance():
    noise = np.random.default_rng(1)
    view = view_of(lambda settings: abs(np.log(settings.learning_rate)) + 0.1 * noise.random())
    found = importance_of(view, "loss", Terms(1))
    first, *others = found.settings
    assert first.setting == "learning_rate"
    assert first.share > 0.9
    assert first.low <= first.share <= first.high
    assert first.low > max(other.high for other in others)
    assert first.share > first.chance
    assert {other.setting for other in others} == {"activation", "seed"}
    assert all(other.share <= other.chance for other in others)
    assert sum(each.share for each in found.settings) == pytest.approx(1)
    assert (found.n_runs, found.region, found.warning) == (216, 1.0, None)


def test_where_the_start_decides_that_is_the_seed():
    view = view_of(lambda settings: settings.seed + 0.001 * settings.learning_rate, n_seeds=20)
    assert importance_of(view, "loss", Terms(1)).settings[0].setting == "seed"


def test_among_the_better_half_another_setting_may_matter_than_over_the_whole_range():
    """The rate decides between well and badly; of those that do well, the activation decides."""
    view = view_of(lambda settings: (settings.learning_rate < 0.1) + 0.1 * (settings.activation != "tanh"))
    whole, local = (importance_of(view, "loss", Terms(1), region=region) for region in (1.0, LOCAL))
    share = [next(each.share for each in found.settings if each.setting == "activation") for found in (whole, local)]
    assert share[1] > share[0]
    assert local.settings[0].setting == "activation"


def test_a_run_that_diverged_is_the_worst():
    view = view_of(lambda settings: settings.learning_rate, diverged=lambda settings: settings.activation != "relu")
    found = importance_of(view, "loss", Terms(1))
    assert found.n_runs == len(view.members)
    activation = next(each for each in found.settings if each.setting == "activation")
    assert activation.low > activation.chance


def test_it_warns_of_few_runs_and_of_runs_that_are_equally_good():
    few = importance_of(view_of(lambda settings: settings.learning_rate, n_seeds=1), "loss", Terms(1))
    assert few.warning.startswith("Too few runs: only 3 of 27")
    same = importance_of(view_of(lambda settings: 1.0), "loss", Terms(1))
    assert same.warning.startswith("216 of 216 runs are equally good")
    assert importance_of(view_of(lambda settings: np.nan), "loss", Terms(1)).settings == ()


def test_optuna_is_loaded_by_the_first_question_alone():
    program = "import sys, nets.sweep.study.importance; print('optuna' in sys.modules)"
    root = Path(__file__).parents[3]
    done = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"

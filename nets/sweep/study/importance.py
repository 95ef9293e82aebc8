"""Which setting of a sweep mattered how much: PED-ANOVA, by Optuna.

Optuna is imported at the first use, which takes a second or two: no page waits for it before it is asked.
"""

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nets.settings import Settings, fields
from nets.sweep.scores import SCORES, Terms, has_diverged
from nets.sweep.study.distributions import distributions_of
from nets.sweep.table import varied_names
from nets.sweep.view import SweepView

if TYPE_CHECKING:
    from optuna.distributions import BaseDistribution
    from optuna.study import Study

BEST = 0.1  # of the runs: what settings are important for is to be among these
LOCAL = 0.5  # of the runs, the better ones: where local importance is measured
FEWEST_BEST = 5  # PED-ANOVA is unsteady with fewer best runs, says Optuna's manual
N_HALVES, N_SHUFFLES = 40, 20
MOST_RESAMPLED = 512  # runs of a resample, so that it takes some hundredths of a second


@dataclass(frozen=True)
class SettingImportance:
    """A setting's share of all importance, from 0 to 1, and its 90 % interval from low to high. `chance` is the share
    that it would reach in one of twenty cases if it had no effect at all: at or below it nothing is known.
    """

    setting: str
    share: float
    low: float
    high: float
    chance: float


@dataclass(frozen=True)
class Importance:
    """The settings of a sweep, the most important one first, and from how many runs it was worked out.

    `region` is the share of runs, the better ones, among which it was measured: 1 is the whole range of the sweep.
    n_best is how many runs are as good as the best tenth of those. `warning` says where too little is known.
    """

    settings: tuple[SettingImportance, ...]
    n_runs: int
    n_best: int
    region: float
    warning: str | None


def importance_of(view: SweepView, score: str, terms: Terms, *, region: float = 1.0) -> Importance:
    """How important each setting that is varied, the seed among them, is for a run to be among the best tenth.

    By PED-ANOVA (Watanabe et al., IJCAI 2023, arXiv:2304.10255): the Pearson divergence between a setting's
    distribution among the best runs and that among all of the region. Runs that diverged are the worst; those without
    a score are left out. The intervals are those of random halves of the runs, whose estimates vary as much as the
    whole's (Politis, Romano and Wolf, Subsampling, 1999); of many runs smaller parts are taken, and their variance
    scaled. Chance is found by shuffling the scores; its divergence falls with the number of runs.
    """
    costs = _costs(view, score, terms)
    known = np.flatnonzero(np.isfinite(costs))
    names = varied_names(view.sweep)
    n_runs = len(known)
    if n_runs < 2 or not names:
        return Importance((), n_runs, n_runs, region, "Too few runs: importance needs at least two that have a score.")
    study = _study(view, known)
    generator = np.random.default_rng(0)

    def raw(of: np.ndarray, among: np.ndarray) -> np.ndarray:
        return _divergences(study, names, dict(zip(among.tolist(), of.tolist(), strict=True)), region)

    found = raw(costs[known], np.arange(n_runs))
    total = found.sum() or 1.0
    size = max(2, min(n_runs // 2, MOST_RESAMPLED))
    halves, shuffled = [], []
    for _ in range(N_HALVES):
        part = generator.choice(n_runs, size, replace=False)
        each = raw(costs[known][part], part)
        halves.append(each / (each.sum() or 1.0))
    whole = min(n_runs, MOST_RESAMPLED)
    for _ in range(N_SHUFFLES):
        part = generator.choice(n_runs, whole, replace=False)
        shuffled.append(raw(generator.permutation(costs[known])[:whole], part) * whole / n_runs)
    share = found / total
    scale = np.sqrt(size / max(n_runs - size, 1))
    ends = np.quantile(halves, [0.05, 0.95], axis=0) - np.median(halves, axis=0)
    low, high = np.clip(share + scale * ends, 0, 1)
    chance = np.clip(np.quantile(shuffled, 0.95, axis=0) / total, 0, 1)
    every = [
        SettingImportance(name, *(float(each[i]) for each in (share, low, high, chance)))
        for i, name in enumerate(names)
    ]
    n_best = _n_best(costs[known], region)
    warning = _warning(n_runs, n_best, region)
    return Importance(tuple(sorted(every, key=lambda each: -each.share)), n_runs, n_best, region, warning)


def _costs(view: SweepView, name: str, terms: Terms) -> np.ndarray:
    """The score of each run (N,), the less the better; NaN: none."""
    score = SCORES[name]
    costs = score.of(view, terms) * (1 if score.better == "lower" else -1)
    diverged = has_diverged(view, terms.epoch)
    costs = np.where(diverged, np.nan, costs)
    worst = np.nanmax(costs) + 1 if np.isfinite(costs).any() else 1.0
    return np.where(diverged, worst, costs)


def _study(view: SweepView, places: np.ndarray) -> "Study":
    """Optuna's study of these runs: trial number i is the run at places[i]."""
    import optuna  # noqa: PLC0415 - see the module

    optuna.logging.set_verbosity(optuna.logging.WARNING)
    space = _distributions(view)
    study = optuna.create_study()
    trials = []
    for place in places:
        settings = view.members[place].settings
        params = {name: getattr(settings, name) for name in space if _is_of(name, settings)}
        distributions = {name: space[name] for name in params}
        trials.append(optuna.trial.create_trial(params=params, distributions=distributions, value=0.0))
    study.add_trials(trials)
    return study


def _distributions(view: SweepView) -> dict[str, "BaseDistribution"]:
    from optuna.distributions import CategoricalDistribution  # noqa: PLC0415 - see the module

    space = distributions_of(view.sweep.axes)
    if view.sweep.n_seeds is not None:
        space["seed"] = CategoricalDistribution(list(range(view.sweep.n_seeds)))
    return space


def _is_of(name: str, settings: Settings) -> bool:
    net = next(field.net for field in fields() if field.name == name)
    return net in (None, settings.net)


def _divergences(study: "Study", names: tuple[str, ...], costs: dict[int, float], region: float) -> np.ndarray:
    """The importance of each setting, not normalised, of the trials of these numbers alone."""
    from optuna.importance import PedAnovaImportanceEvaluator, get_param_importances  # noqa: PLC0415 - see the module

    evaluator = PedAnovaImportanceEvaluator(target_quantile=BEST * region, region_quantile=region)
    target: Callable = lambda trial: costs.get(trial.number, np.nan)  # noqa: E731
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # on few trials, which is said in a sentence, and on what is experimental
        found = get_param_importances(study, evaluator=evaluator, params=list(names), target=target, normalize=False)
    return np.array([found[name] for name in names])


def _n_best(costs: np.ndarray, region: float) -> int:
    last = max(int(np.ceil(BEST * region * len(costs))) - 1, 0)
    return int((costs <= np.sort(costs)[last]).sum())


def _warning(n_runs: int, n_best: int, region: float) -> str | None:
    if n_best < FEWEST_BEST:
        return (
            f"Too few runs: only {n_best:,} of {n_runs:,} are the best tenth, and {FEWEST_BEST} are needed. "
            "Take more seeds or more values."
        )
    if n_best > region * n_runs / 2:
        return f"{n_best:,} of {n_runs:,} runs are equally good by this score: take another, such as the loss."
    return None

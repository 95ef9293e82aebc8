"""What the preset Modern reaches with its defaults, on tables it was not tuned to."""

import numpy as np
import pytest
from sklearn.datasets import load_breast_cancer, load_iris, load_wine
from sklearn.exceptions import ConvergenceWarning
from sklearn.model_selection import StratifiedKFold
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from nets.data.columns.numeric import values_of
from nets.data.datasets.synthetic import REBER, SYMBOLS, problem_table
from nets.data.prepare.dataset import dataset_from
from nets.settings import PRESETS, Settings
from nets.training.engine.run import Run
from nets.training.protocol.examples import Examples

MODERN = PRESETS["Modern"]


def validation_accuracy(settings, examples):
    run = Run(settings, examples)
    while run.epoch < settings.epochs:
        run.advance(settings.epochs - run.epoch)
    return float(run.evaluate().scores[0, 2])


@pytest.mark.filterwarnings(f"ignore::{ConvergenceWarning.__module__}.{ConvergenceWarning.__name__}")
@pytest.mark.parametrize("load", [load_iris, load_wine, load_breast_cancer])
def test_ten_fold_modern_is_within_a_standard_deviation_of_scikit_learn_s_net(load):
    inputs, targets = load(return_X_y=True)
    ours, theirs = [], []
    for training, test in StratifiedKFold(10, shuffle=True, random_state=0).split(inputs, targets):
        scaled = StandardScaler().fit(inputs[training]).transform(inputs)
        is_validation = np.isin(np.arange(len(targets)), test)
        ours.append(
            validation_accuracy(MODERN, Examples(values_of(scaled), targets, targets.max() + 1, None, is_validation))
        )
        net = make_pipeline(StandardScaler(), MLPClassifier((100,), random_state=0))
        theirs.append(net.fit(inputs[training], targets[training]).score(inputs[test], targets[test]))
    assert np.mean(ours) >= np.mean(theirs) - np.std(theirs)


def playground(problem, n, rng):
    """Points and classes of TensorFlow Playground's problem at noise 0. Source: tensorflow/playground, dataset.ts."""
    of_class = np.arange(n) % 2
    if problem == "xor":  # uniform in [-5, 5], then moved 0.3 away from both axes
        points = rng.uniform(-5, 5, (n, 2))
        points += np.where(points > 0, 0.3, -0.3)
        return points, (points.prod(axis=1) >= 0).astype(int)
    if problem == "circle":  # radius up to 2.5, and from 3.5 to 5
        radius = np.where(of_class, rng.uniform(0, 2.5, n), rng.uniform(3.5, 5, n))
        angle = rng.uniform(0, 2 * np.pi, n)
    else:  # radius i/n 5 at 1.75 i/n turns, the other arm half a turn on
        share = np.arange(n // 2).repeat(2) / (n // 2)
        radius, angle = 5 * share, 1.75 * share * 2 * np.pi + of_class * np.pi
    return np.stack([radius * np.sin(angle), radius * np.cos(angle)], axis=1), of_class


@pytest.mark.parametrize(("problem", "least"), [("circle", 1.0), ("xor", 1.0), ("spiral", 0.98)])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_modern_solves_the_playground_s_problems_on_the_half_of_the_points_it_has_not_seen(problem, least, seed):
    rng = np.random.default_rng(seed)
    points, classes = playground(problem, 500, rng)
    is_validation = rng.permutation(500) < 250
    scaled = StandardScaler().fit(points[~is_validation]).transform(points)
    assert validation_accuracy(MODERN, Examples(values_of(scaled), classes, 2, None, is_validation)) >= least


def followers(string):
    """Which symbols may follow each of an embedded Reber string's, the last but one being the second again."""
    outer = string[1]
    may, state = [{"T", "P"}, {"B"}], 0
    for symbol in string[2:-2]:
        if symbol != "B" or state != 0:
            state = dict(REBER[state])[symbol]
        may.append({symbol for symbol, _ in REBER[state]} if state >= 0 else {outer})
    return [*may, {"E"}, {"B"}]


def test_an_lstm_knows_which_symbols_may_follow_in_reber_strings_it_has_not_seen():
    """Each that may follow is likelier than any that may not. Source: Hochreiter and Schmidhuber 1997, 5.1."""
    dataset = dataset_from(problem_table("embedded-reber", n=2500, noise=0, seed=2))
    symbols = np.array(list(SYMBOLS))[dataset.inputs.argmax(axis=1)]
    begins = (symbols == "B") & (np.roll(symbols, 1) == "E")
    groups = np.cumsum(begins)
    is_validation = groups > 0.7 * groups.max()
    examples = Examples(dataset.columns, dataset.targets, len(SYMBOLS), groups, is_validation)
    settings = Settings(
        net="rnn",
        cell="lstm",
        hidden_units=16,
        bias="every",
        init="glorot",
        optimiser="adam",
        schedule="cosine",
        learning_rate=0.02,
        clip=1.0,
        epochs=300,
    )
    run = Run(settings, examples)
    run.advance(300)
    probs = run.evaluate().probs[0]
    right, remembered = [], []
    for group in np.unique(groups[is_validation])[:-1]:  # the last is cut off
        rows = np.flatnonzero(groups == group)
        for place, (row, may) in enumerate(zip(rows, followers("".join(symbols[rows])), strict=True)):
            legal = np.isin(dataset.classes, list(may))
            right.append(probs[row, legal].min() > probs[row, ~legal].max())
            if place == len(rows) - 3:
                remembered.append(right[-1])
    assert len(remembered) > 50
    assert np.mean(right) >= 0.99
    assert np.mean(remembered) >= 0.95

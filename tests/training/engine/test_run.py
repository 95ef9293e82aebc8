"""Runs: where they land, that they are the same whatever the chunking, and what a runaway leaves."""

import math

import numpy as np
import pytest

from nets.data.columns.numeric import values_of
from nets.data.datasets.samples import read_sample
from nets.data.prepare.dataset import dataset_from
from nets.processes.serialization import decode, encode
from nets.queries.probabilities import Probabilities, ProbabilitiesQuery
from nets.settings import Settings
from nets.training.engine.epochs import compiled
from nets.training.engine.run import RUNAWAY_NATS, Run
from nets.training.protocol.examples import Examples
from nets.training.protocol.snapshot import MOST_LISTED, MOST_SPREAD, spread_rows
from nets.training.worker.handlers import answer
from tests.lecture.golden import N_DRAWS, NETS, golden

CHUNKINGS = ([100], [1] * 100, [7] * 14 + [2], [99, 1])


def iris():
    dataset = dataset_from(read_sample("iris.csv"))
    return Examples(dataset.columns, dataset.targets, len(dataset.classes))


def trained(run, chunks):
    """The losses (n, R) at epoch 0, 1, ... up to where the run stands, and how it stands."""
    losses = [run.advance(n)[:, :, 0] for n in chunks if run.diverged_at is None]
    last = run.evaluate()
    return np.concatenate([np.concatenate(losses)[: last.epoch], last.loss[None]]), last


def same(one, other):
    """Equal to the last bit, NaN or not."""
    return one.dtype == other.dtype and one.shape == other.shape and one.tobytes() == other.tobytes()


def chance(count, *, n, rank):
    """Of `n` new draws, the chance that exactly `count` fall below the `rank`th smallest of N_DRAWS others.

    All orders of the N + n draws being equally likely, whatever the distribution, that is
    choose(rank - 1 + count, count) choose(N - rank + n - count, n - count) / choose(N + n, n).
    """
    ways = math.comb(rank - 1 + count, count) * math.comb(N_DRAWS - rank + n - count, n - count)
    return ways / math.comb(N_DRAWS + n, n)


def test_the_chances_are_a_distribution_with_the_known_mean():
    chances = [chance(count, n=200, rank=500) for count in range(201)]
    assert sum(chances) == pytest.approx(1)
    assert sum(count * p for count, p in enumerate(chances)) == pytest.approx(200 * 500 / (N_DRAWS + 1))


@pytest.mark.parametrize("net", NETS)
def test_200_seeds_land_in_the_published_distribution(net):
    """At each published percentile, as many losses below it as 200 draws against 2,000 may have, but once in 1,000."""
    lecture = golden(net)
    run = Run([Settings(net=net, seed=seed) for seed in range(200)], lecture.examples)
    run.advance(100)
    found = run.evaluate()
    assert found.epoch == 100
    for share, published in lecture.percentiles.items():
        rank = min(max(1, round(share * N_DRAWS)), N_DRAWS)
        below = int((found.loss < published).sum())
        as_few = sum(chance(count, n=200, rank=rank) for count in range(below + 1))
        as_many = sum(chance(count, n=200, rank=rank) for count in range(below, 201))
        assert min(as_few, as_many) > 0.0005, f"{below} of 200 losses lie below {published}, the {share:.0%} point"


@pytest.mark.parametrize("net", NETS)
def test_a_seed_gives_the_same_losses_to_the_last_bit_whatever_the_chunking(net):
    settings = Settings(net=net, seed=11)
    curves = [trained(Run(settings, golden(net).examples), chunks) for chunks in CHUNKINGS]
    first_losses, first_end = curves[0]
    assert first_losses.shape == (101, 1)
    assert first_losses[-1] < first_losses[0]
    for losses, end in curves[1:]:
        assert same(losses, first_losses)
        assert all(same(end.params[name], value) for name, value in first_end.params.items())
    other, _ = trained(Run(Settings(net=net, seed=12), golden(net).examples), [100])
    assert not same(other, first_losses)


@pytest.mark.parametrize("net", NETS)
def test_a_run_among_others_is_the_run_alone(net):
    seeds = [5, 6, 7]
    together, _ = trained(Run([Settings(net=net, seed=seed) for seed in seeds], golden(net).examples), [20])
    for place, seed in enumerate(seeds):
        alone, _ = trained(Run(Settings(net=net, seed=seed), golden(net).examples), [20])
        assert together[:, place] == pytest.approx(alone[:, 0], rel=1e-4)


@pytest.mark.parametrize("net", NETS)
def test_a_run_resumed_from_a_snapshot_goes_on_to_the_same_bits(net):
    settings, examples = Settings(net=net), golden(net).examples
    unbroken, unbroken_end = trained(Run(settings, examples), [100])
    first = Run(settings, examples)
    before, kept = trained(first, [37])
    first.advance(5)  # what came after the snapshot does not matter
    second = Run(settings, examples, start=kept)
    after, end = trained(second, [50, 13])
    assert second.epoch == end.epoch == 37 + 63
    assert same(np.concatenate([before[:37], after]), unbroken)
    assert all(same(end.params[name], value) for name, value in unbroken_end.params.items())
    assert same(end.probs, unbroken_end.probs)
    assert same(end.hidden, unbroken_end.hidden)


@pytest.mark.parametrize("net", NETS)
def test_another_learning_rate_in_mid_run_goes_on_from_the_same_weights(net):
    """One epoch at any rate goes along one and the same gradient, taken at the weights it starts from."""
    examples = golden(net).examples
    run = Run(Settings(net=net), examples)
    run.advance(30)
    here = run.evaluate()
    run.settings = Settings(net=net, learning_rate=0.25)
    assert run.evaluate().epoch == 30
    slow_losses = run.advance(1)[:, :, 0]
    slow = run.evaluate()
    again = Run(Settings(net=net), examples, start=here)
    again.advance(1)
    usual = again.evaluate()
    assert slow_losses[0] == here.loss
    for name, start in here.params.items():
        assert 4 * (slow.params[name] - start) == pytest.approx(usual.params[name] - start, abs=2e-6)
        assert np.abs(usual.params[name] - start).max() > 1e-3


@pytest.mark.parametrize("net", NETS)
@pytest.mark.parametrize(
    ("rate", "table", "leaves"), [(1e30, "lecture", 0), (3e4, "iris", 2)], ids=["at once", "after some epochs"]
)
def test_a_runaway_stops_at_the_last_epoch_that_was_well_whatever_the_chunking(net, rate, table, leaves):
    examples = {"lecture": golden(net).examples, "iris": iris()}[table]
    settings = Settings(net=net, learning_rate=rate)
    ends = []
    for chunks in ([50], [1] * 50, [2] * 25, [3] * 20, [leaves + 1, 50]):
        run = Run(settings, examples)
        losses, last = trained(run, chunks)
        assert run.diverged_at == leaves + 1
        assert last.epoch == run.epoch == leaves
        assert len(losses) == leaves + 1
        assert (losses <= RUNAWAY_NATS).all()
        assert all(np.isfinite(value).all() for value in last.params.values())
        assert np.isfinite(last.probs).all()
        ends.append((losses, last))
    for losses, last in ends[1:]:
        assert same(losses, ends[0][0])
        assert all(same(last.params[name], value) for name, value in ends[0][1].params.items())


@pytest.mark.parametrize("net", NETS)
def test_back_before_a_runaway_are_the_weights_it_had_though_the_rate_was_changed_since(net):
    settings = Settings(net=net, learning_rate=3e4)
    last_well = Run(settings, iris())
    last_well.advance(2)
    run = Run(settings, iris())
    run.advance(3)  # the third step is what makes it run away, and nobody has looked yet
    run.settings = Settings(net=net, learning_rate=0.1)
    seen = run.evaluate()
    assert (run.diverged_at, seen.epoch) == (3, 2)
    assert all(same(seen.params[name], value) for name, value in last_well.evaluate().params.items())


def test_a_table_no_first_loss_can_be_computed_for_is_a_runaway_at_epoch_0():
    """Two features near the end of float32: their weighted sum is infinity, and its softmax no number."""
    examples = Examples(values_of(np.array([[3e38, 3e38], [1.0, 2.0]])), np.array([0, 1]), 2)
    run = Run(Settings(seed=2), examples)
    while run.epoch < 10 and run.diverged_at is None:
        run.advance(5)
    assert run.diverged_at == 0
    assert run.evaluate().epoch == 0


def test_a_run_among_others_that_runs_away_does_not_stop_them():
    run = Run([Settings(learning_rate=1e30, seed=seed) for seed in (1, 2)], golden("mlp").examples)
    assert run.advance(10).shape == (10, 2, 1)
    assert run.epoch == 10
    assert run.diverged_at is None


@pytest.mark.parametrize("net", NETS)
def test_learning_rate_epochs_and_seed_compile_nothing_new(net):
    run = Run(Settings(net=net), golden(net).examples)
    run.advance(3)
    run.evaluate()
    before = compiled.cache_info().misses
    for settings in (
        Settings(net=net, learning_rate=0.37),
        Settings(net=net, epochs=10_000),
        Settings(net=net, seed=99),
    ):
        other = Run(settings, golden(net).examples)
        other.advance(17)
        other.evaluate()
        assert compiled.cache_info().misses == before


def test_another_shape_is_compiled_once_and_the_old_one_kept():
    misses = []
    for n_units in (17, 18, 17):  # of which no other test has any
        before = compiled.cache_info().misses
        Run(Settings(hidden_units=n_units), golden("mlp").examples)
        misses.append(compiled.cache_info().misses - before)
    assert misses == [1, 1, 0]


def test_a_chunk_has_an_upper_bound():
    run = Run(Settings(), golden("mlp").examples)
    assert len(run.advance(run.max_chunk + 1)) == run.epoch == run.max_chunk


@pytest.mark.parametrize("net", NETS)
def test_what_a_snapshot_says_fits_together(net):
    examples = golden(net).examples
    run = Run([Settings(net=net, seed=seed) for seed in (1, 2, 3)], examples)
    run.advance(60)
    seen = run.evaluate()
    assert seen.probs.shape == (3, len(examples.targets), examples.n_classes)
    assert seen.hidden.shape == (3, len(examples.targets), 5)
    assert seen.probs.sum(-1) == pytest.approx(1, abs=1e-6)
    assert seen.hidden.sum(-1) == pytest.approx(1, abs=1e-6)
    of_label = seen.probs[:, np.arange(len(examples.targets)), examples.targets]
    assert seen.loss == pytest.approx(-np.log(of_label).mean(axis=1), rel=1e-5)
    assert seen.accuracy == pytest.approx((seen.probs.argmax(-1) == examples.targets).mean(axis=1))


def test_of_a_large_table_an_mlp_tells_the_hidden_units_of_rows_spread_over_it_and_an_rnn_all():
    rng = np.random.default_rng(0)
    examples = Examples(values_of(rng.normal(size=(1000, 2))), rng.integers(2, size=1000), 2)
    one, other = (Run(Settings(net=net), examples).evaluate() for net in NETS)
    assert (one.probs.shape[1], one.hidden.shape, other.hidden.shape) == (1000, (1, 200, 5), (1, 1000, 5))
    rows = spread_rows(1000)
    assert (rows[0], rows[-1], len(rows)) == (0, 999, 200)
    few = Run(Settings(), Examples(values_of(examples.inputs[rows]), examples.targets[rows], 2)).evaluate()
    assert one.hidden == pytest.approx(few.hidden, abs=1e-6)


@pytest.mark.parametrize("net", NETS)
def test_in_brief_it_keeps_the_probabilities_of_the_rows_that_a_page_may_list(net):
    rng = np.random.default_rng(0)
    targets = rng.integers(3, size=9 * MOST_LISTED)
    run = Run(Settings(net=net), Examples(values_of(rng.normal(size=(len(targets), 2))), targets, 3))
    whole, seen = run.evaluate(), run.evaluate(in_brief=True)
    assert (whole.predicted == whole.probs.argmax(axis=-1)).all()
    assert whole.predicted.dtype == np.uint8
    wrong = np.flatnonzero(whole.predicted[0] != targets)
    for rows in (np.arange(MOST_LISTED), wrong[:MOST_LISTED], spread_rows(len(targets)), wrong[[5, 2]]):
        assert same(seen.probs_of(rows), whole.probs[:, rows])
    assert seen.probs.shape == (1, len(seen.rows), 3)
    assert len(seen.rows) < 2 * MOST_LISTED + MOST_SPREAD
    assert same(seen.predicted, whole.predicted)


def test_of_a_small_table_that_is_all():
    run = Run(Settings(), golden("mlp").examples)
    assert same(run.evaluate(in_brief=True).probs, run.evaluate().probs)


@pytest.mark.parametrize("net", NETS)
def test_asked_for_the_probabilities_of_all_rows_a_trainer_tells_the_run_s_own(net):
    rng = np.random.default_rng(0)
    is_validation = np.arange(300) % 3 == 0
    examples = Examples(values_of(rng.normal(size=(300, 2))), rng.integers(2, size=300), 2, None, is_validation)
    run = Run(Settings(net=net, optimiser="adam"), examples)
    run.advance(5)
    seen = run.evaluate()
    told = decode(answer(encode(ProbabilitiesQuery()), run.settings, seen.params, examples), Probabilities)
    assert same(told.probs, seen.probs[0])

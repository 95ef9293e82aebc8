"""Validation rows: no weight ever sees them, their scores are streamed, and early stopping ends a run by them."""

import msgspec
import numpy as np
import pytest

from nets.data.columns.numeric import values_of
from nets.processes.serialization import decode, encode
from nets.settings import Settings
from nets.training.client.history import History
from nets.training.engine import run as run_module
from nets.training.engine.run import Run
from nets.training.protocol.examples import Examples
from nets.training.protocol.messages import Go, Load, Progress
from nets.training.protocol.snapshot import Snapshot
from nets.training.worker.scheduler import Scheduler
from tests.training.engine.evaluations import evaluate_at

# Labels that have nothing to do with the inputs: learnt by heart, so that the validation loss soon rises.
LEARNS_BY_HEART = Settings(
    epochs=200, learning_rate=0.03, hidden_units=12, activation="tanh", bias="every", init="glorot", optimiser="adam"
)
HELD = np.arange(30) % 3 == 0
SEQUENCES = np.repeat(np.arange(5), [4, 8, 6, 8, 4])
TAILS = np.concatenate([np.arange(n) >= n - 2 for n in (4, 8, 6, 8, 4)])
KINDS = {
    "rows": (Settings(), None, HELD),
    "rows, in batches with dropout": (Settings(batch=6, dropout=0.2), None, HELD),
    "whole sequences": (Settings(net="rnn", cell="gru"), SEQUENCES, np.isin(SEQUENCES, [1, 4])),
    "whole sequences, in batches": (Settings(net="rnn", cell="elman", batch=2), SEQUENCES, np.isin(SEQUENCES, [1, 4])),
    "tails of sequences": (Settings(net="rnn", cell="lstm"), SEQUENCES, TAILS),
    "the tail of one": (Settings(net="rnn", cell="elman", tbptt_length=6), None, np.arange(30) >= 22),
}


def changed(settings, **values):
    return msgspec.structs.replace(settings, **values)


def table(groups=None, is_validation=HELD):
    rng = np.random.default_rng(6)
    return Examples(values_of(rng.normal(size=(30, 3))), rng.integers(3, size=30), 3, groups, is_validation)


def same(one, other):
    return one.dtype == other.dtype and one.shape == other.shape and one.tobytes() == other.tobytes()


def of_kind(kind):
    """Settings and examples of this kind."""
    settings, groups, is_validation = KINDS[kind]
    values = {name: getattr(settings, name) for name in ("net", "cell", "batch", "dropout", "tbptt_length")}
    return changed(LEARNS_BY_HEART, **values), table(groups, is_validation)


@pytest.mark.parametrize("kind", KINDS)
def test_validation_rows_never_touch_a_weight_and_their_scores_are_those_of_the_estimates(kind):
    settings, examples = of_kind(kind)
    is_validation = examples.is_validation
    run = Run(settings, examples)
    scores, seen = run.advance(25), run.evaluate()
    assert scores.shape == (25, 1, 3)
    assert not np.array_equal(seen.params["W1" if settings.net == "mlp" else "W_H"], 0)

    of_label = seen.probs[0, np.arange(30), examples.targets]
    right = seen.probs[0].argmax(axis=-1) == examples.targets
    by_hand = [
        -np.log(of_label[~is_validation]).mean(),
        -np.log(of_label[is_validation]).mean(),
        right[is_validation].mean(),
    ]
    assert seen.scores[0] == pytest.approx(by_hand, abs=1e-5)
    assert seen.accuracy[0] == pytest.approx(right[~is_validation].mean(), abs=1e-6)
    earlier = Run(settings, examples)
    earlier.advance(24)
    assert earlier.evaluate().scores == pytest.approx(scores[24], abs=1e-5)

    inputs, targets = examples.inputs.copy(), examples.targets.copy()
    inputs[is_validation] = 50 * np.random.default_rng(1).normal(size=(is_validation.sum(), 3))
    targets[is_validation] = (targets[is_validation] + 1) % 3
    other = Run(settings, Examples(values_of(inputs), targets, 3, examples.groups, is_validation))
    other_scores = other.advance(25)
    assert same(other_scores[:, :, 0], scores[:, :, 0])
    assert not np.array_equal(other_scores[:, :, 1], scores[:, :, 1])
    for part in ("params", "slots"):
        for name, value in getattr(seen, part).items():
            assert same(getattr(other.evaluate(), part)[name], value)


def test_without_validation_rows_there_is_one_score_and_the_training_is_the_same_as_on_those_rows_alone():
    held, alone = Run(LEARNS_BY_HEART, table()), table()
    alone = Run(LEARNS_BY_HEART, Examples(values_of(alone.inputs[~HELD]), alone.targets[~HELD], 3))
    one, other = held.advance(40), alone.advance(40)
    assert other.shape == (40, 1, 1)
    assert one[:, :, :1] == pytest.approx(other, abs=1e-6)


# Early stopping


def curve(settings=LEARNS_BY_HEART, n=200):
    """The validation losses of a run without early stopping."""
    return Run(settings, table()).advance(n)[:, 0, 1]


def ends_at(losses, early_stopping):
    """By hand: the epoch after `early_stopping` epochs none of which was better than the best before, and that best."""
    best = 0
    for epoch, loss in enumerate(losses.tolist()):
        if loss < losses[best]:
            best = epoch
        elif epoch - best == early_stopping:
            return epoch, best
    raise AssertionError("the curve does not end")


@pytest.mark.parametrize("early_stopping", [1, 7, 30])
def test_early_stopping_ends_at_the_epoch_counted_by_hand_and_goes_back_to_the_best_in_any_chunks(early_stopping):
    losses = curve()
    stop, best = ends_at(losses, early_stopping)
    assert 0 < best < stop < 199
    at_best = Run(LEARNS_BY_HEART, table())
    before = at_best.advance(best)
    for chunks in ([200], [1] * 200, [7] * 30, [best, 200], [stop, 200], [best + 1, 1, 200]):
        run = Run(changed(LEARNS_BY_HEART, early_stopping=early_stopping), table())
        parts = []
        for n in chunks:
            if run.stopped_at is None:
                parts.append(run.advance(n))
        scores = np.concatenate(parts)
        assert (run.stopped_at, run.epoch, run.diverged_at) == (stop, best, None)
        assert same(scores[:, 0, 1], losses[: stop + 1])
        assert same(scores[:best], before)
        for name, value in at_best.evaluate().params.items():
            assert same(run.evaluate().params[name], value)


def test_after_early_stopping_has_ended_a_run_goes_on_from_the_best_to_the_same_end():
    losses = curve()
    stop, best = ends_at(losses, 7)
    run = Run(changed(LEARNS_BY_HEART, early_stopping=7), table())
    run.advance(200)
    run.start_over()
    assert run.stopped_at is None
    assert same(run.advance(stop - best)[:, 0, 1], losses[best:stop])
    run.advance(50)
    assert (run.stopped_at, run.epoch) == (stop, best)


def test_after_early_stopping_has_ended_other_settings_are_given_as_much_time_from_the_best():
    stop, best = ends_at(curve(), 7)
    run = Run(changed(LEARNS_BY_HEART, early_stopping=7), table())
    run.advance(200)
    run.start_over()
    run.settings = changed(LEARNS_BY_HEART, early_stopping=7, learning_rate=1e-12)
    run.advance(200)
    assert (run.stopped_at, run.epoch) == (best + 7, best)
    assert best + 7 == stop


@pytest.mark.parametrize("at", ["before the best", "after the best"])
def test_a_run_resumed_from_a_snapshot_is_patient_as_it_had_been(at):
    """Also where the rate was changed on the way: back to the best goes by the rate the best was reached with."""
    _, best = ends_at(curve(), 7)
    settings, later = (changed(LEARNS_BY_HEART, early_stopping=7, learning_rate=rate) for rate in (0.03, 1e-12))
    unbroken = Run(settings, table())
    unbroken.advance(best - 2)
    kept = [unbroken.evaluate()]
    unbroken.advance(5)
    kept.append(unbroken.evaluate())
    unbroken.settings = later
    unbroken.advance(100)
    assert (unbroken.stopped_at, unbroken.epoch) == (best + 7, best)
    start = decode(encode(kept[at == "after the best"]), Snapshot)
    resumed = Run(settings, table(), start=start)
    resumed.advance(best + 3 - resumed.epoch)
    resumed.settings = later
    again = Run(later, table(), start=decode(encode(resumed.evaluate()), Snapshot))
    again.advance(100)
    assert (again.stopped_at, again.epoch) == (best + 7, best)
    for name, value in unbroken.evaluate().params.items():
        assert same(again.evaluate().params[name], value)


def test_a_run_taken_back_goes_on_to_end_where_it_would_have():
    stop, best = ends_at(curve(), 7)
    settings = changed(LEARNS_BY_HEART, early_stopping=7)
    run = Run(settings, table())
    first = run.evaluate()
    run.advance(200)
    for epoch in (best - 1, best, best + 1, stop - 1):
        seen = evaluate_at(run, epoch, start=first, settings=settings)
        again = Run(settings, table(), start=seen)
        again.advance(200)
        assert (again.stopped_at, again.epoch) == (stop, best)
    early = evaluate_at(run, best - 1, start=first, settings=settings)
    late = evaluate_at(run, stop - 1, start=early, settings=settings)
    assert (late.best.epoch, late.best.loss) == (best, curve()[best])


def test_at_its_last_epoch_a_patient_run_goes_back_to_the_best():
    losses = curve()
    _, best = ends_at(losses, 30)
    last = best + 10
    at_best = Run(LEARNS_BY_HEART, table())
    at_best.advance(best)
    for chunks in ([last], [1] * last, [best, 200], [200]):
        run = Run(changed(LEARNS_BY_HEART, early_stopping=30, epochs=last), table())
        scores = np.concatenate([run.advance(n) for n in chunks])
        assert (run.stopped_at, run.epoch, run.diverged_at) == (last, best, None)
        assert scores[:, 0, 1] == pytest.approx(losses[: last + 1], rel=1e-6)
        for name, value in at_best.evaluate().params.items():
            assert same(run.evaluate().params[name], value)
    run.start_over()
    run.settings = changed(LEARNS_BY_HEART, early_stopping=30, epochs=1000)
    run.advance(1000)
    assert (run.stopped_at, run.epoch) == (best + 30, best)


def test_a_patient_run_whose_last_epoch_is_the_best_stays_there():
    _, best = ends_at(curve(), 30)
    run = Run(changed(LEARNS_BY_HEART, early_stopping=30, epochs=best), table())
    assert len(run.advance(200)) == best
    assert (run.stopped_at, run.epoch) == (None, best)


def test_without_validation_rows_or_early_stopping_nothing_ends_a_run():
    for settings, is_validation in ((changed(LEARNS_BY_HEART, early_stopping=1), None), (LEARNS_BY_HEART, HELD)):
        run = Run(settings, table(is_validation=is_validation))
        run.advance(200)
        assert (run.epoch, run.stopped_at) == (200, None)


def test_back_at_the_best_are_the_weights_it_had_though_the_rate_was_changed_since():
    _, best = ends_at(curve(), 7)
    at_best = Run(LEARNS_BY_HEART, table())
    at_best.advance(best)
    run = Run(changed(LEARNS_BY_HEART, early_stopping=7), table())
    run.advance(best + 3)
    run.settings = changed(LEARNS_BY_HEART, early_stopping=7, learning_rate=1e-6)
    run.advance(100)
    assert (run.stopped_at, run.epoch) == (best + 7, best)
    for name, value in at_best.evaluate().params.items():
        assert same(run.evaluate().params[name], value)


def test_a_run_that_would_run_away_later_in_the_chunk_is_ended_by_early_stopping_first(monkeypatch):
    """The bound is set to the highest loss there is, which comes after early stopping has ended it."""
    wild = changed(LEARNS_BY_HEART, optimiser="sgd", learning_rate=8.0)
    scores = Run(wild, table()).advance(200)[:, 0]
    stop, best = ends_at(scores[:, 1], 1)
    highest = scores[: stop + 1, 0].max()
    assert scores[:, 0].max() > highest
    monkeypatch.setattr(run_module, "RUNAWAY_NATS", float(highest))
    for chunks in ([200], [1] * 200):
        run = Run(changed(wild, early_stopping=1), table())
        for n in chunks:
            if run.stopped_at is None and run.diverged_at is None:
                run.advance(n)
        assert (run.stopped_at, run.diverged_at, run.epoch) == (stop, None, best)


def test_a_run_that_runs_away_before_early_stopping_ends_has_diverged_in_any_chunks(monkeypatch):
    wild = changed(LEARNS_BY_HEART, optimiser="sgd", learning_rate=8.0)
    losses = Run(wild, table()).advance(200)[:, 0, 0]
    bad = next(epoch for epoch in range(2, 200) if losses[epoch] > losses[:epoch].max())
    monkeypatch.setattr(run_module, "RUNAWAY_NATS", float(losses[:bad].max()))
    for chunks in ([200], [1] * 200):
        run = Run(changed(wild, early_stopping=bad + 5), table())
        for n in chunks:
            if run.stopped_at is None and run.diverged_at is None:
                run.advance(n)
        assert (run.stopped_at, run.diverged_at, run.epoch) == (None, bad, bad - 1)


def told_by(turns, sent):
    """What the trainer tells until it has nothing to train."""
    while turns.wait_s() is not None:
        turns.round(lambda: None)
    told = [message for message in sent if isinstance(message, Progress)]
    sent.clear()
    return told


def put_together(told):
    """The curve as a tape draws it: each message's scores from its first epoch on, what stood there being gone."""
    history = History()
    for message in told:
        history.add(message.first_epoch, message.scores)
    return history.scores()


def test_what_a_trainer_tells_of_a_run_ended_by_early_stopping_is_its_whole_curve_and_the_best():
    losses = curve()
    stop, best = ends_at(losses, 7)
    settings = changed(LEARNS_BY_HEART, early_stopping=7)
    sent = []
    turns = Scheduler(sent.append)
    turns.take(Load("a", settings, table()))
    turns.take(Go("a", settings, 200))
    told = told_by(turns, sent)
    found = np.concatenate([message.scores for message in told])
    assert same(found[:, 1], losses[: stop + 1])
    assert (told[-1].stopped_at, told[-1].snapshot.epoch, told[-1].playing) == (stop, best, False)
    turns.take(Go("a", settings, 0))  # Pause, pressed a moment too late
    told += told_by(turns, sent)
    assert same(put_together(told)[:, 1], losses[: stop + 1])
    turns.take(Go("a", settings, 200))
    told += told_by(turns, sent)
    assert same(put_together(told)[:, 1], losses[: stop + 1])


def test_a_trainer_s_successor_ends_the_run_where_the_first_would_have():
    stop, best = ends_at(curve(), 7)
    settings = changed(LEARNS_BY_HEART, early_stopping=7)
    run = Run(settings, table())
    run.advance(best + 4)
    sent = []
    turns = Scheduler(sent.append)
    turns.take(Load("a", settings, table(), run.evaluate()))
    turns.take(Go("a", settings, 200))
    last = told_by(turns, sent)[-1]
    assert (last.stopped_at, last.snapshot.epoch) == (stop, best)


# Batches


@pytest.mark.parametrize("batch", [1, 2])  # of three sequences: each alone, and the last alone
def test_no_batch_is_a_validation_sequence_alone(batch):
    """With the others' order the same, sequences that are not there make no difference; nor must validation ones."""
    settings = changed(LEARNS_BY_HEART, net="rnn", cell="elman", batch=batch, optimiser="momentum")
    is_validation = np.isin(SEQUENCES, [3, 4])
    whole = table(SEQUENCES, is_validation)
    cut = Examples(values_of(whole.inputs[~is_validation]), whole.targets[~is_validation], 3, SEQUENCES[~is_validation])
    one, other = Run(settings, whole), Run(settings, cut)
    assert one.advance(20)[:, :, 0] == pytest.approx(other.advance(20)[:, :, 0], abs=1e-6)

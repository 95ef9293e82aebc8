"""What each net can learn, and what it cannot."""

import numpy as np

from nets.data.columns.numeric import values_of
from nets.data.datasets.synthetic import problem_table
from nets.data.prepare.dataset import dataset_from
from nets.settings import Settings
from nets.training.engine.run import Run
from nets.training.protocol.examples import Examples

LAST_THIRD = Settings(
    validation_split=0.3, validation_by="last", bias="every", init="glorot", optimiser="adam", epochs=300
)


def validation_accuracy(settings, examples):
    run = Run(settings, examples)
    run.advance(settings.epochs)
    return float(run.evaluate().scores[0, 2])


def changed(**values):
    return Settings(**{name: getattr(LAST_THIRD, name) for name in LAST_THIRD.__struct_fields__} | values)


def test_a_recurrent_net_learns_whether_a_bit_has_changed_and_rows_alone_do_not_tell():
    dataset = dataset_from(problem_table("temporal-xor", n=600, noise=0, seed=3))
    is_validation = np.arange(600) >= 420
    examples = Examples(dataset.columns, dataset.targets, 2, None, is_validation)
    for cell in ("elman", "gru"):
        settings = changed(net="rnn", cell=cell, hidden_units=8, learning_rate=0.02)
        assert validation_accuracy(settings, examples) >= 0.98
    share = max(np.bincount(dataset.targets[is_validation])) / 180
    row_by_row = validation_accuracy(changed(hidden_units=16, activation="tanh", learning_rate=0.02), examples)
    assert abs(row_by_row - 0.5) < 0.1
    assert row_by_row <= share + 0.05


def test_an_lstm_still_knows_after_thirty_steps_what_came_first():
    """Each sequence begins with 1 or -1, noise follows, and every step is labelled by the beginning."""
    rng = np.random.default_rng(5)
    n_sequences, n_steps = 60, 30
    first = rng.integers(2, size=n_sequences)
    inputs = 0.5 * rng.normal(size=(n_sequences, n_steps))
    inputs[:, 0] = 2 * first - 1
    groups = np.repeat(np.arange(n_sequences), n_steps)
    examples = Examples(values_of(inputs.reshape(-1, 1)), np.repeat(first, n_steps), 2, groups, groups >= 40)
    settings = changed(net="rnn", cell="lstm", hidden_units=8, learning_rate=0.02, epochs=150)
    run = Run(settings, examples)
    run.advance(150)
    right = run.evaluate().probs[0].argmax(axis=-1) == examples.targets
    assert right.reshape(n_sequences, n_steps)[40:, -1].mean() >= 0.98

"""What is predicted for rows given anew is what the trainer itself has for them."""

import numpy as np
import pytest

from nets.data.csv.parse import read
from nets.data.datasets.samples import read_sample
from nets.data.prepare.new_rows.encode import new_rows_of
from nets.data.prepare.options import PreprocessingOptions
from nets.data.prepare.split import prepared
from nets.processes.serialization import encode
from nets.queries.predictions import PredictionsQuery
from nets.queries.query import Declined
from nets.settings import Settings
from nets.training.engine.run import RUNAWAY_NATS, Run
from nets.training.protocol.examples import examples_of
from nets.training.worker.handlers import answer

SEQUENCES = "on,who,day,x\n" + "\n".join(
    f"{'yn'[(k * k) % 3 == 0]},{'abc'[k % 3]},{(k * 7) % 12},{np.sin(k):.3f}" for k in range(12)
)
CASES = {
    "mlp": (read_sample("iris.csv"), Settings(scale="standard"), {}),
    "modern": (read_sample("iris.csv"), Settings(activation="gelu", hidden_layers=2, optimiser="adam", batch=32), {}),
    "sigmoid": (read_sample("lecture_mlp.csv"), Settings(output="sigmoid", precision="float64"), {}),
    "rnn": (read_sample("lecture_rnn.csv"), Settings(net="rnn"), {}),
    "sequences": (
        read(SEQUENCES.encode(), name="s.csv"),
        Settings(net="rnn", cell="gru", tbptt_length=2, tbptt_state="reset"),
        {"group": "who", "time": "day"},
    ),
}


def trained(table, settings, options):
    """What the net was trained on, and the net after some epochs."""
    ready = prepared(table, settings, options=PreprocessingOptions(label=table.columns[0], **options))
    run = Run(settings, examples_of(ready, settings))
    run.advance(5)
    return ready, examples_of(ready, settings), run.evaluate()


def asked(settings, net, examples, new):
    """The answer of a trainer, through its bytes."""
    query = PredictionsQuery(new.columns, new.targets, new.groups)
    return query.answer_from(answer(encode(query), settings, net.params, examples))


@pytest.mark.parametrize("case", CASES)
def test_the_training_file_itself_gets_the_trainer_s_own_probabilities_loss_and_accuracy(case):
    table, settings, options = CASES[case]
    ready, examples, net = trained(table, settings, options)
    new = new_rows_of(table, table, ready, in_sequences=settings.net == "rnn")
    found = asked(settings, net, examples, new)
    assert np.array_equal(found.probs, net.probs[0])
    assert np.array_equal(found.predicted, net.predicted[0])
    assert found.loss == net.loss[0]
    assert found.accuracy == net.accuracy[0]


def test_rows_in_another_order_and_validation_rows_get_the_same_probabilities():
    table = read_sample("iris.csv")
    settings = Settings(scale="standard", validation_split=0.3)
    ready, examples, net = trained(table, settings, {})
    lines = [",".join(row) for row in table.cells.iloc[::-1].itertuples(index=False)]
    new = read("\n".join([",".join(table.columns), *lines]).encode(), name="new.csv")
    found = asked(settings, net, examples, new_rows_of(new, table, ready, in_sequences=False))
    assert np.allclose(found.probs[::-1], net.probs[0], atol=1e-6, rtol=0)


def test_only_rows_with_a_label_count_in_loss_and_accuracy():
    table, settings, _ = CASES["mlp"]
    ready, examples, net = trained(table, settings, {})
    new = new_rows_of(table, table, ready, in_sequences=False)
    some = np.where(np.arange(150) % 3 == 0, new.targets, -1)
    for columns, targets in ((new.columns, some), (new.columns, np.full(150, -1))):
        query = PredictionsQuery(columns, targets)
        found = query.answer_from(answer(encode(query), settings, net.params, examples))
        assert np.allclose(found.probs, net.probs[0], atol=1e-6, rtol=0)
        rows = np.flatnonzero(targets >= 0)
        if not len(rows):
            assert (found.loss, found.accuracy) == (None, None)
            continue
        of_label = found.probs[rows, targets[rows]]
        assert found.loss == pytest.approx(-np.log(of_label).mean(), rel=1e-5)
        assert found.accuracy == pytest.approx((found.predicted[rows] == targets[rows]).mean())


def test_rows_that_a_net_is_hopeless_about_are_no_end_of_the_run():
    table = read(b"y,x\na,1\nb,2\n", name="t.csv")
    settings = Settings(activation="relu", seed=1)
    ready, examples, net = trained(table, settings, {})
    new = new_rows_of(read(b"y,x\na,1e9\nb,1e9\n", name="n.csv"), table, ready, in_sequences=False)
    found = asked(settings, net, examples, new)
    assert found.loss > RUNAWAY_NATS
    assert found.predicted[0] == found.predicted[1]


def test_rows_that_take_more_than_a_trainer_may_are_declined():
    table, settings, _ = CASES["rnn"]
    ready, examples, net = trained(table, settings, {})
    groups = np.concatenate([np.zeros(20_000, int), np.arange(1, 20_001)])
    columns = tuple(column.of(np.zeros(40_000, int)) for column in ready.dataset.columns)
    query = PredictionsQuery(columns, np.full(40_000, -1), groups)
    found = query.answer_from(answer(encode(query), settings, net.params, examples))
    assert isinstance(found, Declined)
    assert "GB are allowed" in found.sentence

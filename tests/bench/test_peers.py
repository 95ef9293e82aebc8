"""Every engine does the same sums as this one, so that their times can be compared."""

import numpy as np
import pytest

from nets.bench.agreement import DisagreementError, check
from nets.bench.engines import ENGINES, installed
from nets.bench.peer import CannotError
from nets.bench.peers.tapedeck import Tapedeck
from nets.bench.problem import problem_of
from nets.bench.workload import WORKLOADS, mlp, rnn

N_EPOCHS = 20
FOUND, _ = installed()


@pytest.mark.parametrize("workload", [mlp(9, 2, 5), mlp(60, 7, 6, n_classes=4), rnn(10, 5)], ids=lambda each: each.name)
@pytest.mark.parametrize("engine", ENGINES)
def test_an_engine_has_tapedeck_s_losses_from_the_same_first_weights(engine, workload):
    if engine not in FOUND:
        pytest.skip(f"{engine} is not installed")
    problem = problem_of(workload)
    expected = Tapedeck(problem).epochs(N_EPOCHS)
    try:
        peer = FOUND[engine](problem)
    except CannotError as reason:
        pytest.skip(str(reason))
    if not peer.exact:
        pytest.skip(f"{engine} has another net")
    peer.begin()
    losses = peer.epochs(N_EPOCHS)
    assert losses[:N_EPOCHS] == pytest.approx(expected, rel=1e-5)
    assert np.all(np.diff(expected) < 0)  # it learns, so the updates are compared and not the first weights alone
    peer.begin()
    more = Tapedeck(problem).epochs(len(losses) + N_EPOCHS)[len(losses) :]
    assert peer.epochs(N_EPOCHS)[:N_EPOCHS] == pytest.approx(more, rel=1e-4)


def test_the_check_finds_a_learning_rate_that_is_not_the_problem_s():
    problem = problem_of(mlp(9, 2, 5))
    peer = Tapedeck(problem)
    expected = Tapedeck(problem).epochs(4)
    peer.epochs(1)  # as if its first step had been twice as long
    with pytest.raises(DisagreementError):
        check(peer, expected)


def test_the_workloads_are_the_eight_that_are_compared():
    assert [each.name for each in WORKLOADS] == [
        "MLP 9x2 H 5",
        "MLP 569x30 H 16",
        "MLP 1797x64 H 32",
        "MLP 20000x20 H 32",
        "RNN T 10 H 5",
        "RNN T 100 H 5",
        "RNN T 1000 H 16",
        "RNN T 10000 H 32",
    ]

"""The sweeps that are timed are those that were agreed on, and every engine trains the same runs."""

import numpy as np
import pytest

from nets.bench import sweep
from nets.bench.peers import tapedeck_sweep
from nets.bench.sweeps import SWEEPS, SweepWorkload
from nets.training.engine.run import Run


def test_the_sweeps_have_the_runs_that_were_agreed_on():
    n_runs = {name: (len(workload.runs), workload.runs[0].epochs) for name, workload in SWEEPS.items()}
    assert n_runs == {"S1": (1536, 100), "S2": (256, 200), "S3": (256, 200)}
    assert len({(run.hidden_units, run.activation) for run in SWEEPS["S1"].runs}) == 24
    assert all(len(set(workload.runs)) == len(workload.runs) for workload in SWEEPS.values())


@pytest.mark.parametrize(("key", "some"), [("S1", slice(64, 1536, 333)), ("S2", slice(0, 256, 100)), ("S3", slice(3))])
def test_every_engine_has_the_losses_of_the_runs_alone(key, some):
    whole = SWEEPS[key]
    workload = SweepWorkload(whole.name, whole.file, whole.runs[some])
    expected = []
    for run in workload.runs:
        alone = Run(run, workload.examples)
        while alone.epoch < run.epochs:
            alone.advance(run.epochs - alone.epoch)
        expected.append(alone.evaluate().loss[0])
    engines = [tapedeck_sweep.together, tapedeck_sweep.one_by_one]
    try:
        from nets.bench.peers import jax_sweep
    except ImportError:
        pass
    else:
        engines.append(jax_sweep.one_by_one)
    for train in engines:
        assert train(workload) == pytest.approx(expected, rel=2e-3, abs=1e-4)


def test_losses_of_other_runs_are_found():
    losses = np.linspace(0.1, 0.5, 10)
    assert sweep.alike(losses * 1.001, losses)
    assert not sweep.alike(losses * 1.1, losses)

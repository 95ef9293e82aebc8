"""One workload in all engines, or one engine on a row of workloads: prepared, checked, and timed in turns."""

from collections.abc import Callable, Mapping, Sequence

from nets.bench.agreement import N_EPOCHS, DisagreementError, check
from nets.bench.engines import Prepare
from nets.bench.peer import CannotError, Peer
from nets.bench.peers.tapedeck import Tapedeck
from nets.bench.problem import problem_of
from nets.bench.report import Measured
from nets.bench.stopwatch import measure
from nets.bench.workload import Workload

Say = Callable[[str], None]


def compare(workload: Workload, engines: Mapping[str, Prepare], *, seconds: float, say: Say) -> list[Measured]:
    """The engines that have this workload and agree with tapedeck on its losses, in their order."""
    problem = problem_of(workload)
    expected = Tapedeck(problem).epochs(N_EPOCHS)
    peers: dict[str, Peer] = {}
    for name, prepare in engines.items():
        say(f"{workload.name}: preparing {name}")
        try:
            peer = prepare(problem)
            check(peer, expected)
        except CannotError as reason:
            say(f"{workload.name}: without {name}: {reason}")
        except DisagreementError as reason:
            say(f"{workload.name}: without {name}, which does other sums: {reason}")
        else:
            peers[name] = peer
    say(f"{workload.name}: timing {', '.join(peers)}")
    timings = measure(peers, seconds=seconds)
    return [Measured(workload.name, name, t.us_per_epoch, t.low, t.high) for name, t in timings.items()]


def scale(title: str, workloads: Sequence[Workload], *, seconds: float, say: Say) -> list[Measured]:
    """Tapedeck alone on workloads that differ in size only."""
    names = {f"{title}: {_named(each)}": each for each in workloads}
    say(f"{title}: timing {', '.join(map(_named, workloads))}")
    timings = measure({name: Tapedeck(problem_of(each)) for name, each in names.items()}, seconds=seconds)
    return [Measured(name, "tapedeck", t.us_per_epoch, t.low, t.high) for name, t in timings.items()]


def _named(workload: Workload) -> str:
    return f"{workload.n_runs} runs {workload.name}" if workload.n_runs > 1 else workload.name

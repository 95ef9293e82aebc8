"""What was measured, as lines of JSON's list and as a table to read."""

from collections.abc import Sequence

import msgspec

ENGINE_OF_REFERENCE = "tapedeck"


class Measured(msgspec.Struct, frozen=True):
    """One engine's microseconds an epoch on one workload: the median of its stretches, the fastest, the slowest."""

    workload: str
    engine: str
    us_per_epoch: float
    low: float
    high: float


class MeasuredSweep(msgspec.Struct, frozen=True):
    """One engine's seconds for one sweep: the median of the rounds, the fastest, the slowest."""

    workload: str
    engine: str
    seconds: float
    low: float
    high: float


def as_json(measured: Sequence[Measured | MeasuredSweep]) -> str:
    """A list of objects."""
    return msgspec.json.format(msgspec.json.encode(list(measured)), indent=1).decode()


def as_table(measured: Sequence[Measured]) -> str:
    """A line for each, with its ratio to tapedeck's median on the same workload."""
    reference = {each.workload: each.us_per_epoch for each in measured if each.engine == ENGINE_OF_REFERENCE}
    lines = [f"{'workload':<36} {'engine':<18} {'us an epoch':>12} {'low':>12} {'high':>12} {'to tapedeck':>12}"]
    before = None
    for each in measured:
        name = each.workload if each.workload != before else ""
        before = each.workload
        ratio = f"{each.us_per_epoch / reference[before]:12,.2f}" if before in reference else ""
        times = " ".join(f"{_digits(us):>12}" for us in (each.us_per_epoch, each.low, each.high))
        lines.append(f"{name:<36} {each.engine:<18} {times} {ratio}".rstrip())
    return "\n".join(lines)


def sweeps_as_table(measured: Sequence[MeasuredSweep]) -> str:
    """The same of sweeps."""
    reference = {each.workload: each.seconds for each in measured if each.engine == ENGINE_OF_REFERENCE}
    lines = [f"{'sweep':<62} {'engine':<20} {'seconds':>8} {'low':>8} {'high':>8} {'to tapedeck':>12}"]
    for each in measured:
        times = " ".join(f"{seconds:8.2f}" for seconds in (each.seconds, each.low, each.high))
        ratio = f"{each.seconds / reference[each.workload]:12,.2f}" if each.workload in reference else ""
        lines.append(f"{each.workload:<62} {each.engine:<20} {times} {ratio}".rstrip())
    return "\n".join(lines)


def _digits(us: float) -> str:
    return f"{us:,.0f}" if us >= 100 else f"{us:.3g}"

"""Runs of the engine for the diagnosis, each trained once for all tests."""

import functools
from dataclasses import replace

import msgspec
import numpy as np
from sklearn.datasets import load_wine

from nets.autodiff.curvature import curvature
from nets.autodiff.net import Net
from nets.data.csv.parse import read
from nets.data.datasets.samples import SAMPLES, read_sample
from nets.data.datasets.synthetic import problem_table
from nets.data.prepare.options import PreprocessingOptions
from nets.data.prepare.split import prepared
from nets.data.prepare.suggest import suggested_options
from nets.diagnosis.diagnose import question_for
from nets.diagnosis.evidence import Evidence
from nets.diagnosis.rows import training_rows
from nets.errors import Refusal
from nets.queries.curvature import Curvature
from nets.settings import PRESETS, Settings, settings_from
from nets.training.engine.run import Run
from nets.training.protocol.examples import Examples, examples_of


@functools.cache
def evidence_of(table, *, preset=None, until=None, **values):
    """The evidence of a run on this table to its end, or to the epoch `until`, with what a trainer was asked for it."""
    settings = settings_of(preset, values)
    ready = ready_of(table, settings)
    examples = examples_of(ready, settings)
    run, scores, last_epoch = Run(settings, examples), [], until or settings.epochs
    while run.epoch < last_epoch and run.diverged_at is None:
        scores.append(run.advance(last_epoch - run.epoch)[:, 0])
    snapshot = run.evaluate()
    evidence = Evidence(
        settings=settings,
        rows=training_rows(ready.dataset, ready.is_validation, settings),
        snapshot=snapshot,
        scores=np.concatenate([np.concatenate(scores)[: snapshot.epoch], snapshot.scores]),
        has_ended=until is None,
        diverged_at=run.diverged_at,
    )
    query = question_for(evidence) if until is None else None
    if query is None:
        return evidence
    try:
        answer = query.answer(net_of(evidence, examples))
    except Refusal:
        return evidence
    return replace(evidence, **{"curvature" if isinstance(answer, Curvature) else "through_time": answer})


def net_of(evidence, examples):
    """The net at these weights, for a query."""
    params = {name: value[0] for name, value in evidence.snapshot.params.items()}
    return Net(evidence.settings, params, examples)


def curvature_at(evidence):
    """The curvature at an MLP's weights."""
    dataset = evidence.rows.dataset
    return curvature(net_of(evidence, Examples(dataset.columns, dataset.targets, len(dataset.classes))))


def settings_of(preset, values):
    """The preset's settings, the defaults without one, with these values."""
    return settings_from(msgspec.structs.asdict(PRESETS[preset] if preset else Settings()) | values)


def ready_of(table, settings):
    """The rows of the table of this name, prepared as the app suggests."""
    made = table_of(table)
    has_sequences = "seq" in made.columns
    options = PreprocessingOptions(label="y", group="seq") if has_sequences else suggested_options(made)[0]
    return prepared(made, settings, options=options)


@functools.cache
def table_of(name):
    """A sample without its ending, a table made here, or a synthetic problem as in "xor 100 0.1"."""
    if f"{name}.csv" in {sample.file for sample in SAMPLES}:
        return read_sample(f"{name}.csv")
    kind, *numbers = name.split()
    if kind in MADE:
        header, lines = MADE[kind](*map(float, numbers))
        return read("\n".join([header, *lines]).encode(), name=name)
    return problem_table(kind, n=int(numbers[0]), noise=float(numbers[1]), seed=1)


def _wine():
    wine = load_wine()
    names = [f"f{k}" for k in range(wine.data.shape[1])]
    return ",".join(["y", *names]), [
        ",".join(map(str, ["abc"[y], *x])) for x, y in zip(wine.data, wine.target, strict=True)
    ]


def _few_wine(n):
    """The wines, of the last class the first n alone."""
    header, lines = _wine()
    rare = [line for line in lines if line.startswith("c")][: int(n)]
    return header, [line for line in lines if not line.startswith("c")] + rare


def _clouds(n_common, n_rare, apart):
    """Two classes of so many rows, round clouds so far apart."""
    rng = np.random.default_rng(4)
    lines = []
    for name, n, centre in (("common", n_common, 0.0), ("rare", n_rare, apart)):
        lines += [f"{name},{x:.4f},{y:.4f}" for x, y in rng.normal(size=(int(n), 2)) + centre]
    return "y,x1,x2", lines


def _units(factor):
    """The sign of the second of two numbers, the first being in a unit so many times as small."""
    points = np.random.default_rng(7).uniform(-1, 1, size=(120, 2))
    return "y,x1,x2", [f"{'ab'[int(b > 0)]},{a * factor:.5f},{b:.5f}" for a, b in points]


def _coins(n, n_heads):
    """Rows of two equal inputs, with this share of heads on one side."""
    return "y,x", [f"{'head' if i % 10 < n_heads else 'tail'},{i % 2}" for i in range(int(n))]


def _sequences(rule, n_steps, scale):
    """Eight sequences of small numbers, labelled by their first one (0), the sum so far (1), or three steps before."""
    rng = np.random.default_rng(0)
    lines = []
    for sequence in range(8):
        x = rng.normal(size=int(n_steps)) * scale
        told = [np.full(len(x), x[0]), np.cumsum(x), np.roll(x, 3)][int(rule)]
        lines += [f"{'ab'[int(t > 0)]},{value:.6g},{sequence}" for t, value in zip(told, x, strict=True)]
    return "y,x,seq", lines


MADE = {
    "wine": _wine,
    "few_wine": _few_wine,
    "clouds": _clouds,
    "units": _units,
    "coins": _coins,
    "sequences": _sequences,
}

"""The numbers beside the transport: epoch, losses, accuracies, the baseline, and how long training took."""

from typing import NamedTuple

from nets.metrics import Baseline
from nets.training.client.view import View
from nets.training.protocol.snapshot import Snapshot
from pages.shared.components.status.metrics import Number
from pages.shared.status_text import NOTHING_S, duration


class Counted(NamedTuple):
    """How many rows the shares are of."""

    n_training: int
    n_validation: int
    baseline: Baseline


def number_row(view: View, counted: Counted, commonest: str, *, n_epochs: int) -> tuple[Number, ...]:
    """Without validation rows as in the lecture; with them both losses and accuracies, told in one way. `n_epochs` is
    how far Play goes.
    """
    snapshot, baseline = view.snapshot, counted.baseline
    mean = "Mean of −log p(label)" + (", by class weights," if view.settings.class_weights != "none" else "")
    always = Number(
        "Baseline",
        _share(baseline.accuracy, baseline.n_rows, counted),
        f"The accuracy of always saying “{commonest}”, the commonest class of the training rows: {baseline.n_right:,} "
        f"of {baseline.n_rows:,} {'validation ' if counted.n_validation else ''}rows.",
    )
    validation = ()
    if counted.n_validation:
        loss, accuracy = (snapshot.scores[0, 1], float(snapshot.scores[0, 2])) if snapshot else (None, None)
        validation = (
            Number("Validation loss", _loss(loss), f"{mean} over the rows it was not trained on."),
            _accuracy("Validation accuracy", accuracy, counted.n_validation, counted),
        )
    accuracy = float(snapshot.accuracy[0]) if snapshot else None
    return (
        Number(f"Epoch of {n_epochs:,}", f"{view.epoch:,}"),
        Number("Loss", _loss(snapshot.loss[0] if snapshot else None), f"{mean.rstrip(',')}, in nats."),
        _accuracy("Accuracy", accuracy, counted.n_training, counted),
        *validation,
        always,
        Number("Elapsed", duration(snapshot.elapsed_s) if snapshot else "–", _of_training(snapshot)),
    )


def _loss(loss: float | None) -> str:
    return "–" if loss is None else f"{loss:.4f}"


def _accuracy(name: str, share: float | None, n_rows: int, counted: Counted) -> Number:
    if share is None:
        return Number(name, "–")
    which = f"{name.split(maxsplit=1)[0].lower()} rows" if " " in name else "training rows"
    about = f"{round(share * n_rows):,} of {n_rows:,} {which} are predicted right: {share:.1%}."
    return Number(name, _share(share, n_rows, counted), about)


def _share(share: float, n_rows: int, counted: Counted) -> str:
    """A count while all rows are trained on and few; else per cent, which tells of unlike numbers of rows alike."""
    as_count = not counted.n_validation and n_rows < 1000
    return f"{round(share * n_rows)} of {n_rows}" if as_count else f"{share:.1%}"


def _of_training(snapshot: Snapshot | None) -> str:
    is_long = snapshot is not None and snapshot.compile_s > NOTHING_S
    compiled = f", nor the {duration(snapshot.compile_s)} of compiling" if is_long else ""
    return (
        "What the compiled epochs took by themselves, at whatever speed they are shown: no pause, evaluation, picture "
        f"or wait for a processor counts{compiled}."
    )

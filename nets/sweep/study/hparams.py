"""The runs of a sweep as summaries for TensorBoard's HParams, written without TensorFlow.

TensorBoard's own modules are imported at the first use.
"""

import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from nets.errors import Code, DataError
from nets.sweep.scores import SCORES
from nets.sweep.table import records_of

if TYPE_CHECKING:
    from tensorboard.compat.proto.summary_pb2 import Summary

EVENTS = "events.out.tfevents.*"
METRICS = ("loss", "accuracy", "validation_loss", "validation_accuracy")


def check_directory(directory: str) -> None:
    """Raises `DataError` where there are summaries already, which TensorBoard would show with those of a new sweep."""
    if any(Path(directory).rglob(EVENTS)):
        raise DataError(
            Code.SUMMARIES, f"{directory} has summaries already: go on with its sweep by --resume, or name another."
        )


def write_hparams(directory: str, names: Sequence[str], runs: pd.DataFrame) -> None:
    """Write a folder a run, of its number, with the settings of these names and its scores at its last epoch; with its
    losses, where they were kept, at every epoch; and beside them what settings and scores there are. What is there
    already stays as it is.
    """
    from tensorboard.plugins.hparams import summary_v2  # noqa: PLC0415 - see the module
    from tensorboard.plugins.scalar.summary_v2 import scalar_pb  # noqa: PLC0415

    root = Path(directory)
    metrics = [name for name in METRICS if name in runs]
    hparams = [summary_v2.HParam(name, _domain(runs[name])) for name in names]
    config = summary_v2.hparams_config_pb(
        hparams, [summary_v2.Metric(name, display_name=SCORES[name].title) for name in metrics]
    )
    _write(root, [(0, config)])
    for row in records_of(runs):
        has_diverged = row["diverged_at"] is not None
        last = max(row["diverged_at"] - 1, 0) if has_diverged else row["epochs"]
        losses = enumerate(row["losses"]) if "losses" in row else []
        values = [(epoch, "loss", loss) for epoch, loss in losses]
        values += [(last, name, row[name]) for name in metrics if name != "loss" or not values]
        scalars = [(epoch, scalar_pb(name, value)) for epoch, name, value in values if value is not None]
        start = summary_v2.hparams_pb({name: row[name] for name in names}, trial_id=str(row["run"]))
        _write(root / f"{row['run']:06}", [(0, start), *scalars, (last, _end(has_diverged=has_diverged))])


def _end(*, has_diverged: bool) -> "Summary":
    """That a run ended, and how; TensorBoard's own function for it needs TensorFlow."""
    from tensorboard.compat.proto.summary_pb2 import Summary  # noqa: PLC0415 - see the module
    from tensorboard.plugins.hparams import api_pb2, metadata, plugin_data_pb2  # noqa: PLC0415

    status = api_pb2.STATUS_FAILURE if has_diverged else api_pb2.STATUS_SUCCESS
    ended = plugin_data_pb2.SessionEndInfo(status=status, end_time_secs=time.time())
    about = metadata.create_summary_metadata(plugin_data_pb2.HParamsPluginData(session_end_info=ended))
    value = Summary.Value(tag=metadata.SESSION_END_INFO_TAG, metadata=about, tensor=metadata.NULL_TENSOR)
    return Summary(value=[value])


def _domain(values: pd.Series):
    from tensorboard.plugins.hparams.summary_v2 import Discrete, IntInterval, RealInterval  # noqa: PLC0415

    if pd.api.types.is_float_dtype(values):
        return RealInterval(float(values.min()), float(values.max()))
    if pd.api.types.is_integer_dtype(values):
        return IntInterval(int(values.min()), int(values.max()))
    return Discrete(sorted(values.unique()))


def _write(directory: Path, summaries: Iterable[tuple[int, "Summary"]]) -> None:
    """One file of events, each the summary of an epoch, where there is none."""
    from tensorboard.compat.proto.event_pb2 import Event  # noqa: PLC0415 - see the module
    from tensorboard.summary.writer.event_file_writer import EventFileWriter  # noqa: PLC0415

    if any(directory.glob(EVENTS)):
        return
    directory.mkdir(parents=True, exist_ok=True)
    writer = EventFileWriter(str(directory))
    try:
        for epoch, each in summaries:
            writer.add_event(Event(wall_time=time.time(), step=epoch, summary=each))
    finally:
        writer.close()

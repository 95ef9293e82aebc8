"""The plan of a sweep: which of its runs are trained side by side, and on which rows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from nets.settings import Settings
from nets.settings.compile_key import batch_key
from nets.sweep.merging import merged
from nets.sweep.sweep import Member
from nets.training.protocol.examples import Examples

# What decides a net's rows and their weights, besides the net itself and the seed of the split.
DATA_SETTINGS = ("scale", "class_weights", "validation_split", "validation_by")


@dataclass(frozen=True)
class Batch:
    """Runs that are trained side by side: `members` are their places in the sweep, `data` that of their rows."""

    members: tuple[int, ...]
    runs: tuple[Settings, ...]
    data: int


@dataclass(frozen=True)
class Plan:
    """All batches of a sweep, and the rows that they are trained on."""

    batches: tuple[Batch, ...]
    examples: tuple[Examples, ...]


def plan_of(members: Sequence[Member], examples_for: Callable[[Settings], Examples]) -> Plan:
    """The plan of these runs; `examples_for` gives the rows of a run, and is called once for each kind of rows.

    Raises what `examples_for` raises.
    """
    places: dict[tuple[Settings, tuple], list[int]] = {}
    for i, member in enumerate(members):
        places.setdefault((batch_key(member.settings), rows_key(member.settings)), []).append(i)
    kinds = list(dict.fromkeys(data for _, data in places))
    examples = [
        examples_for(next(members[i[0]].settings for (_, data), i in places.items() if data == kind)) for kind in kinds
    ]
    batches = []
    for (_, data), found in places.items():
        rows = examples[kinds.index(data)]
        runs = [members[i].settings for i in found]
        shape = {"n_rows": rows.n_rows, "n_features": len(rows.columns), "n_classes": rows.n_classes}
        for group in merged(runs, **shape):
            batch = Batch(tuple(found[i] for i in group), tuple(runs[i] for i in group), kinds.index(data))
            batches.append(batch)
    return Plan(tuple(batches), tuple(examples))


def rows_key(settings: Settings) -> tuple:
    """What decides the rows of a run: runs with the same are trained on the same `Examples`."""
    of_split = settings.rows_seed if settings.validation_split else None
    return (settings.net, of_split, settings.output, *(getattr(settings, name) for name in DATA_SETTINGS))

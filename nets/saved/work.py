"""All that a visitor has, to a document and back."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from nets.data.columns.infer import RawColumn
from nets.data.prepare.split import prepared
from nets.errors import Refusal
from nets.saved.arrays import Packing, Unpacking, damaged, digest_of
from nets.saved.document import Document, SavedRun
from nets.saved.tables import StatesToSave, at_place, opened_states
from nets.saved.tapes import opened_tape, saved_tape, settings_of, values_of
from nets.settings import Settings
from nets.training.client.tape import Tape
from nets.training.protocol.examples import Examples, examples_of
from nets.workspace.exploration import Definition
from nets.workspace.loaded_data import LoadedData
from nets.workspace.run import Run
from nets.workspace.undo import Tables, TableState
from nets.workspace.work import Work

MOST_BYTES_OF_MOMENTS = 8 * 2**20  # of one tape, besides that at which it stands
MOST_RUNS = 256
ROWS = ("net", "scale", "class_weights", "output", "validation_split", "validation_by", "split_seed", "seed")


@dataclass(frozen=True, eq=False)
class Opened:
    """What was saved, opened again. `has_other_data`: this version makes other numbers of a table than the one that
    saved it. `n_left_out` counts kept runs whose table no net can be trained on here.
    """

    work: Work
    has_other_data: bool
    n_left_out: int


def saved_work(
    work: Work, packing: Packing, *, most_bytes: int = MOST_BYTES_OF_MOMENTS, with_files: bool = True
) -> Document:
    """The document of all this, its arrays put beside it by `packing`; `most_bytes` is for `saved_tape`. Without files
    a table cannot be read in another way afterwards.
    """
    packing.begin()
    states, tables = StatesToSave(packing, with_files=with_files), work.tables
    runs = tuple(_saved_run(run, pin, states, packing, most_bytes=most_bytes) for run, pin in work.runs)
    places = {run.tape.id: place for place, (run, _) in enumerate(work.runs)}
    document = Document(
        files=(),
        tables=(),
        states=(),
        current=states.place(tables.current),
        own=None if tables.own is None else states.place(tables.own),
        made_of=states.place(tables.made_of),
        undo=tuple(map(states.place, tables.undo)),
        is_of_table=work.is_of_table,
        runs=runs,
        changed_from=tuple(
            (places[changed], places[origin])
            for changed, origin in work.changed_from.items()
            if changed in places and origin in places
        ),
        vary=work.sweep.vary,
        n_seeds=work.sweep.n_seeds,
    )
    return msgspec.structs.replace(
        document, files=tuple(states.files), tables=tuple(states.tables), states=tuple(states.states)
    )


def opened_work(document: Document, unpacking: Unpacking) -> Opened:
    """What was saved, its tapes held by no trainer yet. Raises `Refusal` where something is missing or damaged, and
    where no net can be trained on the table of the tape on the deck.
    """
    states, preparing = opened_states(document, unpacking), _Preparing()
    if not 0 < len(document.runs) <= MOST_RUNS:
        raise damaged()
    runs: dict[int, tuple[Run, int | None]] = {}
    has_other_data, n_left_out = False, 0
    for place, saved in enumerate(document.runs):
        try:
            run, is_same = _opened_run(saved, states, preparing, unpacking)
        except Refusal as refusal:
            if place == len(document.runs) - 1 or refusal.code == damaged().code:
                raise
            n_left_out += 1
        else:
            runs[place] = run, saved.pin
            has_other_data |= not is_same
    work = Work(
        Tables(
            at_place(states, document.current),
            None if document.own is None else at_place(states, document.own),
            at_place(states, document.made_of),
            tuple(at_place(states, place) for place in document.undo),
        ),
        tuple(runs.values()),
        is_of_table=document.is_of_table,
        changed_from={
            runs[changed][0].tape.id: runs[origin][0].tape.id
            for changed, origin in document.changed_from
            if changed in runs and origin in runs
        },
        sweep=Definition(document.vary, document.n_seeds),
    )
    return Opened(work, has_other_data, n_left_out)


def _saved_run(run: Run, pin: int | None, states: StatesToSave, packing: Packing, *, most_bytes: int) -> SavedRun:
    recorded = run.tape.recorded()
    return SavedRun(
        tape=saved_tape(recorded, run.loaded.weights(recorded.settings), packing, most_bytes=most_bytes),
        state=states.place(run.state),
        shown=values_of(run.shown),
        data=run.data,
        examples=packing.put_once(run.tape.examples, lambda put: _digest_of(run.tape.examples)),
        pin=pin,
    )


def _opened_run(
    saved: SavedRun, states: list[TableState], preparing: "_Preparing", unpacking: Unpacking
) -> tuple[Run, bool]:
    """The run, and whether its data are the same numbers as where it was saved."""
    state, shown = at_place(states, saved.state), settings_of(saved.shown)
    loaded, examples = preparing.of(state, settings_of(saved.tape.settings))
    recorded = opened_tape(saved.tape, loaded.weights(shown), unpacking)
    tape = Tape(recorded.settings, examples, recorded.start, plan=recorded.events)
    return Run(tape, shown, loaded, state, saved.data), _digest_of(examples) == saved.examples


class _Preparing:
    """Prepares the data of runs, those of several runs alike once."""

    def __init__(self) -> None:
        self._made: dict[tuple, tuple[LoadedData, Examples]] = {}
        self._known: dict[int, dict[str, RawColumn]] = {}

    def of(self, state: TableState, settings: Settings) -> tuple[LoadedData, Examples]:
        """The data that a net of these settings is trained on. Raises `Refusal` where there can be none."""
        values: Mapping = msgspec.structs.asdict(settings)
        key = (id(state), *(values[name] for name in ROWS))
        if key not in self._made:
            known = self._known.setdefault(id(state.table), {})
            ready = prepared(state.table, settings, options=state.options, known=known)
            loaded = LoadedData(state.table, ready.dataset, ready.is_validation)
            self._made[key] = loaded, examples_of(ready, settings)
        return self._made[key]


def _digest_of(examples: Examples) -> str:
    """What tells these rows, as numbers, from all others."""
    parts = [digest_of(array) for array in examples.arrays()]
    told = " ".join([*parts, str(examples.n_classes), repr(examples.class_weights)])
    return hashlib.blake2b(told.encode(), digest_size=16).hexdigest()

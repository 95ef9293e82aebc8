"""What a visitor has, saved and opened again: the same to the last bit."""

import json
from dataclasses import replace

import msgspec
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nets.data.columns.dictionary import packed
from nets.data.datasets.samples import FOLDER
from nets.data.table import cells_of
from nets.errors import Code, DataError
from nets.saved.arrays import Packing, Unpacking, npy_of
from nets.saved.cells import opened_cells, saved_cells
from nets.saved.document import VERSION, document_from
from nets.saved.work import opened_work, saved_work
from nets.settings import PRESETS, Settings
from nets.training.protocol.events import WeightsChange
from nets.workspace.exploration import Definition
from nets.workspace.workspace import OWN_FILE
from tests.saved.works import deck, evaluated, train

IRIS = (FOLDER / "iris.csv").read_bytes()


def saved(work, **options):
    """The document of this as bytes, and the arrays beside it, by their digests."""
    packing = Packing()
    document = msgspec.json.encode(saved_work(work, packing, **options))
    return document, {digest: npy_of(array) for digest, array in packing.arrays()}


def opened(document, arrays):
    return opened_work(document_from(document), Unpacking(arrays.__getitem__))


def again(one, **options):
    """Another deck with what is on this one."""
    other = deck()
    other.take_up_work(opened(*saved(one.work, **options)).work)
    other.follow(other.settings)
    return other


def assert_same_tape(one, other):
    a, b = one.recorded(), other.recorded()
    assert (a.settings, a.events) == (b.settings, b.events)
    np.testing.assert_array_equal(a.start.scores, b.start.scores)
    for name, value in {**a.start.snapshot.params, **a.start.snapshot.slots}.items():
        np.testing.assert_array_equal(value, {**b.start.snapshot.params, **b.start.snapshot.slots}[name])
    assert (a.start.diverged_at, a.start.stopped_at) == (b.start.diverged_at, b.start.stopped_at)


@pytest.fixture
def mine():
    """A deck with a run on a sample, one on an own file that was edited, and one on it that is pinned."""
    mine = deck()
    mine.follow(Settings())
    train(mine.tape, 30)
    assert mine.take(IRIS, name="iris.csv")
    mine.choose(OWN_FILE)
    cells = mine.table.cells.copy()
    cells.iloc[0, 0] = "9.5"
    assert mine.edit(cells)
    mine.follow(PRESETS["Modern"])
    train(mine.tape, 50)
    mine.pin()
    mine.follow(msgspec.structs.replace(PRESETS["Modern"], hidden_units=8))
    train(mine.tape, 20)
    return mine


def test_all_is_there_again_to_the_last_bit(mine):
    other = again(mine)
    assert_same_tape(mine.tape, other.tape)
    assert other.table.cells.equals(mine.table.cells)
    assert other.options == mine.options
    assert other.choice == OWN_FILE
    assert [run.tape.view().end for run in other.runs.newest()] == [50, 30]
    assert [(pin, run.tape.view().end) for pin, run in other.runs.pinned()] == [(0, 50)]
    assert other.file.raw == IRIS
    assert saved(other.work) == saved(mine.work)


def test_it_goes_on_as_it_would_have(mine):
    other = again(mine)
    evaluated(other.tape)
    train(mine.tape, 40)
    train(other.tape, 40)
    assert_same_tape(mine.tape, other.tape)


def test_edits_are_undone_as_they_would_have_been(mine):
    other = again(mine)
    assert other.can_undo
    other.undo()
    mine.undo()
    assert other.table.cells.equals(mine.table.cells)
    assert other.table.cells.iloc[0, 0] != "9.5"


def test_the_same_net_has_the_kept_run_and_no_new_one(mine):
    other = again(mine)
    other.follow(PRESETS["Modern"])
    assert other.tape.view().end == 50
    assert "its run is back" in other.notice


def test_a_rate_changed_and_a_weight_set_on_the_way_are_on_record():
    mine = deck()
    mine.follow(Settings())
    train(mine.tape, 10)
    evaluated(mine.tape)
    other_rate = msgspec.structs.replace(mine.settings, learning_rate=0.25)
    mine.tape.step(other_rate)
    evaluated(mine.tape)  # as a trainer tells at once
    train(mine.tape, 10)
    mine.tape = mine.tape.with_weights(WeightsChange(20, "W1", (0.5,), (2, 1)))
    evaluated(mine.tape)
    mine.follow(other_rate)
    other = again(mine)
    assert len(other.tape.events.later) == 2
    assert_same_tape(mine.tape, other.tape)


@pytest.mark.parametrize(
    "settings",
    [
        Settings(net="rnn", cell="lstm", optimiser="adam", hidden_units=4),
        Settings(optimiser="nesterov", precision="float64", hidden_units="4x3", hidden_layers=2),
        Settings(validation_split=0.3, early_stopping=3, optimiser="adam", learning_rate=3.0),
        Settings(hidden_layers=0, class_weights="balanced", batch=3),
        Settings(output="sigmoid", bias="every", dropout=0.3, activation="gelu"),
    ],
    ids=["LSTM", "float64", "early stopping", "linear", "dropout"],
)
def test_every_kind_of_net_goes_on_as_it_would_have(settings):
    mine = deck()
    mine.follow(settings)
    train(mine.tape, 60)
    other = again(mine)
    evaluated(other.tape)
    assert_same_tape(mine.tape, other.tape)
    assert other.tape.view().state == mine.tape.view().state
    assert other.tape.view().end == mine.tape.view().end


def test_a_run_that_diverged_is_said_to_have():
    mine = deck()
    mine.follow(Settings(activation="relu", learning_rate=1e6))
    train(mine.tape, 60)
    assert mine.tape.view().state == "diverged"
    other = again(mine)
    evaluated(other.tape)
    assert other.tape.view().state == "diverged"
    assert other.tape.view().diverged_at == mine.tape.view().diverged_at


def test_an_earlier_epoch_that_was_looked_at_is_looked_at_again():
    mine = deck()
    mine.follow(Settings())
    train(mine.tape, 60)
    mine.tape.look_at(12)
    assert again(again(mine)).tape.recorded().start.looked_at == 12
    other = again(mine)
    evaluated(other.tape)
    assert other.tape.looked_at == 12


def test_what_explore_varies_is_there_again():
    mine = deck()
    mine.follow(Settings())
    work = replace(mine.work, sweep=Definition(("learning_rate=0.1:1:lin:3",), 4))
    assert opened(*saved(work)).work.sweep == work.sweep


def test_moments_that_take_too_much_are_left_out_and_the_tape_is_the_same(mine):
    other = again(mine, most_bytes=0)
    assert_same_tape(mine.tape, other.tape)
    assert len(other.tape.recorded().start.checkpoints) == 0


def test_a_table_on_which_no_net_can_be_trained_now_is_there_beside_the_tape_of_the_one_before(mine):
    cells = mine.table.cells.copy()
    cells["species"] = "one"
    assert mine.edit(cells)
    assert mine.obstacle
    other = again(mine)
    assert other.obstacle == mine.obstacle
    assert other.table.cells.equals(mine.table.cells)
    assert_same_tape(mine.tape, other.tape)


def test_what_was_packed_is_not_packed_anew(mine):
    packing, made = Packing(), []
    saved_work(mine.work, packing)
    original, packing.put_once = packing.put_once, lambda of, make: original(of, lambda put: made.append(of))
    saved_work(mine.work, packing)
    assert made == []


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)


@given(st.lists(st.tuples(texts, texts), min_size=1, max_size=30))
def test_any_text_of_a_cell_is_there_again(rows):
    cells = cells_of([pa.chunked_array([list(column)], pa.string()) for column in zip(*rows, strict=True)], ("a", "b"))
    arrays = {}

    def put(array):
        return arrays.setdefault(str(len(arrays)), array) is array and str(len(arrays) - 1)

    held = saved_cells(cells, put)
    unpacking = Unpacking(lambda digest: b"")
    unpacking.array = lambda digest, **of: arrays[digest]
    assert opened_cells(held, unpacking).equals(cells)


def test_packed_columns_stay_packed():
    column = pa.array(["a", "b"] * 10_000 + ["c"])
    (dictionary,) = packed([pa.RecordBatch.from_arrays([column], ["x"])], 1)
    cells = cells_of([dictionary], ("x",))
    packing = Packing()
    packing.begin()
    held = saved_cells(cells, packing.put)
    arrays = {digest: npy_of(array) for digest, array in packing.arrays()}
    found = opened_cells(held, Unpacking(arrays.__getitem__))
    assert found.equals(cells)
    assert found.dtypes.equals(cells.dtypes)


# What is not as it was written.


def test_a_document_of_a_later_version_is_refused_in_a_sentence(mine):
    document, _ = saved(mine.work)
    later = json.loads(document) | {"version": VERSION + 1, "something": "new"}
    with pytest.raises(DataError, match="open it with a newer Tape Deck") as refusal:
        document_from(json.dumps(later).encode())
    assert refusal.value.code == Code.NEWER_TAPE


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff", b"[" * 100_000, b'{"format":"other","version":1}'])
def test_what_is_no_document_is_refused(content):
    with pytest.raises(DataError) as refusal:
        document_from(content)
    assert refusal.value.code == Code.DAMAGED_TAPE


def damages():
    """Changes of a document, each by the path of what is changed."""
    yield ("current",), 99
    yield ("made_of",), -1
    yield ("runs",), []
    yield ("states", 0, "table"), 7
    yield ("states", 0, "choice"), "../../etc/passwd"
    yield ("tables", 0, "cells", "n_rows"), 8
    yield ("tables", 0, "cells", "n_rows"), 10**9
    yield ("tables", 0, "cells", "texts"), "0" * 32
    yield ("tables", 0, "cells", "names"), ["a", "a", "a"]
    yield ("tables", 0, "reading", "decimal"), "x"
    yield ("runs", 0, "tape", "settings", "hidden_units"), 6
    yield ("runs", 0, "tape", "settings", "hidden_units"), 10**9
    yield ("runs", 0, "tape", "settings", "unheard_of"), 1
    yield ("runs", 0, "tape", "settings", "optimiser"), "adam"
    yield ("runs", 0, "tape", "settings", "precision"), "float64"
    yield ("runs", 0, "tape", "moment", "epoch"), 10**6
    yield ("runs", 0, "tape", "scores"), []
    yield ("runs", 0, "tape", "later"), [{"epoch": 3, "matrix": "W9", "values": [1.0]}]
    yield ("runs", 0, "tape", "later"), [{"epoch": -3}]


@pytest.mark.parametrize(("path", "value"), damages(), ids=str)
def test_a_document_that_was_changed_is_refused_and_never_a_crash(path, value):
    mine = deck()
    mine.follow(Settings())
    train(mine.tape, 5)
    document, arrays = saved(mine.work)
    changed = json.loads(document)
    place = changed
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    arrays |= {"0" * 32: b"\x93NUMPY"}
    with pytest.raises(DataError) as refusal:
        opened(json.dumps(changed).encode(), arrays)
    assert refusal.value.code == Code.DAMAGED_TAPE


def test_arrays_that_are_objects_or_another_one_are_refused(mine):
    document, arrays = saved(mine.work)
    first = next(iter(arrays))
    for content in (npy_of(np.ones(3)), arrays[first][:-1], b"", arrays[first].replace(b"'|u1'", b"'|O'")):
        with pytest.raises(DataError):
            opened(document, arrays | dict.fromkeys(arrays, content))

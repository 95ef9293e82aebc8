"""A saved tape: one file that opens again, here and in every later version, and is never more than it may be."""

import contextlib
import io
import json
import pickle
import struct
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from nets.data.csv.parse import read
from nets.data.datasets.samples import FOLDER
from nets.errors import Code, DataError
from nets.saved.same_numbers import SameNumbers
from nets.saved.tape_file import file_of, is_tape, opened_file
from nets.settings import Settings
from nets.training.client.start import Recorded
from nets.workspace.workspace import OWN_FILE
from tests.saved.works import deck, evaluated, train

KEPT = Path(__file__).with_name("version_1.tape.zip")  # made by the first version that saved tapes; it stays
LOSSES = [0.7118818, 0.58442265, 0.47355303, 0.00222895]  # at its epochs 0, 20, 30 and 60


@pytest.fixture(scope="module")
def mine():
    mine = deck()
    mine.follow(Settings())
    train(mine.tape, 30)
    return mine


@pytest.fixture(scope="module")
def file(mine):
    return file_of(mine.work)


def rewritten(raw, change):
    """The file with its parts, by name, as `change` leaves them."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        parts = {entry.filename: archive.read(entry) for entry in archive.infolist()}
    change(parts)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def refusal_of(raw):
    with pytest.raises(DataError) as refusal:
        opened_file(raw)
    assert "\n" not in refusal.value.sentence
    return refusal.value.code


def test_it_is_the_same_screen_again(mine, file):
    other = deck()
    other.take_up_work(opened_file(file).work)
    other.follow(other.settings)
    evaluated(other.tape)
    np.testing.assert_array_equal(other.tape.view().scores, mine.tape.view().scores)
    assert other.tape.view().epoch == 30
    assert file_of(other.work) == file  # the same bytes


def test_it_is_a_zip_of_json_and_arrays_and_nothing_else(file):
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        document, *arrays = archive.namelist()
        assert document == "tape.json"
        assert json.loads(archive.read(document))["version"] == 1
        for name in arrays:
            np.load(io.BytesIO(archive.read(name)), allow_pickle=False)


def test_it_has_what_is_on_the_deck_and_pinned_and_nothing_that_was_left():
    mine = deck()
    mine.follow(Settings())
    train(mine.tape, 10)
    mine.pin()
    mine.take(b"secret,x\na,1\nb,2\n" * 3, name="private.csv")
    mine.choose(OWN_FILE)
    mine.follow(Settings(hidden_units=4))
    train(mine.tape, 10)
    mine.choose("circle.csv")
    mine.follow(Settings(hidden_units=3))
    train(mine.tape, 10)
    work = opened_file(file_of(mine.work)).work
    assert [(run.loaded.table.name, pin) for run, pin in work.runs] == [("lecture_mlp.csv", 0), ("circle.csv", None)]
    assert b"private" not in rewritten(file_of(mine.work), lambda parts: parts)
    assert not any(state.file.name == "private.csv" for state in (work.tables.current, *work.tables.undo))


def test_what_was_on_the_deck_is_kept_beside_it(file):
    mine = deck()
    mine.take((FOLDER / "iris.csv").read_bytes(), name="mine.csv")
    mine.choose(OWN_FILE)
    mine.follow(Settings(hidden_units=4))
    train(mine.tape, 12)
    mine.pin()
    mine.take_up_work(opened_file(file).work.beside(mine.work))
    mine.follow(mine.settings)
    assert mine.table.name == "lecture_mlp.csv"
    assert [(pin, run.loaded.table.name) for pin, run in mine.runs.pinned()] == [(0, "mine.csv")]
    mine.put_back(mine.runs.newest()[0])
    assert mine.table.name == "mine.csv"


def test_a_file_of_version_1_opens():
    opened = opened_file(KEPT.read_bytes())
    (pinned, pin), (run, _) = opened.work.runs
    assert (opened.has_other_data, opened.n_left_out, pin) == (False, 0, 0)
    assert run.state.table.name == "Größen.csv"
    assert run.state.table.columns == ("label", "länge", "größe")
    assert run.state.table.cells.iloc[3, 1] == "9,9"
    assert run.state.start.cells.iloc[3, 1] != "9,9"
    assert run.state.file.raw.startswith("label;länge".encode())
    start = run.tape.recorded().start
    assert (start.epoch, start.looked_at, len(start.scores)) == (60, 25, 61)
    assert [event.epoch for event in run.tape.events.later] == [20, 30]
    np.testing.assert_allclose(start.scores[[0, 20, 30, 60], 0], LOSSES, rtol=1e-5)
    assert pinned.settings.cell == "gru"
    assert pinned.tape.recorded().start.epoch == 40


def test_a_file_of_version_1_is_trained_again_to_the_same_losses():
    """To what another processor may round otherwise."""
    (pinned, _), (run, _) = opened_file(KEPT.read_bytes()).work.runs
    for each in (pinned, run):
        anew = deck()
        anew.take_up_work(opened_file(KEPT.read_bytes()).work)
        anew.tape = type(each.tape)(each.tape.events.first, each.tape.examples)
        train(anew.tape, 20)
        there = each.tape.recorded().start.scores[:20]
        np.testing.assert_allclose(anew.tape.view().scores[:20], there, rtol=1e-4, atol=1e-5)


# What is no saved tape, or not as it was saved.


@pytest.mark.parametrize("raw", [b"", b"a,b\n1,2\n", b"PK\x05\x06" + bytes(18), b"PK\x03\x04" + bytes(60)])
def test_what_is_no_tape_is_said_to_be_none(raw):
    assert refusal_of(raw) == Code.NO_TAPE
    assert not is_tape(raw)


def test_another_archive_is_no_tape(file):
    assert refusal_of(rewritten(file, lambda parts: parts.pop("tape.json"))) == Code.NO_TAPE


def test_where_a_table_is_asked_for_it_is_called_what_it_is(file):
    assert is_tape(file)
    with pytest.raises(DataError, match="This is a saved tape, not a CSV file: give it to the sidebar's uploader"):
        read(file, name="mine.tape.zip")


def test_a_file_that_was_cut_short_or_changed_anywhere_is_refused_or_the_same(mine, file):
    assert is_tape(file)
    for n in range(40, len(file), 97):
        assert refusal_of(file[:n]) == Code.DAMAGED_TAPE
    directory = file.index(b"PK\x01\x02")
    for n in (*range(0, directory, 41), *range(directory, directory + 60), *range(len(file) - 60, len(file))):
        changed = bytearray(file)
        changed[n] ^= 0x55
        with contextlib.suppress(DataError):
            opened = opened_file(bytes(changed))  # a byte that says nothing, as of a time
            there = mine.tape.recorded().start.scores
            np.testing.assert_array_equal(opened.work.deck[0].tape.recorded().start.scores, there)


def test_a_later_version_is_said_to_be_one(file):
    def later(parts):
        parts["tape.json"] = json.dumps(json.loads(parts["tape.json"]) | {"version": 2}).encode()

    assert refusal_of(rewritten(file, later)) == Code.NEWER_TAPE


def test_a_part_that_is_missing_is_damage(file):
    assert refusal_of(rewritten(file, lambda parts: parts.pop(list(parts)[1]))) == Code.DAMAGED_TAPE


def test_code_in_place_of_an_array_is_never_run(file):
    class Harm:
        def __reduce__(self):
            return pytest.fail, ("it was run",)

    def harm(parts):
        for name in list(parts)[1:]:
            stream = io.BytesIO()
            np.lib.format.write_array(stream, np.array([1], object), allow_pickle=True)
            parts[name] = stream.getvalue()[:128] + pickle.dumps(Harm())

    assert refusal_of(rewritten(file, harm)) == Code.DAMAGED_TAPE


def test_a_small_file_that_unpacks_to_a_large_one_is_refused_before_it_is_in_memory(file):
    def much(parts):
        parts[list(parts)[1]] = bytes(300 * 2**20)

    raw = rewritten(file, much)
    assert len(raw) < 2**20
    assert refusal_of(raw) == Code.TAPE_TOO_LARGE
    lies = raw.replace(struct.pack("<I", 300 * 2**20), struct.pack("<I", 100))  # of its size
    assert refusal_of(lies) in (Code.TAPE_TOO_LARGE, Code.DAMAGED_TAPE)


def test_a_larger_file_than_is_opened_is_refused_and_never_made(mine, file, monkeypatch):
    assert refusal_of(file + bytes(21 * 2**20)) == Code.TAPE_TOO_LARGE
    monkeypatch.setattr("nets.saved.tape_file.MAX_BYTES", 2000)
    with pytest.raises(DataError, match="unpin runs") as refusal:
        file_of(mine.work)
    assert refusal.value.code == Code.TAPE_TOO_LARGE


def test_what_can_be_trained_again_is_left_out_where_the_file_would_be_too_large(mine, file, monkeypatch):
    monkeypatch.setattr("nets.saved.tape_file.MAX_BYTES", len(file) - 1)
    smaller = opened_file(file_of(mine.work)).work.deck[0]
    np.testing.assert_array_equal(smaller.tape.recorded().start.scores, mine.tape.recorded().start.scores)


# Whether this computer has the same numbers.


def checked(recorded, examples):
    """What is found, with a trainer that trains at once."""
    tapes = []
    same = SameNumbers(recorded, examples, tapes.append)
    assert same.is_awaited
    (tape,) = tapes
    train(tape, recorded.start.epoch)
    assert not same.is_awaited
    return same.sentence


def test_the_same_numbers_are_said_to_be_the_same(mine):
    sentence = checked(mine.tape.recorded(), mine.tape.examples)
    assert sentence == "The first 30 epochs, trained again on this computer, have the same losses to the last bit."


def test_a_last_bit_that_differs_is_said(mine):
    settings, events, start = mine.tape.recorded()
    scores = start.scores.copy()
    scores[12:] = np.nextafter(scores[12:], np.float32(9))
    sentence = checked(Recorded(settings, events, replace(start, scores=scores)), mine.tape.examples)
    assert "have other losses from epoch 12 on, by up to " in sentence

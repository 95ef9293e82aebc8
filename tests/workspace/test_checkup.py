"""The diagnosis of a tape follows what is shown, and leaves a trainer alone that trains."""

from dataclasses import replace

import msgspec
import numpy as np
import pytest

from nets.diagnosis.remark import Code
from nets.processes.serialization import encode
from nets.queries.curvature import Curvature
from nets.settings import Settings
from nets.training.client.tape import Tape
from nets.training.protocol.events import Events, WeightsChange
from nets.training.protocol.messages import Answered, Ask, Evaluated, Progress
from nets.workspace.checkup import Checkup
from nets.workspace.loaded_data import LoadedData
from tests.diagnosis.runs import evidence_of
from tests.lecture.golden import golden

SETTINGS = Settings(learning_rate=30)


@pytest.fixture
def sent():
    return []


@pytest.fixture
def tape(sent):
    tape = Tape(SETTINGS, golden("mlp").examples)
    tape.connect(sent.append)
    return tape


@pytest.fixture
def checkup(tape):
    dataset = golden("mlp").dataset
    return Checkup(tape, LoadedData(None, dataset, np.zeros(dataset.n_rows, bool)))


def told(tape, epoch, *, playing):
    """The run of this rate, trained to this epoch, as a trainer tells of it."""
    found = evidence_of("lecture_mlp", learning_rate=30, until=epoch)
    tape.play(SETTINGS, pace=None) if playing else None
    progress = Progress(
        run=tape.id,
        settings=SETTINGS,
        first_epoch=0,
        scores=found.scores[:epoch],
        snapshot=found.snapshot,
        playing=playing,
        diverged_at=None,
        stopped_at=None,
    )
    tape.hear(progress)


def codes(checkup, tape):
    return [remark.code for remark in checkup.remarks(tape.view())]


def test_while_it_plays_a_run_is_diagnosed_and_its_trainer_asked_nothing(tape, checkup, sent):
    assert codes(checkup, tape) == []
    told(tape, 60, playing=True)
    assert codes(checkup, tape)[0] == Code.ABOVE_START
    assert not checkup.is_awaited(tape.view())
    assert not [message for message in sent if isinstance(message, Ask)]


def test_at_rest_the_trainer_is_asked_once_and_what_to_try_follows_from_its_answer(tape, checkup, sent):
    told(tape, 100, playing=False)
    assert codes(checkup, tape) == [Code.ABOVE_START, Code.OSCILLATING]
    assert checkup.is_awaited(tape.view())
    (asked,) = [message for message in sent if isinstance(message, Ask)]
    tape.hear(Answered(tape.id, asked.key, asked.query, 100, encode(Curvature(5.0))))
    assert not checkup.is_awaited(tape.view())
    first, second = checkup.remarks(tape.view())
    assert (first.proposal.title, second.proposal) == ("learning rate 0.2", None)
    assert checkup.remarks(tape.view()) is checkup.remarks(tape.view())


def test_at_an_earlier_epoch_it_is_told_what_was_to_be_seen_by_then(tape, checkup):
    told(tape, 100, playing=False)
    first = evidence_of("lecture_mlp", learning_rate=30, until=5).snapshot
    tape.look_at(5)
    tape.hear(Evaluated(tape.id, msgspec.structs.replace(first, epoch=5)))
    assert tape.view().epoch == 5
    assert codes(checkup, tape) == []


@pytest.mark.parametrize(("set_at", "said"), [(0, Code.ABOVE_START), (40, Code.OSCILLATING), (90, None)])
def test_after_weights_were_set_by_hand_the_course_from_there_on_is_told_once_it_is_long_enough(
    tape, checkup, set_at, said
):
    told(tape, 100, playing=False)
    change = WeightsChange(set_at, "W1", (0.5,), (0, 0))
    view = replace(tape.view(), events=Events(SETTINGS, (change,)))
    assert next((remark.code for remark in checkup.remarks(view)), None) == said

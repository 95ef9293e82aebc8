"""What is said of real runs: each remark where it must be, and not where it is only near."""

from dataclasses import replace

import msgspec
import pytest

from nets.diagnosis.diagnose import diagnose, every_remark, with_own_proposals
from nets.diagnosis.remark import Code
from nets.queries.curvature import Curvature
from tests.diagnosis.cases import CASES, of, rnn
from tests.diagnosis.runs import curvature_at, evidence_of

MUST = [(code, case) for code, (cases, _) in CASES.items() for case in cases]
MUST_NOT = [(code, case) for code, (_, cases) in CASES.items() for case in cases]


def named(value):
    return value.value if isinstance(value, Code) else " ".join(map(str, (value[0], *(v for _, v in value[1]))))


def evidence(case):
    table, values = case
    return evidence_of(table, **dict(values))


def codes(remarks):
    return [remark.code for remark in remarks]


def test_every_code_has_runs_on_three_tables_that_must_get_it_and_on_three_that_must_not():
    assert list(CASES) == list(Code)
    for cases in CASES.values():
        assert [len({table for table, _ in each}) for each in cases] == [3, 3]


@pytest.mark.parametrize(("code", "case"), MUST, ids=named)
def test_a_run_that_must_get_a_remark_gets_it(code, case):
    assert code in codes(every_remark(evidence(case)))


@pytest.mark.parametrize(("code", "case"), MUST_NOT, ids=named)
def test_a_run_that_is_only_near_a_remark_does_not_get_it(code, case):
    assert code not in codes(every_remark(evidence(case)))


# The failures a lecturer shows: what is said first, and a part of the sentence.
SHOWN = [
    (of("lecture_mlp", learning_rate=30), Code.ABOVE_START, "0.686 at epoch 0"),
    (of("lecture_mlp", learning_rate=1000), Code.ABOVE_START, "the steps are too long"),
    (of("lecture_mlp", init="zeros", activation="tanh"), Code.STUCK, "always says “no” (4 of 9 rows)"),
    (of("lecture_mlp", init="zeros"), Code.STUCK, "always says “ya” (5 of 9 rows)"),
    (of("iris"), Code.STUCK, "(56 of 150 rows right)"),
    (of("breast_cancer"), Code.STUCK, "always says “benign” (357 of 569 rows)"),
    (of("breast_cancer", activation="relu", learning_rate=10), Code.STUCK, "always says “benign” (357 of 569 rows)"),
]


@pytest.mark.parametrize(
    ("case", "code", "part"), SHOWN, ids=lambda value: named(value) if type(value) is tuple else ""
)
def test_the_failures_of_the_lecture_are_told_with_what_to_try_and_that_helps(case, code, part):
    first, *_ = diagnose(evidence(case))
    assert (first.code, first.severity) == (code, "fault")
    assert part in first.sentence
    table, values = case
    proposed = first.proposal
    tried = evidence_of(
        table, **({"preset": proposed.preset} if proposed.preset else dict(values) | dict(proposed.changes))
    )
    assert "fault" not in [remark.severity for remark in every_remark(tried)]
    assert tried.loss < min(tried.losses[0], evidence(case).loss)


@pytest.mark.parametrize("case", [of("lecture_mlp"), rnn("lecture_rnn")], ids=named)
@pytest.mark.parametrize("until", [5, 20, 25, 30, 40, 60])
def test_the_plateau_before_a_net_learns_is_no_failure(case, until):
    table, values = case
    assert not [
        remark for remark in every_remark(evidence_of(table, until=until, **dict(values))) if remark.severity == "fault"
    ]


def test_a_sharp_loss_alone_is_no_verdict_the_course_s_net_passes_it_unharmed_at_rate_3():
    sharpest = 0.0
    for until in range(20, 100, 10):
        found = evidence_of("lecture_mlp", learning_rate=3, until=until)
        found = replace(found, curvature=curvature_at(found))
        assert "fault" not in [remark.severity for remark in every_remark(found)]
        sharpest = max(sharpest, found.steepest)
    assert sharpest > 2 / 3


def test_an_oscillating_run_is_told_with_the_hessian_where_that_is_beyond_the_rate():
    swinging = evidence(of("spiral", learning_rate=30))
    sharp = next(
        remark
        for remark in every_remark(replace(swinging, curvature=Curvature(0.5)))
        if remark.code == Code.OSCILLATING
    )
    flat = next(
        remark
        for remark in every_remark(replace(swinging, curvature=Curvature(0.01)))
        if remark.code == Code.OSCILLATING
    )
    assert "The largest eigenvalue of the Hessian is 0.5 here, more than 2 / learning rate, 0.0667" in sharp.detail
    assert "Hessian" not in flat.detail
    falling = replace(
        swinging, curvature=Curvature(0.5), settings=msgspec.structs.replace(swinging.settings, schedule="cosine")
    )
    assert all("Hessian" not in remark.detail for remark in every_remark(falling))


def test_ten_epochs_are_too_few_for_a_verdict():
    assert not every_remark(evidence_of("breast_cancer", epochs=10))
    assert not every_remark(evidence_of("lecture_mlp", learning_rate=30, epochs=10))


def test_two_remarks_at_most_are_told_the_most_important_first():
    found = evidence(of("breast_cancer"))
    every = codes(every_remark(found))
    assert len(every) > 2
    assert codes(diagnose(found)) == every[:2] == sorted(every, key=list(Code).index)[:2]


@pytest.mark.parametrize("case", [of("lecture_mlp", learning_rate=30), of("breast_cancer")], ids=named)
def test_of_two_remarks_that_propose_the_same_both_are_told_and_the_first_has_the_click(case):
    first, second = diagnose(evidence(case))
    assert first.proposal == second.proposal is not None
    without = replace(second, proposal=None)
    assert with_own_proposals((first, second)) == (first, without)
    assert with_own_proposals((first, without, second, without)) == (first, *3 * [without])


def test_after_weights_were_set_by_hand_the_course_of_the_loss_is_told_from_there_on():
    found = evidence(of("lecture_mlp", learning_rate=30))
    later = replace(found, first_epoch=40, snapshot=found.snapshot)
    first, *_ = diagnose(later)
    assert first.code == Code.ABOVE_START
    assert first.headline.startswith("Worse than at epoch 40: loss")
    assert "at epoch 40 and" in first.detail
    lost = replace(later, diverged_at=40)
    assert "set by hand" in diagnose(lost)[0].detail
    assert diagnose(lost)[0].proposal is None

"""What is said of real runs: each remark where it must be, and not where it is only near."""

import numpy as np
import pytest

from nets.diagnosis.diagnose import RULES, diagnose, every_remark
from nets.diagnosis.remark import Code
from tests.diagnosis.cases import CASES
from tests.diagnosis.runs import evidence_of

MUST = [(code, case) for code, (cases, _) in CASES.items() for case in cases]
MUST_NOT = [(code, case) for code, (_, cases) in CASES.items() for case in cases]


def named(value):
    return value.value if isinstance(value, Code) else " ".join(map(str, (value[0], *(v for _, v in value[1]))))


def evidence(case):
    table, values = case
    return evidence_of(table, **dict(values))


def codes(remarks):
    return [remark.code for remark in remarks]


def test_every_code_has_three_runs_that_must_get_it_and_three_that_must_not():
    assert list(CASES) == list(Code)
    assert {(len(must), len(must_not)) for must, must_not in CASES.values()} == {(3, 3)}


@pytest.mark.parametrize(("code", "case"), MUST, ids=named)
def test_a_run_that_must_get_a_remark_gets_it(code, case):
    assert code in codes(every_remark(evidence(case)))


@pytest.mark.parametrize(("code", "case"), MUST_NOT, ids=named)
def test_a_run_that_is_only_near_a_remark_does_not_get_it(code, case):
    assert code not in codes(every_remark(evidence(case)))

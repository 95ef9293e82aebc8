"""The diagnosis: what there is to say about a run so far, and what a trainer should be asked for it."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from nets.diagnosis import guessing, hidden, inputs, progress, steps
from nets.diagnosis.evidence import Evidence
from nets.diagnosis.remark import Code, Remark
from nets.queries.autodiff.through_time import ThroughTime, ThroughTimeQuery
from nets.queries.curvature import Curvature, CurvatureQuery
from nets.queries.query import Declined

Question = CurvatureQuery | ThroughTimeQuery
Found = Curvature | ThroughTime | Declined

MOST = 2  # remarks at a time

# Of each code the function that finds it, the most important first.
RULES: tuple[Callable[[Evidence], Remark | None], ...] = (
    steps.diverged,
    steps.above_start,
    steps.oscillating,
    guessing.stuck,
    inputs.equal_rows,
    hidden.twin_units,
    hidden.exploding,
    hidden.vanishing,
    inputs.input_scale,
    hidden.dead_relus,
    hidden.saturated,
    guessing.never_predicted,
    guessing.unbalanced,
    progress.overfitting,
    progress.too_slow,
    progress.nothing_left,
)

OF_THE_HESSIAN = {Code.DIVERGED, Code.ABOVE_START, Code.OSCILLATING, Code.TOO_SLOW}


def diagnose(evidence: Evidence) -> tuple[Remark, ...]:
    """At most two remarks, the most important first; none where the evidence is thin."""
    return every_remark(evidence)[:MOST]


def every_remark(evidence: Evidence) -> tuple[Remark, ...]:
    """All that there is to say, the most important first; that all is well only where nothing is wrong."""
    found = [remark for rule in RULES if (remark := rule(evidence))]
    bad = [remark for remark in found if remark.severity != "good"]
    return tuple(bad or found)


def with_own_proposals(remarks: Sequence[Remark]) -> tuple[Remark, ...]:
    """The remarks, of which none proposes just what one before it does: these have one cause, and one click helps."""
    kept: list[Remark] = []
    for remark in remarks:
        is_said = any(remark.proposal == before.proposal for before in kept)
        kept.append(replace(remark, proposal=None) if is_said else remark)
    return tuple(kept)


def question_for(evidence: Evidence) -> Question | None:
    """What a trainer's answer would make plainer, None if nothing: the Hessian where the length of the steps is in
    question, how far back an RNN's gradient reaches where it has not learnt.
    """
    if evidence.settings.net == "rnn" and evidence.has_failed:
        return ThroughTimeQuery(int(evidence.rows.rows[0]))
    is_descent = evidence.settings.optimiser == "sgd" and not evidence.settings.clip
    if is_descent and any(remark.code in OF_THE_HESSIAN for remark in every_remark(evidence)):
        return CurvatureQuery()
    return None


def with_answer(evidence: Evidence, found: Found) -> Evidence:
    """The evidence with what a trainer found out about it; as it was where that declined."""
    match found:
        case Curvature():
            return replace(evidence, curvature=found)
        case ThroughTime():
            return replace(evidence, through_time=found)
    return evidence


def diagnose_with(evidence: Evidence, ask: Callable[[Question], Found]) -> tuple[Remark, ...]:
    """The diagnosis after asking what is to be asked, where `ask` has the answer at once."""
    question = question_for(evidence)
    return diagnose(with_answer(evidence, ask(question)) if question else evidence)

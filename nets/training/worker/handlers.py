"""A question in, its answer out, as bytes: what a trainer does beside training."""

import logging
from collections.abc import Callable, Mapping

import msgspec
import numpy as np
import tensorflow as tf

from nets.autodiff.gradient_check import ways
from nets.autodiff.jacobians.chain import chain
from nets.autodiff.modes import modes
from nets.autodiff.net import Net
from nets.autodiff.record import record
from nets.autodiff.row_contributions import pushes
from nets.autodiff.through_time import through_time
from nets.decision.map import decision
from nets.errors import Refusal
from nets.processes.serialization import decode, encode
from nets.queries import Answer, Question
from nets.queries.chain import ChainOf
from nets.queries.decision import Decision, DecisionOf
from nets.queries.declined import Declined
from nets.queries.gradient_check import WaysOf
from nets.queries.modes import ModesOf
from nets.queries.probabilities import Probabilities, ProbabilitiesOf
from nets.queries.record import RecordOf
from nets.queries.row_contributions import PushesOf
from nets.queries.through_time import TimeOf
from nets.settings import Settings
from nets.training.engine.run import Run
from nets.training.protocol.examples import Examples
from nets.training.protocol.snapshot import at_weights

AnyQuestion = Question | DecisionOf | ProbabilitiesOf

ANSWERS: dict[type[msgspec.Struct], Callable[[Net, AnyQuestion], Answer | Decision | Probabilities]] = {
    ChainOf: chain,
    RecordOf: record,
    WaysOf: ways,
    ModesOf: modes,
    TimeOf: through_time,
    PushesOf: pushes,
    DecisionOf: lambda net, asked: decision(net.settings, net.params, asked),
    ProbabilitiesOf: lambda net, asked: _probabilities(net),
}

log = logging.getLogger(__name__)


def answer(question: bytes, settings: Settings, params: Mapping[str, np.ndarray], examples: Examples) -> bytes:
    """The answer about the first of the runs with these weights (R, rows, columns)."""
    asked = decode(question, AnyQuestion)
    net = Net(settings, {name: value[0] for name, value in params.items()}, examples)
    try:
        return encode(ANSWERS[type(asked)](net, asked))
    except Refusal as refusal:
        return encode(Declined(refusal.sentence))
    except (tf.errors.ResourceExhaustedError, MemoryError):
        return encode(Declined("This takes more memory than there is: choose fewer hidden units or fewer rows."))
    except Exception:  # a part of a page that fails must not end the training of others
        log.exception("no answer to %s", type(asked).__name__)
        return encode(Declined("This could not be worked out for this net; the fault has been logged."))


def _probabilities(net: Net) -> Probabilities:
    """To the last bit those that the run itself would tell."""
    start = at_weights({name: value[None] for name, value in net.params.items()})
    return Probabilities(Run(net.settings, net.examples, start=start).evaluate().probs[0])

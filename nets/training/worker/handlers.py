"""Answers queries in the trainer: the bytes of a query in, those of its answer out."""

import logging
from collections.abc import Mapping

import numpy as np
import tensorflow as tf

from nets.autodiff.net import Net
from nets.errors import Refusal
from nets.processes.serialization import encode
from nets.queries.query import Declined, query_from
from nets.settings import Settings
from nets.training.protocol.examples import Examples

log = logging.getLogger(__name__)


def answer(query: bytes, settings: Settings, params: Mapping[str, np.ndarray], examples: Examples) -> bytes:
    """The answer about the first of the runs with these weights (R, rows, columns)."""
    asked = query_from(query)
    net = Net(settings, {name: value[0] for name, value in params.items()}, examples)
    try:
        return encode(asked.answer(net))
    except Refusal as refusal:
        return encode(Declined(refusal.sentence))
    except (tf.errors.ResourceExhaustedError, MemoryError):
        return encode(Declined("This takes more memory than there is: choose fewer hidden units or fewer rows."))
    except Exception:  # a query that fails must not end the training of others
        log.exception("no answer to %s", type(asked).__name__)
        return encode(Declined("This could not be worked out for this net; the fault has been logged."))

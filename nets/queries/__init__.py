"""What can be asked about a net's derivatives, and what is answered; no TensorFlow is needed to ask."""

from nets.processes.serialization import decode, encode
from nets.queries.chain import Chain, ChainOf
from nets.queries.declined import Declined
from nets.queries.gradient_check import Ways, WaysOf
from nets.queries.modes import Modes, ModesOf
from nets.queries.record import Record, RecordOf
from nets.queries.row_contributions import Pushes, PushesOf
from nets.queries.through_time import Through, TimeOf

Question = ChainOf | RecordOf | WaysOf | ModesOf | TimeOf | PushesOf
Answer = Chain | Record | Ways | Modes | Through | Pushes | Declined


def question_bytes(question: Question) -> bytes:
    """The question on its way to a trainer."""
    return encode(question)


def answer_from(data: bytes) -> Answer:
    """The answer that came back."""
    return decode(data, Answer)

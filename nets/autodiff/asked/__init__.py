"""What can be asked about a net's derivatives, and what is answered; no TensorFlow is needed to ask."""

from nets.autodiff.asked.chain import Chain, ChainOf
from nets.autodiff.asked.declined import Declined
from nets.autodiff.asked.modes import Modes, ModesOf
from nets.autodiff.asked.pushes import Pushes, PushesOf
from nets.autodiff.asked.record import Record, RecordOf
from nets.autodiff.asked.time import Through, TimeOf
from nets.autodiff.asked.ways import Ways, WaysOf
from nets.training.arrays import decode, encode

Question = ChainOf | RecordOf | WaysOf | ModesOf | TimeOf | PushesOf
Answer = Chain | Record | Ways | Modes | Through | Pushes | Declined


def question_bytes(question: Question) -> bytes:
    """The question on its way to a trainer."""
    return encode(question)


def answer_from(data: bytes) -> Answer:
    """The answer that came back."""
    return decode(data, Answer)

"""A trainer in this process, which has done all it is told before a tape goes on."""

from nets.training.protocol.messages import Answered, Ask
from nets.training.worker.handlers import answer
from nets.training.worker.scheduler import Scheduler


class Trainer:
    """Trains a tape, and answers its queries."""

    def __init__(self, tape):
        self._tape = tape
        self._params = {}
        self._scheduler = Scheduler(tape.hear)
        tape.connect(self.post)
        for message in tape.resume(after_death=False):
            self.post(message)

    def post(self, message):
        if isinstance(message, Ask):
            if message.params is not None:
                self._params = message.params
            found = answer(message.query, message.settings, self._params, self._scheduler.examples(message.run))
            self._tape.hear(Answered(message.run, message.key, message.query, message.epoch, found))
            return
        self._scheduler.take(message)
        while self._scheduler.wait_s() is not None:
            self._scheduler.round(lambda: None)

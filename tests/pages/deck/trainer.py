"""A pool of trainers in the test's own process."""

from nets.training.client.tape import Tape
from nets.training.protocol.messages import Ask
from nets.training.worker.scheduler import Scheduler


class Trainer:
    """Trains each tape as far as a message asks before it answers the next; of the net it is asked nothing."""

    ready = True

    def open(self, settings, examples, *, plan=None):
        tape = Tape(settings, examples, plan=plan)
        self.hold(tape)
        return tape

    def hold(self, tape):
        scheduler = Scheduler(tape.hear)

        def post(message):
            if not isinstance(message, Ask):
                scheduler.take(message)
                while scheduler.wait_s() == 0:
                    scheduler.round(lambda: None)

        tape.connect(post)
        for message in tape.resume(after_death=False):
            post(message)

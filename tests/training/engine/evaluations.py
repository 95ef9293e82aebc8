"""Looks at earlier epochs, to their end."""


def evaluate_at(run, epoch, *, start, settings, turn_s=1.0):
    """The run as it stood at `epoch`."""
    turns = run.evaluate_at(epoch, start=start, settings=settings, turn_s=turn_s)
    while True:
        try:
            next(turns)
        except StopIteration as end:
            return end.value

"""Small tables, and the losses that a net of the preset Lecture has on them, computed beside the app."""

from functools import cache

from nets.data.csv.parse import read
from nets.data.prepare.split import prepared
from nets.data.prepare.suggest import suggested_options
from nets.settings import Settings
from nets.training.protocol.examples import examples_of

EPOCHS = 100_000


def table(n, edit=0):
    """A table of its own for each n; `edit` stands in place of its first x1."""
    rows = [f"{'ab'[i % 2]},{i or edit},{i * n % 7 + n % 9973 / 10000}" for i in range(8)]
    return "\n".join(["y,x1,x2", *rows]) + "\n"


@cache
def losses_of(n, edit, epoch):
    """What a net of the preset Lecture has for losses on it, up to that at this epoch, which is evaluated by itself."""
    from nets.training.engine.run import Run  # TensorFlow comes with it, and looks at its flags then

    made = read(table(n, edit).encode(), name="t.csv")
    ready = prepared(made, Settings(), options=suggested_options(made)[0])
    run, losses = Run(Settings(epochs=EPOCHS), examples_of(ready, Settings())), []
    while len(losses) < epoch:
        losses += run.advance(epoch - len(losses))[:, 0, 0].tolist()
    return [*losses, float(run.evaluate().scores[0, 0])]

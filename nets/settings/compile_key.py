"""Which settings a compiled function depends on, by their declaration."""

from collections.abc import Sequence

from nets.settings.parse import fields
from nets.settings.settings import Settings

# The settings that are tensors in the compiled training function: another value of theirs compiles nothing new.
STEP_PARAMS = tuple(field.name for field in fields() if field.compiled in ("positive", "number"))


def compile_key(runs: Sequence[Settings]) -> Settings:
    """What the training function of these runs depends on: settings that compile nothing stand at their default.

    Of those that are "positive" it tells only whether any run's is: 1, or of a range that ends before it the middle.
    Raises `ValueError` where the runs, which are to be trained side by side, differ in a value that is compiled.
    """
    first, key = runs[0], {}
    for field in fields():
        if field.net not in (None, first.net):
            continue
        if field.compiled == "positive":
            is_used = any(getattr(run, field.name) > 0 for run in runs)
            key[field.name] = min(1.0, field.high / 2) if is_used else 0.0
        elif field.compiled in ("forward", "step"):
            if len({getattr(run, field.name) for run in runs}) > 1:
                raise ValueError(f"runs of one tape must have the same {field.name}")
            key[field.name] = getattr(first, field.name)
    return Settings(**key)


def batch_key(settings: Settings) -> Settings:
    """What runs must have in common to be trained side by side, as one batch."""
    return compile_key((settings,))


def forward_key(settings: Settings) -> Settings:
    """What the forward pass depends on; all other settings stand at their default."""
    kept = [field.name for field in fields() if field.compiled == "forward" and field.net in (None, settings.net)]
    return Settings(**{name: getattr(settings, name) for name in kept})

"""How a run ended, in words: it finished, early stopping stopped it, or it diverged."""

from nets.settings import Settings


def outcome_text(settings: Settings, *, epoch: int, diverged_at: int | None, stopped_at: int | None) -> str:
    """What ended a run of these settings whose weights are those of `epoch`, and what to try if it diverged.

    `diverged_at` and `stopped_at` are those of the run; where both are None it finished at `epoch`.
    """
    if diverged_at is not None:
        return _diverged(settings.learning_rate, epoch=epoch, diverged_at=diverged_at)
    if stopped_at is not None:
        return _stopped(settings, epoch=epoch, stopped_at=stopped_at)
    return f"Finished: {epoch:,} epochs."


def _diverged(learning_rate: float, *, epoch: int, diverged_at: int) -> str:
    if diverged_at == 0:
        return (
            "The loss of the initial weights cannot be computed: the numbers in the table are too large. "
            "Standardise the inputs, or give the columns smaller units."
        )
    return (
        f"Diverged at epoch {diverged_at:,}: the loss ran away, because the steps are too long. "
        f"These are the weights of epoch {epoch:,}. "
        f"Try a learning rate of {min(1.0, learning_rate / 10):g} instead of {learning_rate:g}."
    )


def _stopped(settings: Settings, *, epoch: int, stopped_at: int) -> str:
    if stopped_at == settings.epochs:
        words = f"Finished: {stopped_at:,} epochs."
    else:
        words = f"Stopped at epoch {stopped_at:,}: no better validation loss for {settings.early_stopping:,} epochs."
    return f"{words} These are the weights of epoch {epoch:,}, where the validation loss was best."

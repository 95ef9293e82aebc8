"""The next step of a tape, asked of its trainer."""

from nets.queries.next_step import NextStep, NextStepQuery
from nets.settings import Settings
from nets.training.client.query_cache import Answer
from nets.training.client.tape import Tape
from nets.training.protocol.snapshot import Snapshot


def ask_next_step(
    tape: Tape, settings: Settings, *, part: str, wait_s: float, batch: int = 0, wants_after: bool = False
) -> Answer[NextStep] | None:
    """What Step would do to the net as it is shown, by these settings, on batch `batch` of its epoch.

    As `Tape.ask` answers: None while it is not known.
    """

    def query(shown: Snapshot) -> NextStepQuery:
        by = tape.settings_from(shown.epoch, settings)
        return NextStepQuery(by, shown.epoch, shown.slots, batch, wants_after)

    return tape.ask_about(query, part=part, wait_s=wait_s)

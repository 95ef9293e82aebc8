"""A pair in training: one tape for each of its nets, played and paused together."""

from collections.abc import Callable

from nets.comparison.pair import Member, Pair
from nets.comparison.standing import Standing
from nets.errors import Refusal
from nets.settings import Settings
from nets.training.client.tape import Tape
from nets.training.protocol.examples import Examples

Open = Callable[[Settings, Examples], Tape]


class RunningPair:
    """The tapes of a pair, in the order of its members."""

    def __init__(self, pair: Pair, open_tape: Open) -> None:
        """All at their initial weights. Raises `Refusal` where the server has no room for them."""
        self.pair = pair
        self.tapes: list[Tape] = []
        try:
            for member in pair.members:
                self.tapes.append(open_tape(member.settings, member.examples))
        except Refusal:
            self.drop()
            raise

    @property
    def rnn(self) -> Tape:
        """The tape of the RNN that reads the rows in their true order."""
        return self.tapes[1]

    @property
    def is_moving(self) -> bool:
        """Whether more is on its way from a trainer."""
        return any(tape.view().moving for tape in self.tapes)

    @property
    def is_waiting(self) -> bool:
        """Whether one of the nets has not been evaluated yet; until then it is not known to play."""
        return any(tape.view().snapshot is None for tape in self.tapes)

    @property
    def is_playing(self) -> bool:
        """Whether one of the nets is trained."""
        return any(tape.view().state == "playing" for tape in self.tapes)

    @property
    def is_over(self) -> bool:
        """Whether none of the nets can be trained on."""
        return all(tape.view().state in ("finished", "diverged", "stopped", "failed") for tape in self.tapes)

    @property
    def failure(self) -> str | None:
        """Why a net cannot be trained, None if all can."""
        return next(filter(None, (tape.view().failure for tape in self.tapes)), None)

    @property
    def share_done(self) -> float:
        """How far all nets are, from 0 to 1: one that has ended early is done."""
        return sum(map(_share_done, self.tapes)) / len(self.tapes)

    def play(self, pace: float | None) -> None:
        """Train all on to their last epoch, at most `pace` epochs a second."""
        for tape, member in zip(self.tapes, self.pair.members, strict=True):
            if tape.view().state not in ("finished", "diverged", "stopped", "failed"):
                tape.play(member.settings, pace=pace)

    def retune(self, pace: float | None) -> None:
        """While they play, go on at this pace."""
        for tape, member in zip(self.tapes, self.pair.members, strict=True):
            tape.retune(member.settings, pace=pace)

    def pause(self) -> None:
        """Stop all where they are."""
        for tape in self.tapes:
            if tape.view().state == "playing":
                tape.pause()

    def drop(self) -> None:
        """Let the trainer forget all of them."""
        for tape in self.tapes:
            tape.drop()

    def standings(self) -> list[Standing]:
        """How each net stands now."""
        return [_standing(tape, member) for tape, member in zip(self.tapes, self.pair.members, strict=True)]


def _share_done(tape: Tape) -> float:
    view = tape.view()
    is_over = view.state in ("finished", "diverged", "stopped", "failed")
    return 1.0 if is_over else view.epoch / view.settings.epochs


def _standing(tape: Tape, member: Member) -> Standing:
    view = tape.view()
    snapshot = view.snapshot
    has_validation = view.scores.shape[1] > 1
    return Standing(
        name=member.name,
        net=member.settings.net,
        is_shuffled=member.is_shuffled,
        epoch=view.epoch,
        losses=view.losses,
        validation=view.scores[:, 1] if has_validation else None,
        predicted=None if snapshot is None else member.in_table_order(snapshot.predicted[0]),
        accuracy=None if snapshot is None else float(snapshot.accuracy[0]),
        validation_accuracy=float(snapshot.scores[0, 2]) if snapshot is not None and has_validation else None,
        diverged_at=view.diverged_at,
    )

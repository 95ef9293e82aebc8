"""What is asked about the runs of a sweep, at their last epoch or an earlier one: their maps, and their weights."""

from collections.abc import Callable, Generator, Sequence

import numpy as np

from nets.training.protocol.messages import FromTrainer
from nets.training.protocol.snapshot import Snapshot
from nets.training.protocol.sweep import LoadSweep, Maps, MapsAt, TakenRun, TakeRun
from nets.training.worker.sweep_batch import BatchInTraining

Moment = tuple[int, int]  # a batch and an epoch
Way = tuple[Moment, bool]  # what a batch is trained again for: that moment, or a run's scores up to it


class Looks:
    """Answers as soon as the batches are compiled, have come to the epoch, or have been trained to it again.

    `ready` are the first of the sweep's batches, more and more of them.
    """

    def __init__(self, sweep: LoadSweep, ready: Sequence[BatchInTraining]) -> None:
        self._sweep = sweep
        self._ready = ready
        self._place_of = {
            member: (i, place) for i, batch in enumerate(sweep.batches) for place, member in enumerate(batch.members)
        }
        self._maps: MapsAt | None = None
        self._told: tuple[Moment, ...] = ()  # of what the last maps were
        self._taking: TakeRun | None = None
        self._curve: np.ndarray | None = None  # of the run that is taken out
        self._earlier: dict[int, Snapshot] = {}
        self._way: tuple[Way, Generator[None, None, Snapshot | np.ndarray]] | None = None

    def look(self, message: MapsAt) -> None:
        """Tell the maps of these runs, instead of those before."""
        self._maps, self._told = message, ()
        if message.epoch is None:
            self._earlier = {}

    def take(self, message: TakeRun) -> None:
        """Tell the weights of this run."""
        self._taking, self._curve, self._way = message, None, None

    @property
    def goes_back(self) -> bool:
        """Whether a batch has to be trained again."""
        return self._next_way() is not None

    def go_back(self, *, turn_s: float) -> None:
        """Train it again for one turn."""
        way = self._next_way()
        if self._way is None or self._way[0] != way:
            self._way = way, self._begun(way, turn_s)
        try:
            next(self._way[1])
        except StopIteration as end:
            self._way = None
            (batch, _), is_curve = way
            if is_curve:
                self._curve = end.value
            else:
                self._earlier[batch] = end.value

    def answer(self, send: Callable[[FromTrainer], None]) -> None:
        """Send what is asked for, if it is new and there."""
        moment = self._taken_at()
        if moment and not self._lacks_curve and (snapshot := self._standing(moment)):
            member = self._taking.member
            curve = snapshot.scores[0, :0] if self._curve is None else self._curve
            batch, place = self._place_of[member]
            send(TakenRun(self._sweep.run, member, self._ready[batch].taken_out(snapshot, place), curve))
            self._taking = self._curve = None
        moments = self._mapped_at()
        if moments != self._told and all(self._standing(moment) for moment in moments):
            self._told = moments
            send(self._maps_at(dict(moments)))

    def _maps_at(self, epochs: dict[int, int]) -> Maps:
        """The maps of the wanted runs of these batches at these epochs."""
        wanted = [member for member in self._maps.wanted if self._place_of[member][0] in epochs]
        found: dict[int, tuple[np.ndarray, np.ndarray]] = {}
        for i, epoch in epochs.items():
            members = [member for member in wanted if self._place_of[member][0] == i]
            batch, data = self._ready[i], self._sweep.batches[i].data
            places = [self._place_of[member][1] for member in members]
            inputs = self._maps.places[data] if batch.runs[0].net == "mlp" else None
            answers = batch.predictions(self._standing((i, epoch)), places, inputs=inputs)
            found |= dict(zip(members, zip(*answers, strict=True), strict=True))
        return Maps(
            run=self._sweep.run,
            wanted=tuple(wanted),
            predicted=tuple(found[member][0] for member in wanted),
            probability=tuple(found[member][1] for member in wanted),
            epochs=np.array([epochs[self._place_of[member][0]] for member in wanted]),
        )

    @property
    def _lacks_curve(self) -> bool:
        return self._taking.with_scores and self._curve is None

    def _next_way(self) -> Way | None:
        taken = self._taken_at()
        if taken and self._lacks_curve:
            return taken, True
        moments = [taken, *self._mapped_at()] if taken else self._mapped_at()
        return next(((moment, False) for moment in moments if self._standing(moment) is None), None)

    def _begun(self, way: Way, turn_s: float) -> Generator[None, None, Snapshot | np.ndarray]:
        (i, epoch), is_curve = way
        if is_curve:
            return self._ready[i].curve_to(epoch, place=self._place_of[self._taking.member][1], turn_s=turn_s)
        return self._ready[i].back_to(epoch, turn_s=turn_s)

    def _taken_at(self) -> Moment | None:
        """Where the run to be taken out is to be taken; None while it has not come so far."""
        if self._taking is None:
            return None
        i, _ = self._place_of[self._taking.member]
        if not self._is_ready(i):
            return None
        batch = self._ready[i]
        epoch = min(self._taking.epoch, batch.now.epoch) if batch.ended else self._taking.epoch
        return (i, epoch) if batch.now.epoch >= epoch else None

    def _mapped_at(self) -> tuple[Moment, ...]:
        """Where the compiled ones of the wanted runs are to be looked at."""
        if self._maps is None:
            return ()
        batches = dict.fromkeys(self._place_of[member][0] for member in self._maps.wanted)
        ready = [i for i in batches if self._is_ready(i)]
        at = self._maps.epoch
        now = {i: self._ready[i].now.epoch for i in ready}
        return tuple((i, now[i] if at is None else min(at, now[i])) for i in ready)

    def _is_ready(self, i: int) -> bool:
        return i < len(self._ready) and self._ready[i].now is not None

    def _standing(self, moment: Moment) -> Snapshot | None:
        """The batch at this epoch, None if it has to be trained to it again."""
        i, epoch = moment
        known = (self._ready[i].now, self._earlier.get(i))
        return next((snapshot for snapshot in known if snapshot and snapshot.epoch == epoch), None)

"""How a tape or a sweep fares with its trainers: one may not start, end, or end over it again and again."""

DEATHS = 3  # trainers that may end over it, with no epoch gained between, before it is given up


class TrainerHealth:
    """`failure` says why it cannot be trained any more, None where it can; `is_without`: its trainer has ended, and no
    other one has taken over yet.
    """

    def __init__(self, *, too_large: str) -> None:
        """`too_large` says, after a colon, what may be too large and what to try."""
        self.failure: str | None = None
        self.is_without = False
        self._too_large = too_large
        self._start_failure: str | None = None
        self._deaths = 0

    @property
    def sentence(self) -> str | None:
        """Why it is not trained now, None where it is."""
        return self.failure or self._start_failure

    def lose(self) -> None:
        """Its trainer has ended."""
        self.is_without = True

    def wait_for_start(self, sentence: str) -> None:
        """No trainer has started yet, for this reason."""
        self._start_failure = sentence

    def has_gained(self) -> None:
        """It has come further."""
        self._deaths = 0

    def take_over(self, *, died_of_it: bool) -> None:
        """Another trainer is there; `died_of_it`: the last one ended while it had this to do."""
        self._start_failure, self.is_without = None, False
        self._deaths += died_of_it
        if self._deaths >= DEATHS:
            self.failure = f"The trainer stopped {DEATHS} times at this point: {self._too_large}"

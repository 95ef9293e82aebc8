"""That a question is not answered."""

import msgspec


class Declined(msgspec.Struct, frozen=True, tag=True):
    """`sentence` says why, and what to do about it."""

    sentence: str

"""A query: a question to a trainer about the net it trains. Asking needs no TensorFlow."""

import importlib
import pkgutil
import typing
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import msgspec

from nets.processes.serialization import decode

if TYPE_CHECKING:
    from nets.autodiff.net import Net

A = TypeVar("A", bound=msgspec.Struct)


class Query(msgspec.Struct, Generic[A], frozen=True, tag=True):
    """A question about a net at one moment, to be answered by a record A.

    A new one is a file beside this: `class XQuery(Query[X])` with what is asked, the record X, and how it is answered.
    """

    def answer(self, net: "Net") -> A:
        """The answer, worked out in the trainer, which alone imports what this method imports.

        Raises `Refusal` where there is none; its sentence says why.
        """
        raise NotImplementedError

    @classmethod
    def answer_from(cls, data: bytes) -> "A | Declined":
        """The answer from its bytes."""
        (kind,) = typing.get_args(cls.__orig_bases__[0])
        return decode(data, kind | Declined)


class Declined(msgspec.Struct, frozen=True, tag=True):
    """A query is not answered: `sentence` says why, and what to do about it."""

    sentence: str


def query_from(data: bytes) -> Query[Any]:
    """The query from its bytes, whichever of this folder and those in it it is."""
    for module in pkgutil.walk_packages([str(Path(__file__).parent)], f"{__package__}."):
        importlib.import_module(module.name)
    return decode(data, typing.Union[tuple(Query.__subclasses__())])  # noqa: UP007 - of as many as there are

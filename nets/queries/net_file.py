"""The net as a file that Keras makes, which the server has not loaded."""

from typing import TYPE_CHECKING, Literal

import msgspec

from nets.queries.query import Query

if TYPE_CHECKING:
    from nets.autodiff.net import Net


class NetFile(msgspec.Struct, frozen=True, tag=True):
    """The bytes of the file."""

    content: bytes


class Input(msgspec.Struct, frozen=True):
    """One input: the net reads (x - mean) / scale of it."""

    name: str
    mean: float
    scale: float


class NetFileQuery(Query[NetFile], frozen=True):
    """Of a net with these inputs and classes; that of an RNN for LiteRT reads a sequence of `n_steps`."""

    kind: Literal["keras-file", "litert"]
    inputs: tuple[Input, ...]
    classes: tuple[str, ...]
    n_steps: int

    def answer(self, net: "Net") -> NetFile:
        """The file. The first one takes seconds, in which Keras is loaded."""
        from nets.export.net.keras_file import file_of
        from nets.export.net.parts import Parts, Scaled
        from nets.models.parameters import weights_of

        names = [each.name for each in self.inputs]
        weights = weights_of(net.settings, features=names, classes=self.classes)
        scaled = tuple(Scaled(each.name, each.name, "number", each.mean, each.scale) for each in self.inputs)
        parts = Parts(net.settings, "", self.classes, scaled, weights, net.params)
        return NetFile(file_of(self.kind, parts, n_steps=self.n_steps))

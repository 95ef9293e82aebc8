"""What a library has to say for a script: its pieces, which the parts that all scripts share are put around."""

from collections.abc import Callable
from dataclasses import dataclass

from nets.export.recipe import Recipe
from nets.export.script.table.layout import Layout
from nets.training.protocol.events import WeightsChange


@dataclass(frozen=True)
class Step:
    """One update in the loop: the arguments of the loss as the loop has them, and the name of the learning rate. `t`
    counts the steps from 1 where there are batches, or for Adam.
    """

    arguments: tuple[str, ...]
    rate: str


@dataclass(frozen=True, kw_only=True)
class Framework:
    """The pieces of a script in one library whose loop is written out.

    `imports` are its own lines beside numpy and pandas; `weights` make its variables of the first weights and its
    arrays of numpy's; `net` has the functions `logits` and `loss`; `begin` what an update needs before the loop; `step`
    the update. `loss` is the call of the loss with these arguments as a number. `set_weight` are the lines for weights
    set by hand, `kept` is a copy of all weights, `restored` the lines that put the copy `best` back.
    """

    title: str
    imports: Callable[[Recipe], list[str]]
    weights: Callable[[Recipe, Layout], list[str]]
    net: Callable[[Recipe, Layout], list[str]]
    begin: Callable[[Recipe], list[str]]
    step: Callable[[Recipe, Layout, Step], list[str]]
    loss: Callable[[str], str]
    set_weight: Callable[[Recipe, WeightsChange], list[str]]
    kept: str
    restored: list[str]
    loss_of_step: str | None = None

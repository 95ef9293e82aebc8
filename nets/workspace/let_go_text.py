"""What is said of runs that were let go to make room."""

from collections.abc import Sequence

from nets.workspace.difference import SAME, Facts, names_of
from nets.workspace.runs import LetGo


def let_go_text(let_go: Sequence[LetGo], *, beside: Facts) -> str:
    """That these runs are gone, each named by what differs from the run beside; "" if there are none."""
    names = names_of([each.facts for each in let_go], beside)
    named = [(name or SAME, each.was_pinned) for name, each in zip(names, let_go, strict=True)]
    earlier = [name for name, was_pinned in named if not was_pinned]
    pinned = [name for name, was_pinned in named if was_pinned]
    said = []
    if earlier:
        runs = "An earlier run was" if len(earlier) == 1 else f"{len(earlier)} earlier runs were"
        said.append(f"{runs} let go to make room: {'; '.join(earlier)}.")
    if pinned:
        runs = "A pinned run was" if len(pinned) == 1 else f"{len(pinned)} pinned runs were"
        said.append(f"{runs} let go since nothing else was left to make room: {'; '.join(pinned)}.")
    return " ".join(said)

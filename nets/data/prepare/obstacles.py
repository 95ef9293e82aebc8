"""What keeps a table from becoming a dataset, all of it in one refusal: what was found, and what helps best first."""

from collections.abc import Sequence
from dataclasses import dataclass

from nets.errors import Code, DataError

MOST_FOUND = 3  # of one kind, and of kinds
MOST_SENTENCES = 5


@dataclass(frozen=True)
class Obstacle:
    """One thing that was found, as the beginning of a sentence, and the remedy, as its end; `what` is what there may be
    more of.
    """

    code: Code
    found: str
    remedy: str
    what: str = "columns"


def refuse(obstacles: Sequence[Obstacle]) -> None:
    """Raises `DataError`, its code the first obstacle's, with a sentence for all that have the same remedy; nothing
    where there are none.
    """
    if not obstacles:
        return
    together: dict[tuple[Code, str], list[Obstacle]] = {}
    for each in obstacles:
        together.setdefault((each.code, each.remedy), []).append(each)
    sentences = [_sentence(alike) for alike in list(together.values())[:MOST_FOUND]]
    raise DataError(obstacles[0].code, " ".join(sentences))


def _sentence(alike: Sequence[Obstacle]) -> str:
    found = [each.found for each in alike[:MOST_FOUND]]
    if len(alike) > MOST_FOUND:
        n_more = len(alike) - MOST_FOUND
        found.append(f"{n_more:,} more {alike[0].what if n_more > 1 else alike[0].what.removesuffix('s')} likewise")
    text = "; ".join(found)
    return f"{text[0].upper()}{text[1:]}: {alike[0].remedy}."


def together(refusals: Sequence[DataError]) -> DataError:
    """One refusal that says what all of these say, its code the first one's; of very many it says how many more."""
    said = list(dict.fromkeys(refusal.sentence for refusal in refusals))
    if len(said) > MOST_SENTENCES:
        said[MOST_SENTENCES:] = [f"There are {len(said) - MOST_SENTENCES:,} more obstacles of this kind."]
    return DataError(refusals[0].code, " ".join(said))

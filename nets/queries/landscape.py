"""The loss over a plane through the net's weights, with the paths of runs on it."""

from typing import TYPE_CHECKING, Literal

import msgspec
import numpy as np

from nets.queries.query import Query
from nets.settings import Settings

if TYPE_CHECKING:
    from nets.autodiff.net import Net

PLACES = 64  # along each axis

Directions = Literal["path", "random"]


class KeptPath(msgspec.Struct, frozen=True):
    """The weights of a run at `epochs` (n,), each moment's in one line, (n, W): matrix after matrix by name, row after
    row.

    With `settings` it is a run by these alone, which can be trained again for the epochs between.
    """

    epochs: np.ndarray
    weights: np.ndarray
    settings: Settings | None = None


class Path(msgspec.Struct, frozen=True):
    """A run's path: at `epochs` (n,), its `places` (n, 2) on the plane, its losses (n,), and the plane's there (n,).

    `held` is the share of the path's variance that lies in the plane, from 0 to 1.
    """

    epochs: np.ndarray
    places: np.ndarray
    losses: np.ndarray
    on_plane: np.ndarray
    held: float


class Landscape(msgspec.Struct, frozen=True, tag=True):
    """The losses (m, n), a line for each of y (m,), at the weights w + x u + y v.

    w is where the first of `paths` ends, the tape's own; u and v are the directions. x and y are in units of their
    lengths. Losses are the mean of -log p(label) over the training rows, in nats, without penalties and dropout.
    """

    x: np.ndarray
    y: np.ndarray
    losses: np.ndarray
    paths: list[Path]

    @property
    def lowest(self) -> tuple[int, int] | None:
        """The line and the column of the lowest loss; None where no loss is finite."""
        finite = np.where(np.isfinite(self.losses), self.losses, np.inf)
        line, column = np.unravel_index(int(finite.argmin()), finite.shape)
        return (int(line), int(column)) if np.isfinite(finite[line, column]) else None

    @property
    def is_moved(self) -> bool:
        """Whether the tape's path, the first, has weights other than those it ends at."""
        return bool(np.any(self.paths[0].places))


class LandscapeQuery(Query[Landscape], frozen=True):
    """Over the plane of the first path's principal components, or of two random directions drawn by `seed`; all paths
    are drawn on it.
    """

    directions: Directions
    paths: tuple[KeptPath, ...]
    seed: int = 0

    def answer(self, net: "Net") -> Landscape:
        """The loss at 64 by 64 places, and along the paths.

        Raises `Refusal` where rows and weights are too many, or the path has no plane.
        """
        from nets.landscape.surface import landscape

        return landscape(net, self)

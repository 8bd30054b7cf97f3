"""What a method of solving continuous games says: which games it accepts, and what it finds."""

from __future__ import annotations

from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from ...expressions import Array
from .batch import Batch


class Found(NamedTuple):
    """Equilibria of a batch; K is the largest number in any game.

    Attributes
    ----------
    x : array (..., K, k)
        NaN-padded.
    complete : bool array (...)
        Whether each game's list is shown to be complete.
    regret : array (..., K)
        The largest gain from a deviation, verified to be none up to the tolerance.
    continua : tuple of tuples of int
        For a single game: between which equilibria everything is an equilibrium too.
    """

    x: Array
    complete: NDArray[np.bool_]
    regret: Array
    continua: tuple[tuple[int, ...], ...] = ()


class Method(Protocol):
    """A module of this folder that solves some continuous games."""

    def accepts(self, batch: Batch) -> bool:
        """Say whether the method can solve these games."""

    def solve(self, batch: Batch) -> Found:
        """Return the equilibria of games that the method accepts."""

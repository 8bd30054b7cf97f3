"""What a phase portrait draws: shares that move, and where they come to rest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import cycle

import numpy as np
from numpy.typing import NDArray

from ..expressions import Array
from ..forms.actors import Actor
from ..solvers.replicator import Replicator
from ..solvers.rest_points import RestPoints
from ..solvers.stability import Stability
from ..words import labelled, listed, number, say

END_COLOURS = (
    "#56B4E9",
    "#CC79A7",
    "#E6A800",
    "#8A5A2B",
    "#6A51A3",
    "#1B9E77",
    "#A6A600",
    "#E15759",
)
ELSEWHERE = "#9a9a9a"


@dataclass(frozen=True, eq=False)
class Flow:
    """Replicator dynamics of populations, with all that a portrait shows of them.

    Attributes
    ----------
    title : str
    populations : tuple of Actor
    game : Replicator
        K strategies of these populations, one population after the other.
    find : callable
        Returns the rest points.
    follow : callable
        Takes starts (S, K) and times (T,), and returns shares (S, T, K) and the position among the
        rest points of the stable one that each start reaches (S,), -1 for none.
    """

    title: str
    populations: tuple[Actor, ...]
    game: Replicator
    find: Callable[[], RestPoints]
    follow: Callable[[Array, Array], tuple[Array, NDArray[np.intp]]]

    @cached_property
    def points(self) -> RestPoints:
        """The rest points, found when they are first needed."""
        return self.find()

    @property
    def horizon(self) -> float:
        """A time after which trajectories have come near to where they go.

        That is a dozen times the slowest return to a stable rest point, or else three turns of the
        slowest circle.
        """
        size, points = self.game.scale or 1.0, self.points
        stable = points.eigenvalues[points.stability == Stability.STABLE]
        if stable.size:
            needed = 12 / np.abs(stable.real).min()
        else:
            turns = np.abs(points.eigenvalues.imag)
            needed = 6 * np.pi / turns[turns > 0].min() if (turns > 0).any() else 0.0
        return float(np.clip(needed, 30 / size, 1000 / size))

    def ends(self, reached: NDArray[np.intp]) -> dict[int, tuple[str, str]]:
        """Return label and colour of each end that a trajectory has reached, by position."""
        stable = np.flatnonzero(self.points.stability == Stability.STABLE)
        ends = {
            int(r): (say("ends at: {label}", label=self.name(self.points.shares[r])), colour)
            for r, colour in zip(stable, cycle(END_COLOURS), strict=False)
        }
        ends[-1] = (say("ends at no stable rest point"), ELSEWHERE)
        return {r: end for r, end in ends.items() if r in reached}

    def name(self, shares: Array) -> str:
        """Say who does what at a rest point; in the cube the vertices by their digits."""
        if self.game.sizes == (2, 2, 2) and np.isin(shares, (0, 1)).all():
            return "".join(str(int(share)) for share in shares[1::2])
        parts = []
        for actor, (start, stop) in zip(self.populations, self.game.spans, strict=True):
            played = [
                str(strategy.title) if share == 1 else f"{strategy.title} {number(share)}"
                for strategy, share in zip(actor.strategies, shares[start:stop], strict=True)
                if share > 0
            ]
            parts.append((actor.title, listed(played)))
        if len(parts) == 1:
            return parts[0][1]
        return listed((labelled(who, what) for who, what in parts), strong=True)


def both(acting: Array) -> Array:
    """Return the shares of both strategies (..., 2 N) from those of the second ones (..., N)."""
    return np.stack([1 - acting, acting], axis=-1).reshape(*acting.shape[:-1], -1)

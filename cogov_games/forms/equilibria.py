"""The equilibria of a batch of games, verified and padded, as every form returns them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..expressions import Array

TOLERANCE = 1e-9
"""Largest regret of a reported equilibrium, as a share of the payoff range."""

STABILITY = ("unstable", "stable", "semi-stable", "neutral", "non-hyperbolic")


@dataclass(frozen=True, eq=False)
class CurvedContinuum:
    """Equilibria along a curve or on a surface, which mixtures of its ends do not span.

    Attributes
    ----------
    ends : tuple of int
        Positions of the equilibria at which a curve ends, or of a surface's corners.
    dimension : int
        1 for a curve, 2 for a surface.
    states : mapping of symbol to array (N,)
        Verified equilibria sampled from it; those of a curve in their order along it.
    """

    ends: tuple[int, ...]
    dimension: int
    states: Mapping[str, Array]


@dataclass(frozen=True)
class EquilibriumSet:
    """Equilibria of a batch of games; K is the largest number in any of them.

    Attributes
    ----------
    states : mapping of symbol to array (..., K)
        The equilibria, in the symbols that the welfare formula uses; NaN where there is none.
    payoffs : mapping of actor key to array (..., K)
    regret : array (..., K)
        Largest gain from a unilateral deviation.
    scale : array (...)
        The payoff range to which tolerances are relative.
    stability : int array (..., K)
        Index into `STABILITY`; -1 where there is no equilibrium.
    pattern : int array (..., K)
        Which kind of equilibrium this is; `Form.label` says it in words.
    continua : tuple of tuples of int
        For a single game: sets of equilibria between which all mixtures are equilibria too.
    curved : tuple of CurvedContinuum
        For a single game: its other continua.
    complete : bool array (...)
        Whether the list is proven exhaustive.
    basin : array (..., K), optional
        Share of starting points from which the equilibrium is reached.
    reached : int array (...), optional
        Position of the equilibrium that the society reaches from its status quo.
    """

    states: Mapping[str, Array]
    payoffs: Mapping[str, Array]
    regret: Array
    scale: Array
    stability: NDArray[np.int8]
    pattern: NDArray[np.int64]
    complete: NDArray[np.bool_]
    continua: tuple[tuple[int, ...], ...] = ()
    curved: tuple[CurvedContinuum, ...] = ()
    basin: Array | None = None
    reached: NDArray[np.int64] | None = None

    @property
    def present(self) -> NDArray[np.bool_]:
        """Where there is an equilibrium, shape (..., K)."""
        return np.isfinite(self.regret)

    @property
    def verified(self) -> NDArray[np.bool_]:
        """Where nobody gains by deviating alone, up to `TOLERANCE` of the payoff range, (..., K)."""
        return np.asarray(self.regret <= TOLERANCE * np.asarray(self.scale)[..., None])

    def tally(self, pattern: int) -> NDArray[np.int64]:
        """Return how many equilibria of a kind there are, shape (...)."""
        return np.asarray(((self.pattern == pattern) & self.present).sum(axis=-1))


@dataclass(frozen=True)
class AsymmetricEquilibrium:
    """Pure equilibria in which only some of those who are alike act.

    Attributes
    ----------
    acting : int
        How many act.
    profiles : int
        How many equilibria these are: who acts is left open.
    payoffs : mapping of strategy to float
        What those get who use it.
    regret : float
        The largest gain from a unilateral deviation, verified to be zero up to the tolerance.
    """

    acting: int
    profiles: int
    payoffs: Mapping[str, float]
    regret: float


def runs(joined: Iterable[bool]) -> list[list[int]]:
    """Return the positions 0, 1, … in runs; `joined` says which belong to the one before."""
    found: list[list[int]] = []
    for place, to_the_one_before in enumerate(joined):
        if to_the_one_before and found:
            found[-1].append(place)
        else:
            found.append([place])
    return found


Solved = Callable[[], EquilibriumSet]
"""Hands out the equilibria of a situation when they are asked for."""

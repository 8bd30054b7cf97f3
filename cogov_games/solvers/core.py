"""The core: allocations at which no coalition would do better on its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np

from ..errors import InputError
from .arrays import Array
from .characteristic import Allocation, Characteristic, Game, Player, characteristic, members

__all__ = ["Core", "LeastCoreAllocation", "core", "core_vertices", "least_core"]

TOLERANCE = 1e-9
"""Excess, as a share of the game's size, up to which a coalition does not object."""
MOST_FOR_VERTICES = 4


@dataclass(frozen=True, repr=False)
class Core:
    """The core of a coalition game.

    Attributes
    ----------
    epsilon : float
        The smallest excess to which all coalitions can be held at once (the least core's): the
        core is empty where it is positive.
    """

    _game: Characteristic
    epsilon: float

    def __repr__(self) -> str:
        found = "empty core" if self.empty else "core"
        return f"{found} of {len(self._game.players)} players, epsilon {self.epsilon:.6g}"

    @property
    def _allowed(self) -> float:
        return TOLERANCE * float(np.abs(self._game.worth).max())

    @property
    def empty(self) -> bool:
        """Whether every allocation leaves some coalition better off on its own."""
        return self.epsilon > self._allowed

    def violated(self, allocation: Mapping[Player, float]) -> dict[frozenset[Player], float]:
        """Return the coalitions that would do better alone, with their excess, the largest first.

        Raises
        ------
        InputError
            If the allocation does not give each player a number.
        """
        x = self._game.vector(allocation)
        excess = (self._game.worth - members(len(x)) @ x)[:-1]
        order = np.argsort(-excess, kind="stable")
        return {
            self._game.coalition(int(mask)): float(excess[mask])
            for mask in order
            if excess[mask] > self._allowed
        }

    def contains(self, allocation: Mapping[Player, float]) -> bool:
        """Return whether an allocation shares exactly what there is and no coalition objects.

        Raises
        ------
        InputError
            If the allocation does not give each player a number.
        """
        shared = float(self._game.vector(allocation).sum())
        efficient = abs(shared - self._game.worth[-1]) <= self._allowed
        return efficient and not self.violated(allocation)

    @cached_property
    def vertices(self) -> tuple[Allocation, ...]:
        """The corners of the core, for up to four players; empty where the core is.

        Raises
        ------
        InputError
            For more players.
        """
        n = len(self._game.players)
        if n > MOST_FOR_VERTICES:
            raise InputError(
                f"the game has {n} players: vertices are listed for at most {MOST_FOR_VERTICES}."
            )
        return tuple(Allocation(self._game.shares(x)) for x in core_vertices(self._game.worth))


def core(v: Game, *, cost: bool = False) -> Core:
    """Return the core of a coalition game.

    Parameters
    ----------
    v : mapping of frozenset of players to number
        Every coalition but the empty one.
    cost : bool
        Whether the numbers are costs.

    Returns
    -------
    Core
        With `.empty`, `.epsilon`, `.vertices`, `.violated(allocation)`, `.contains(allocation)`.

    Raises
    ------
    InputError
        For a missing coalition or a value that is no finite number.

    Notes
    -----
    The excess of a coalition S is v(S) - x(S), or x(S) - c(S) for costs. A linear program finds
    the smallest value to which all of them can be held; it is at most 1e-9 of the largest value
    where the core is not empty.

    References
    ----------
    Gillies, D. B. (1959). Solutions to general non-zero-sum games. In Tucker, A. W. and Luce, R. D.
    (eds), *Contributions to the Theory of Games IV*, 47-85. Princeton.

    Examples
    --------
    >>> v = {(1,): 0, (2,): 0, (3,): 0, (1, 2): 1, (1, 3): 1, (2, 3): 0, (1, 2, 3): 1}
    >>> core(v)
    core of 3 players, epsilon 0
    >>> core(v).vertices
    (Allocation(1: 1, 2: 0, 3: 0),)
    >>> core(v).violated({1: 0.5, 2: 0.5, 3: 0})
    {frozenset({1, 3}): 0.5}
    """
    game = characteristic(v, cost=cost)
    return Core(game, _least(game.worth)[0])


@dataclass(frozen=True, repr=False)
class LeastCoreAllocation(Allocation):
    """An allocation of the least core, with the excess `epsilon` that it keeps to."""

    epsilon: float = 0.0


def least_core(v: Game, *, cost: bool = False) -> LeastCoreAllocation:
    """Return an allocation that makes the largest excess of any coalition as small as possible.

    Parameters
    ----------
    v : mapping of frozenset of players to number
    cost : bool

    Returns
    -------
    LeastCoreAllocation
        A mapping of players to numbers with `.epsilon`. Others may be as good.

    Raises
    ------
    InputError
        For a missing coalition or a value that is no finite number.

    References
    ----------
    Shapley, L. S. and Shubik, M. (1966). Quasi-cores in a monetary economy with nonconvex
    preferences. *Econometrica* 34, 805-827.

    Examples
    --------
    >>> v = {(1,): 0, (2,): 0, (3,): 0, (1, 2): 1, (1, 3): 1, (2, 3): 1, (1, 2, 3): 1}
    >>> round(least_core(v).epsilon, 9)
    0.333333333
    """
    game = characteristic(v, cost=cost)
    epsilon, x = _least(game.worth)
    return LeastCoreAllocation(game.shares(x), epsilon=epsilon)


def _least(worth: Array) -> tuple[float, Array]:
    """Return the least core's excess and one of its allocations (n,)."""
    from scipy.optimize import linprog

    n = worth.shape[-1].bit_length() - 1
    if n == 1:
        return -np.inf, worth[1:]
    inside, alone = members(n), worth[1 << np.arange(n)]
    gains = worth - inside @ alone
    size = float(np.abs(gains).max()) or 1.0
    proper = slice(1, -1)
    found = linprog(
        np.append(np.zeros(n), 1.0),
        A_ub=-np.column_stack([inside[proper], np.ones(len(inside) - 2)]),
        b_ub=-gains[proper] / size,
        A_eq=np.append(np.ones(n), 0.0)[None],
        b_eq=gains[-1:] / size,
        bounds=[(None, None)] * (n + 1),
        method="highs",
    )
    if found.status != 0:
        raise ArithmeticError(f"the linear program of the least core failed: {found.message}")
    return float(found.x[n]) * size + 0.0, alone + size * found.x[:n]


def core_vertices(worth: Array) -> Array:
    """Return the corners of the core of a game.

    Parameters
    ----------
    worth : array (2**n,)
        What each coalition is worth, by bit mask; n is at most 4.

    Returns
    -------
    array (V, n)
        Each corner once, in decreasing order; V = 0 if the core is empty.

    Notes
    -----
    Every n - 1 coalitions that can be tight at once are tried, and the points that satisfy all
    others kept, to 1e-9 of the largest worth.

    References
    ----------
    Gillies, D. B. (1959). Solutions to general non-zero-sum games. In Contributions to the Theory
    of Games IV, 47-85. Princeton.

    Examples
    --------
    >>> core_vertices(np.array([0.0, 1.0, 2.0, 4.0])).tolist()
    [[2.0, 2.0], [1.0, 3.0]]
    """
    n = worth.shape[-1].bit_length() - 1
    inside = members(n)
    allowed = TOLERANCE * float(np.abs(worth).max())
    bases = np.array(list(combinations(range(1, len(inside) - 1), n - 1)), dtype=int)
    bases = np.column_stack(
        [bases.reshape(len(bases), n - 1), np.full(len(bases), len(inside) - 1)]
    )
    systems = inside[bases]
    regular = np.abs(np.linalg.det(systems)) > 0.5  # integer matrices
    points = np.linalg.solve(systems[regular], worth[bases[regular]][..., None])[..., 0]
    inner = (worth - points @ inside.T <= allowed).all(axis=-1)
    size = max(float(np.abs(worth).max()), 1e-300)
    _, first = np.unique(np.round(points[inner] / size, 9) + 0.0, axis=0, return_index=True)
    return np.asarray(points[inner][first][::-1] + 0.0)

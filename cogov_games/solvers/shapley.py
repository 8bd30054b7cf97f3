"""Shapley value and Banzhaf value: averages of what a player adds to a coalition."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from math import factorial

import numpy as np

from .arrays import Array
from .characteristic import Allocation, Game, characteristic, members

__all__ = ["banzhaf", "shapley", "shapley_values"]


def shapley(v: Game, *, cost: bool = False) -> Allocation:
    """Return the Shapley value of a coalition game.

    Parameters
    ----------
    v : mapping of frozenset of players to number
        Every coalition but the empty one.
    cost : bool
        Whether the numbers are costs; the result is what each player pays then.

    Returns
    -------
    Allocation
        A mapping of players to numbers; `.exact` holds fractions where the input is exact.

    Raises
    ------
    InputError
        For a missing coalition or a value that is no finite number.

    Notes
    -----
    The average over all orders in which the players may arrive of what a player adds; for the
    player i of n it weighs v(S + i) - v(S) by |S|! (n - 1 - |S|)! / n!.

    References
    ----------
    Shapley, L. S. (1953). A value for n-person games. In Kuhn, H. W. and Tucker, A. W. (eds),
    *Contributions to the Theory of Games II*, 307-317. Princeton.

    Examples
    --------
    >>> v = {frozenset("A"): 0, frozenset("B"): 0, frozenset("AB"): 6}
    >>> shapley(v)
    Allocation(A: 3, B: 3)
    """
    return _weighted(v, cost, *_shapley_weights(len(characteristic(v, cost=cost).players)))


def banzhaf(v: Game, *, cost: bool = False) -> Allocation:
    """Return the Banzhaf value: what a player adds to a coalition of the others drawn at random.

    Parameters
    ----------
    v : mapping of frozenset of players to number
    cost : bool

    Returns
    -------
    Allocation
        It need not add up to the value of all players together.

    Raises
    ------
    InputError
        For a missing coalition or a value that is no finite number.

    References
    ----------
    Banzhaf, J. F. (1965). Weighted voting doesn't work. *Rutgers Law Review* 19, 317-343.

    Examples
    --------
    >>> v = {frozenset(s): int(len(s) >= 2) for s in ("A", "B", "C", "AB", "AC", "BC", "ABC")}
    >>> banzhaf(v)
    Allocation(A: 0.5, B: 0.5, C: 0.5)
    """
    n = len(characteristic(v, cost=cost).players)
    return _weighted(v, cost, (1,) * n, 2 ** (n - 1))


def shapley_values(worth: Array) -> Array:
    """Return the Shapley values of many games.

    Parameters
    ----------
    worth : array (..., 2**n)
        What each coalition is worth, by bit mask.

    Returns
    -------
    array (..., n)
        In the units of the worths.

    Notes
    -----
    Each player's contributions to all coalitions, weighted; exact to rounding.

    References
    ----------
    Shapley (1953); see `shapley`.

    Examples
    --------
    >>> shapley_values(np.array([[0.0, 1.0, 2.0, 4.0], [0.0, 0.0, 0.0, 6.0]]))
    array([[1.5, 2.5],
           [3. , 3. ]])
    """
    n = worth.shape[-1].bit_length() - 1
    weights, total = _shapley_weights(n)
    inside = members(n).T
    size = inside.sum(axis=0).astype(int)
    weight = np.array([*weights, 0]) / total
    joins = inside * weight[size - 1] - (1 - inside) * weight[size]
    return np.asarray(worth @ joins.T)


@cache
def _shapley_weights(n: int) -> tuple[tuple[int, ...], int]:
    """Return the weight of joining a coalition of 0..n-1 others, and what the weights are out of."""
    return tuple(factorial(s) * factorial(n - 1 - s) for s in range(n)), factorial(n)


def _weighted(v: Game, cost: bool, weights: tuple[int, ...], total: int) -> Allocation:
    """Return the sum of what each player adds, weighed by the number of those who are there."""
    game = characteristic(v, cost=cost)
    sums: list[float | Fraction] = []
    for i in range(len(game.players)):
        added = (
            weights[mask.bit_count()] * (game.values[mask | 1 << i] - game.values[mask])
            for mask in range(1 << len(game.players))
            if not mask >> i & 1
        )
        sums.append(sum(added, Fraction(0)) / total)
    shares = {p: float(s) for p, s in zip(game.players, sums, strict=True)}
    exact = {p: Fraction(s) for p, s in zip(game.players, sums, strict=True)}
    return Allocation(shares, exact if game.is_exact else None)

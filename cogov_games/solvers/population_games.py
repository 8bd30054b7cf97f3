"""Population games: payoffs as functions of the shares, whose replicator dynamics can be followed.

Every game of finitely many strategies is sums of monomials in the shares, whether one population
plays it in pairs or in groups, or several populations play it with each other; any other payoffs
are given by a function, and their slopes are differences.

References
----------
.. [1] Taylor, P. D. and Jonker, L. B. (1978). Evolutionarily stable strategies and game dynamics.
   Mathematical Biosciences, 40, 145-156.
.. [2] Hofbauer, J. and Sigmund, K. (1998). Evolutionary Games and Population Dynamics. Cambridge
   University Press.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from math import comb

import numpy as np
from numpy.typing import ArrayLike

from ..errors import InputError
from ..quantities import numbers
from .arrays import Array, Integers
from .compositions import log_orders
from .eigenvalues import spans
from .replicator import SMALLEST, Growth, Replicator

HEAVIEST = 200.0  # weights up to here are multiplied: no monomial that counts is too small a number

__all__ = [
    "PayoffFunction", "PolynomialGame", "group_game", "matrix_game", "payoff_function",
    "population_game",
]  # fmt: skip


@dataclass(frozen=True, eq=False, repr=False)
class PolynomialGame(Replicator):
    """Payoffs that are sums of monomials in the shares, with M monomials.

    Parameters
    ----------
    sizes : tuple of int
        Numbers of strategies of the populations; they add up to K.
    exponents : int array (M, K)
    weights : array (M,)
        Logarithm of each monomial's number of orders (the multinomial coefficient).
    table : array (M, K)
        What each strategy yields when the others are as the monomial says.
    counts : array (M, K)
        1 where the monomial is a way in which the others of a strategy can be, and 0 elsewhere: over
        these the monomials add up to 1.
    scale : float
    """

    sizes: tuple[int, ...]
    exponents: Integers
    weights: Array
    table: Array
    counts: Array
    scale: float

    def payoffs(self, shares: Array) -> Array:
        logs = np.log(np.maximum(shares, SMALLEST))
        return np.asarray(np.exp(logs @ self.exponents.T + self.weights) @ self.table)

    @cached_property
    def growth(self) -> Growth:
        """The function from log shares (..., K) to their rates of change; time is ignored.

        Rounding takes the shares' sums off 1. Therefore payoffs are divided by the sum of their
        monomials, and the mean by that of the shares: so the error is as small as it was, neither
        growing nor damped (which would be one more thing that small steps have to follow).
        """
        total = sum(self.sizes)
        exponents = np.concatenate([self.exponents.T, np.eye(total)], axis=1)
        weights = np.append(self.weights, np.zeros(total))
        none = np.zeros((total, total))
        table = np.block(
            [[self.table, 0 * self.counts, self.counts], [none, self.same, none]]
        )  # what strategies yield, the sums of shares, the sums of monomials
        small = weights.max() <= HEAVIEST
        if small:
            table *= np.exp(weights)[:, None]
        first, second, shares = (
            slice(total),
            slice(total, 2 * total),
            slice(len(self.weights), None),
        )
        third, same = slice(2 * total, None), self.same

        def rates(logs: Array, _: float = 0.0) -> Array:
            monomials = np.dot(logs, exponents)
            if not small:
                monomials += weights
            np.exp(monomials, out=monomials)
            values = np.dot(monomials, table)
            payoffs = values[..., first]
            gains: Array = np.dot(monomials[..., shares] * payoffs, same)
            gains /= values[..., second]
            np.subtract(payoffs, gains, out=gains)
            gains /= values[..., third]
            return gains

        return rates

    def slopes(self, shares: Array) -> Array:
        logs = np.log(np.maximum(shares, SMALLEST))
        columns = []
        for j in range(sum(self.sizes)):
            some = self.exponents[:, j] > 0
            power = self.exponents[some, j]
            lowered = self.exponents[some] - np.eye(sum(self.sizes), dtype=np.int64)[j]
            monomials = np.exp(logs @ lowered.T + self.weights[some])
            columns.append((monomials * power) @ self.table[some])
        return np.stack(columns, axis=-1)


@dataclass(frozen=True, eq=False, repr=False)
class PayoffFunction(Replicator):
    """Payoffs in one population that a function gives; its slopes are differences.

    The function takes shares (..., k), a little off the simplex too, and returns payoffs (..., k).
    """

    sizes: tuple[int, ...]
    scale: float
    function: Callable[[Array], Array] = field(repr=False)

    def payoffs(self, shares: Array) -> Array:
        return np.asarray(self.function(shares), dtype=float)

    def slopes(self, shares: Array) -> Array:
        """Return derivatives along the simplex: shares grow at the expense of all, or shrink.

        Differences of fourth order on both sides of the point; at the boundary the function is
        taken a little outside.
        """
        step = 1e-3
        weights = ((-2, 1 / 12), (-1, -2 / 3), (1, 2 / 3), (2, -1 / 12))
        directions = np.eye(self.sizes[0])
        columns = [
            sum(w * self.payoffs(shares + i * step * (d - shares)) for i, w in weights) / step
            for d in directions
        ]
        return np.stack(columns, axis=-1)


def matrix_game(matrix: ArrayLike) -> PolynomialGame:
    """Return the game that one population plays in pairs.

    Parameters
    ----------
    matrix : (k, k)
        Payoff of the row's strategy against the column's.

    Returns
    -------
    PolynomialGame
        With payoffs of shape (..., k) at shares (..., k).

    Raises
    ------
    InputError
        If it is not a square matrix of finite numbers, at least 2 by 2.

    Notes
    -----
    Exact: payoffs are linear in the shares.

    References
    ----------
    Taylor and Jonker (1978); see the module.

    Examples
    --------
    >>> matrix_game([[0, 3], [1, 2]]).payoffs(np.array([0.5, 0.5])).round(6)
    array([1.5, 1.5])
    """
    table = numbers("matrix", matrix)
    if table.ndim != 2 or table.shape[0] != table.shape[1] or len(table) < 2:
        raise InputError(f"matrix has shape {table.shape}; it takes k rows and k columns, k >= 2.")
    return group_game(table.T, np.eye(len(table), dtype=np.int64))


def group_game(table: ArrayLike, counts: ArrayLike) -> PolynomialGame:
    """Return the game that one population plays in groups drawn at random.

    Parameters
    ----------
    table : (C, k)
        What each strategy yields beside the other members that the row of `counts` says.
    counts : (C, k) of int
        How many of the n - 1 others follow each strategy; all ways, as `compositions` lists them,
        in any order.

    Returns
    -------
    PolynomialGame
        With payoffs of shape (..., k) at shares (..., k).

    Raises
    ------
    InputError
        If the arrays do not fit each other, or a count is not a whole number from 0.

    Notes
    -----
    Exact: a strategy's payoff is the mean of its row over the multinomial chances of `counts`.

    References
    ----------
    Gokhale, C. S. and Traulsen, A. (2010). Evolutionary games in the multiverse. Proceedings of the
    National Academy of Sciences 107, 5500-5504.

    Examples
    --------
    A volunteer's dilemma of three, benefit 1, cost 0.4: volunteering yields 0.6, anything else 1 if
    one of the two others volunteers.

    >>> game = group_game([[0.6, 1], [0.6, 1], [0.6, 0]], [[2, 0], [1, 1], [0, 2]])
    >>> game.payoffs(np.array([0.5, 0.5])).round(6)
    array([0.6 , 0.75])
    """
    payoffs, others = numbers("table", table), numbers("counts", counts)
    if payoffs.ndim != 2 or payoffs.shape != others.shape or payoffs.shape[1] < 2:
        raise InputError(
            f"table has shape {payoffs.shape} and counts {others.shape}; both take (C, k), k >= 2."
        )
    if (others < 0).any() or (others % 1).any() or np.ptp(others.sum(axis=1)):
        raise InputError("counts takes whole numbers from 0, with the same sum in every row.")
    ways = comb(int(others[0].sum()) + others.shape[1] - 1, others.shape[1] - 1)
    if len(others) != ways or len(np.unique(others, axis=0)) != ways:
        raise InputError(f"counts has {len(others)} rows; it takes all {ways} ways, each once.")
    exponents = others.astype(np.int64)
    return PolynomialGame(
        sizes=(payoffs.shape[1],), exponents=exponents, weights=log_orders(exponents),
        table=payoffs, counts=np.ones(payoffs.shape), scale=float(np.ptp(payoffs)),
    )  # fmt: skip


def population_game(tables: Sequence[ArrayLike]) -> PolynomialGame:
    """Return the game that several populations play, one member of each at a time.

    Parameters
    ----------
    tables : sequence of N arrays (m1, ..., mN)
        Payoffs of each population's member.

    Returns
    -------
    PolynomialGame
        With payoffs of shape (..., K) at shares (..., K), one population after the other;
        K = m1 + ... + mN.

    Raises
    ------
    InputError
        If there are fewer than two tables, or their shapes do not fit.

    Notes
    -----
    Exact: payoffs are linear in the shares of each other population.

    References
    ----------
    Hofbauer and Sigmund (1998); see the module.

    Examples
    --------
    Matching pennies.

    >>> game = population_game([[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]])
    >>> game.payoffs(np.array([0.25, 0.75, 1, 0])).round(6)
    array([ 1. , -1. ,  0.5, -0.5])
    """
    arrays = [numbers("tables", table) for table in tables]
    shapes = {array.shape for array in arrays}
    if len(arrays) < 2 or len(shapes) != 1 or arrays[0].ndim != len(arrays):
        raise InputError(
            f"tables has the shapes {sorted(shapes)}; it takes one table for each of two or more "
            "populations, all of one shape, with an axis for each."
        )
    sizes = arrays[0].shape
    starts = [start for start, _ in spans(sizes)]
    exponents, rows, counts = [], [], []
    for i, array in enumerate(arrays):
        others = [k for k in range(len(sizes)) if k != i]
        own = np.moveaxis(array, i, -1).reshape(-1, sizes[i])
        for cell, payoffs in zip(product(*(range(sizes[k]) for k in others)), own, strict=True):
            exponents.append(np.zeros(sum(sizes), dtype=np.int64))
            exponents[-1][[starts[k] + c for k, c in zip(others, cell, strict=True)]] = 1
            rows.append(np.zeros(sum(sizes)))
            rows[-1][starts[i] : starts[i] + sizes[i]] = payoffs
            counts.append(np.zeros(sum(sizes)))
            counts[-1][starts[i] : starts[i] + sizes[i]] = 1.0
    return PolynomialGame(
        sizes=sizes, exponents=np.array(exponents), weights=np.zeros(len(rows)),
        table=np.array(rows), counts=np.array(counts), scale=max(float(np.ptp(array)) for array in arrays),
    )  # fmt: skip


def payoff_function(
    function: Callable[[Array], Array], strategies: int, scale: float | None = None
) -> PayoffFunction:
    """Return the game of one population whose payoffs a function gives.

    Parameters
    ----------
    function : callable
        Takes shares (..., k) and returns payoffs (..., k); smooth on the simplex and within a
        thousandth of it.
    strategies : int
        Their number k, at least 2.
    scale : float, optional
        The payoff range; by default that at the vertices and in the middle.

    Returns
    -------
    PayoffFunction
        With payoffs of shape (..., k) at shares (..., k).

    Raises
    ------
    InputError
        If k is below 2, or the function does not return finite numbers of the shares' shape.

    Notes
    -----
    Slopes are differences of fourth order with a step of 1e-3 along the simplex.

    References
    ----------
    Hofbauer and Sigmund (1998); see the module.

    Examples
    --------
    >>> game = payoff_function(lambda x: np.stack([x[..., 1] ** 2, x[..., 0]], axis=-1), 2)
    >>> game.velocity(np.array([0.5, 0.5]))
    array([-0.0625,  0.0625])
    """
    if strategies < 2:
        raise InputError(f"strategies = {strategies} is not allowed: from 2.")
    points = np.concatenate([np.eye(strategies), np.full((1, strategies), 1 / strategies)])
    values = numbers("function", function(points))
    if values.shape != points.shape:
        raise InputError(f"function returns shape {values.shape} for shares {points.shape}.")
    return PayoffFunction(
        (strategies,), float(np.ptp(values)) if scale is None else scale, function
    )

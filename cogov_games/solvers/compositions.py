"""Compositions: the ways in which individuals that are alike can use several strategies.

What counts is how many use each strategy. All ways are listed in one order, and `positions` tells
where in this list, and so in a table with a column for each of them, one stands.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations
from math import comb

import numpy as np

from ..errors import InputError
from .arrays import Array, Integers

__all__ = ["compositions", "edge", "log_orders", "positions"]

LARGEST = 200_000
"""Compositions that are still listed."""


@lru_cache(maxsize=256)
def compositions(total: int, kinds: int) -> Integers:
    """Return all ways in which `total` individuals can use `kinds` strategies.

    Parameters
    ----------
    total, kinds : int
        How many individuals, and how many strategies.

    Returns
    -------
    int array (S, kinds)
        Rows in descending order; of two strategies, row j has j users of the second. Read-only.

    Raises
    ------
    InputError
        If there are more than 200,000 of them.

    Examples
    --------
    >>> compositions(2, 2).tolist()
    [[2, 0], [1, 1], [0, 2]]
    """
    states = comb(total + kinds - 1, kinds - 1)
    if states > LARGEST:
        raise InputError(
            f"{total} individuals with {kinds} strategies have {states} compositions; at most "
            f"{LARGEST} are allowed."
        )
    bars = np.array(list(combinations(range(total + kinds - 1), kinds - 1)), dtype=np.int64)
    walls = np.full((states, 1), -1), np.full((states, 1), total + kinds - 1)
    rows = np.diff(np.hstack([walls[0], bars.reshape(states, -1), walls[1]]), axis=1) - 1
    rows = rows[::-1].copy()
    rows.flags.writeable = False
    return rows


def positions(rows: Integers, total: int) -> Integers:
    """Return where compositions stand in the list of `compositions`.

    Parameters
    ----------
    rows : int array (..., k)
        How many individuals use each strategy; each row adds up to `total`, which is not checked.
    total : int
        The number of individuals.

    Returns
    -------
    int array (...)
        Positions from 0.

    Examples
    --------
    >>> positions(np.array([[2, 0], [0, 2]]), 2)
    array([0, 2])
    """
    place = np.zeros(rows.shape[:-1], dtype=np.int64)
    left = total - np.zeros_like(place)
    for i in range(rows.shape[-1] - 1):
        left = left - rows[..., i]
        others = rows.shape[-1] - i - 1  # rows with more users of strategy i come before
        place += _choose(left - 1 + others, others)
    return place


def edge(total: int, kinds: int, first: int, second: int) -> Integers:
    """Return where the compositions stand in which only two strategies are used.

    Parameters
    ----------
    total, kinds : int
        How many individuals, and how many strategies.
    first, second : int
        The two that are used.

    Returns
    -------
    int array (total + 1,)
        Positions in the list of `compositions`; entry j has j users of the second.

    Examples
    --------
    >>> compositions(2, 3)[edge(2, 3, 0, 2)].tolist()
    [[2, 0, 0], [1, 0, 1], [0, 0, 2]]
    """
    rows = np.zeros((total + 1, kinds), dtype=np.int64)
    rows[:, second] = np.arange(total + 1)
    rows[:, first] = total - rows[:, second]
    return positions(rows, total)


def log_orders(rows: Integers) -> Array:
    """Return the logarithm of the number of orders in which the individuals can be told apart.

    Parameters
    ----------
    rows : int array (..., k)
        How many individuals use each strategy.

    Returns
    -------
    array (...)
        Of the multinomial coefficients.

    Examples
    --------
    >>> np.exp(log_orders(np.array([[2, 0], [1, 1]]))).round(9)
    array([1., 2.])
    """
    from scipy.special import gammaln

    return np.asarray(gammaln(rows.sum(axis=-1) + 1.0) - gammaln(rows + 1.0).sum(axis=-1))


def _choose(n: Integers, k: int) -> Integers:
    result = np.ones_like(n)
    for i in range(k):
        result = result * (n - i) // (i + 1)
    return result

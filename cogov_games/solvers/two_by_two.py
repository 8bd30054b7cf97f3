"""Bimatrix games with two strategies each, ties included, by a table of all sign patterns.

The signs of a player's gains from the first strategy over the second, against each pure strategy of
the other, settle which profiles are equilibria; the sizes of the gains only place the mixtures.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .arrays import Array, Integers
from .polytope import TIE, payoff_range

__all__ = ["two_by_two"]

MIXED = 2
"""Stands for a strategy that leaves the other player indifferent."""

Slabs = tuple[Array, Array, Array, Integers]
"""Strategies (K, m, G) and (K, n, G), regrets (K, 1, G) and counts (G,) of a chunk."""


def two_by_two(a: Array, b: Array) -> Slabs:
    """Return the extreme equilibria of 2x2 games.

    Parameters
    ----------
    a, b : arrays (G, 2, 2)
        Payoffs of the row and of the column player, finite.

    Returns
    -------
    Slabs
        Strategies (K, 2, G) of either player, regrets (K, 1, G) and counts (G,), padded with NaN.

    Notes
    -----
    The equilibria are read from the table of sign patterns; mixtures are computed. A gain of at
    most 1e-9 of a player's payoff range is a tie.

    Examples
    --------
    >>> a, b = np.array([[[2.0, 0.0], [0.0, 1.0]]]), np.array([[[1.0, 0.0], [0.0, 2.0]]])
    >>> x, y, regret, count = two_by_two(a, b)
    >>> x[:, 0, 0].round(4).tolist(), y[:, 0, 0].round(4).tolist(), count.tolist()
    ([1.0, 0.6667, 0.0], [1.0, 0.3333, 0.0], [3])
    """
    row = _gains(a[:, 0], a[:, 1], payoff_range(a)[1])
    column = _gains(b[:, :, 0], b[:, :, 1], payoff_range(b)[1])
    pattern = np.array((27, 9, 3, 1)) @ np.vstack((row.signs, column.signs)) + 40
    count = COUNT[pattern]
    x, y, regret = (np.empty((count.max(), size, len(a))) for size in (2, 2, 1))
    for k in range(len(x)):
        p, q = FOUND[k, 0, pattern], FOUND[k, 1, pattern]
        p = np.where(p == MIXED, column.indifferent, p)
        q = np.where(q == MIXED, row.indifferent, q)
        gain_row, gain_column = row.at(q), column.at(p)
        x[k] = p, 1 - p
        y[k] = q, 1 - q
        regret[k] = np.maximum(
            np.maximum(gain_row, 0) - p * gain_row, np.maximum(gain_column, 0) - q * gain_column
        )
    return x, y, regret, count


def _sign_table() -> tuple[Array, Integers]:
    """Tabulate the extreme equilibria of every 2x2 game, up to the values of its mixtures.

    The signs of a player's gains from the first strategy over the second, against each pure
    strategy of the other, settle where the gain is positive, zero or negative. So 81 patterns of
    four signs cover all games. A strategy is 0 (second), 1 (first), or `MIXED`
    (leaving the other indifferent, which is possible if the other's signs are opposite).

    Returns
    -------
    found : float array, shape (K, 2, 81)
        The pairs of strategies, padded with NaN.
    count : int array, shape (81,)
    """
    signs = (-1, 0, 1)

    def stays(strategy: int, gain: int) -> bool:
        return gain == 0 or (strategy != MIXED and (gain > 0) == (strategy == 1))

    listed = []
    for row in ((first, second) for first in signs for second in signs):
        for column in ((first, second) for first in signs for second in signs):
            gain_row = {1: row[0], 0: row[1], MIXED: 0}
            gain_column = {1: column[0], 0: column[1], MIXED: 0}
            of_row = (1, MIXED, 0) if column[0] * column[1] < 0 else (1, 0)
            of_column = (1, MIXED, 0) if row[0] * row[1] < 0 else (1, 0)
            listed.append(
                [
                    (i, j)
                    for i in of_row
                    for j in of_column
                    if stays(i, gain_row[j]) and stays(j, gain_column[i])
                ]
            )
    count = np.array([len(pairs) for pairs in listed])
    found = np.full((count.max(), 2, len(listed)), np.nan)
    for pattern, pairs in enumerate(listed):
        found[: len(pairs), :, pattern] = pairs
    return found, count


FOUND, COUNT = _sign_table()


class _Gains(NamedTuple):
    """A player's gains from the first strategy over the second, in G 2x2 games.

    `against` (2, G) holds them against each pure strategy of the other, `signs` (2, G) their
    signs, and `indifferent` (G,) the other's probability of the first at which the gain is zero.
    """

    against: Array
    signs: Integers
    indifferent: Array

    def at(self, probability: Array) -> Array:
        gain: Array = probability * self.against[0] + (1 - probability) * self.against[1]
        return gain


def _gains(first: Array, second: Array, span: Array) -> _Gains:
    """Compare the payoffs (G, 2) of two strategies; `span` (G,) is the payoff range."""
    against = np.ascontiguousarray((first - second).T)
    tie = np.where(span == 0, np.inf, TIE * span)
    signs = (against > tie).astype(np.int64) - (against < -tie)
    step = np.where(signs[0] * signs[1] < 0, against[0] - against[1], np.nan)
    return _Gains(against, signs, -against[1] / step)

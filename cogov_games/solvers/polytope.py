"""Vertices of best-response polytopes, enumerated for many games at once."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import combinations
from typing import NamedTuple

import numpy as np

from .arrays import Array, Integers

__all__ = ["Vertices", "vertices"]


TIE = 1e-9
"""Probabilities, and payoffs as a share of the payoff range, closer than this are equal."""
PIVOT = 1e-12
"""A basis with a pivot smaller than this, on payoffs in [1, 2], is singular."""
ROUNDING = 1e-14
"""A payoff range smaller than this share of the largest payoff is rounding noise."""
WORK = 1 << 18
"""Numbers in one work array: larger tasks are done in chunks."""


class Vertices(NamedTuple):
    """Vertices of the polytopes of several games, sorted by game.

    Attributes
    ----------
    game : int array, shape (V,)
    strategy : float array, shape (V, p)
        Mixed strategies; a probability off the support is exactly zero.
    labels : int array, shape (V,)
        Bit i < p is set where own strategy i is unused, bit p + j where the opponent's
        strategy j is a best response.
    """

    game: Integers
    strategy: Array
    labels: Integers


def payoff_range(payoff: Array) -> tuple[Array, Array]:
    """Return the least payoff of each game, shape (G, m, n), and the range, each of shape (G,).

    A range that rounding alone can explain is zero: sums that are equal on paper may differ.
    """
    by_game = np.ascontiguousarray(payoff.reshape(len(payoff), -1).T)
    low, high = by_game.min(axis=0), by_game.max(axis=0)
    span = high - low
    span[span <= ROUNDING * np.maximum(np.abs(low), np.abs(high))] = 0
    return low, span


def normalised(payoff: Array) -> tuple[Array, Array]:
    """Map the payoffs of each game, shape (G, m, n), onto [1, 2], constant ones onto 1.

    Returns the new payoffs and the range of the old ones, shape (G,).
    """
    low, span = payoff_range(payoff)
    scale = np.where(span == 0, np.inf, span)
    return (payoff - low[:, None, None]) / scale[:, None, None] + 1, span


def vertices(payoff: Array) -> Vertices:
    """Return all vertices of the best-response polytopes {x : x >= 0, x @ payoff <= v}.

    Parameters
    ----------
    payoff : float array, shape (G, p, q)
        The *opponent's* payoffs in [1, 2]: own strategies on axis 1, the opponent's on axis 2.

    Returns
    -------
    Vertices
        Each vertex once, however many bases it has.

    Notes
    -----
    A basis is a support S and as many best responses T; it is a vertex where
    ``payoff[S, T].T @ w = 1`` has a positive solution to which no other response is better.
    At a degenerate vertex several bases meet. Its labels hold *all* its tight constraints,
    and a vertex is the only point with its labels, so equal labels are one vertex; a point
    whose labels are a proper subset of another's is no vertex, or equal to it within `TIE`.

    References
    ----------
    von Stengel, B. (2002). Computing equilibria for two-person games. In Aumann, R. and Hart, S.
    (eds), Handbook of Game Theory, vol. 3, ch. 45. Elsevier.

    Examples
    --------
    Against matching strategies there is one mixture to which both responses are best.

    >>> found = vertices(np.array([[[2.0, 1.0], [1.0, 2.0]]]))
    >>> found.strategy.round(9).tolist()
    [[1.0, 0.0], [0.0, 1.0], [0.5, 0.5]]
    >>> [f"{label:04b}" for label in found.labels]
    ['0110', '1001', '1100']
    """
    games, p, q = payoff.shape
    by_strategy = np.ascontiguousarray(np.moveaxis(payoff, 0, -1))
    found: list[Vertices] = []
    for k in range(1, min(p, q) + 1):
        supports, responses = _subsets(p, k), _subsets(q, k)
        step = max(1, WORK // (games * k * (k + 1) * responses.shape[1]))
        for start in range(0, supports.shape[1], step):
            support = supports[:, start : start + step]
            system = by_strategy[support[None, :, :, None], responses[:, None, None, :]]
            shape = system.shape[2:]
            weight = _solve_ones(system.reshape(k, k, -1))
            total = weight.sum(axis=0)
            basis = np.flatnonzero((weight > TIE * total).all(axis=0) & (total > 0))
            which, _, game = np.unravel_index(basis, shape)
            weight, value = weight[:, basis] / total[basis], 1 / total[basis]
            found.append(_labelled(payoff, game, support[:, which], weight, value))
    return _distinct(found, games, p + q)


def pairs_within(first: Integers, second: Integers, games: int) -> Iterator[tuple[Integers, ...]]:
    """Yield, in chunks, the index pairs (i, j) with ``first[i] == second[j]``; both are sorted."""
    count = np.bincount(second, minlength=games)
    begin = np.cumsum(count) - count
    step = max(1, WORK // max(1, int(count.max(initial=0))))
    for start in range(0, len(first), step):
        game = first[start : start + step]
        repeats = count[game]
        i = np.repeat(np.arange(start, start + len(game)), repeats)
        offset = begin[game] - (np.cumsum(repeats) - repeats)
        yield i, np.arange(len(i)) + np.repeat(offset, repeats)


@cache
def _subsets(n: int, k: int) -> Integers:
    """Return the subsets of range(n) with k members as columns, shape (k, C(n, k))."""
    return np.array(list(combinations(range(n), k)), dtype=np.int64).T


def _solve_ones(matrix: Array) -> Array:
    """Solve ``matrix[:, :, i] @ w[:, i] = 1`` for every i; NaN where singular.

    Gauss-Jordan elimination with partial pivoting, one step over all systems at a time.
    """
    k, _, n = matrix.shape
    table = np.concatenate((matrix, np.ones((k, 1, n))), axis=1)
    each = np.arange(n)
    for j in range(k):
        pivot = j + np.abs(table[j:, j]).argmax(axis=0)
        row = table[pivot, j:, each].T
        table[pivot, j:, each] = table[j, j:].T
        row[0, np.abs(row[0]) < PIVOT] = np.nan
        row = row[1:] / row[0]
        table[:, j + 1 :] -= table[:, j, None] * row
        table[j, j + 1 :] = row
    return table[:, k]


def _labelled(
    payoff: Array, game: Integers, support: Integers, weight: Array, value: Array
) -> Vertices:
    """Return, with labels, the strategies against which no response earns more than `value`.

    `support` and `weight` have shape (k, F), `value` has shape (F,).
    """
    _, p, q = payoff.shape
    each = np.arange(len(game))
    strategy = np.zeros((len(game), p))
    reply = np.zeros((len(game), q))
    for own, probability in zip(support, weight, strict=True):
        strategy[each, own] = probability
        reply += probability[:, None] * payoff[game, own]
    best = reply.max(axis=1)
    feasible = best <= value + TIE
    tight = np.hstack((strategy == 0, reply >= best[:, None] - TIE))
    labels = tight @ (1 << np.arange(p + q))
    return Vertices(game[feasible], strategy[feasible], labels[feasible])


def _distinct(found: list[Vertices], games: int, bits: int) -> Vertices:
    """Join the lists; keep each set of labels once and only if no other contains it."""
    game, strategy, labels = (np.concatenate(part) for part in zip(*found, strict=True))
    _, first = np.unique(game << bits | labels, return_index=True)
    game, strategy, labels = game[first], strategy[first], labels[first]
    keep = np.ones(len(game), dtype=bool)
    for i, j in pairs_within(game, game, games):
        contained = (labels[i] & ~labels[j] == 0) & (i != j)
        keep[i[contained]] = False
    return Vertices(game[keep], strategy[keep], labels[keep])

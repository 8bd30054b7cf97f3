"""All equilibria of games of three actors with two strategies each, one game or a grid of games."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np

from .arrays import Array, Integers
from .padding import slots
from .polytope import TIE, pairs_within, payoff_range
from .trilinear_faces import Box, Gains, arcs, boxes, has_ties, others, points, regrets

__all__ = ["TrilinearEquilibria", "gains_from_switching", "trilinear_equilibria"]

SAME = 1e-7
"""Profiles whose probabilities differ by no more than this are one."""
ROUND = 9
"""Decimals to which probabilities are compared when equilibria are put in order."""
CHUNK = 1 << 13
"""Games worked on at a time."""


@dataclass(frozen=True, eq=False, repr=False)
class TrilinearEquilibria:
    """The equilibria of many 2x2x2 games, padded with NaN.

    Attributes
    ----------
    p : float array, shape (..., K, 3)
        Each actor's probability of the second strategy; K is the largest number of equilibria of
        any game.
    regret : float array, shape (..., K)
        The most that an actor could gain by deviating alone, in units of payoff.
    count : int array, shape (...)
        How many equilibria each game has: the first `count` of its K rows.
    """

    p: Array
    regret: Array
    count: Integers

    @property
    def mixes(self) -> list[Array]:
        """Each actor's mixed strategies, shape (..., K, 2)."""
        return [np.stack((1 - self.p[..., i], self.p[..., i]), axis=-1) for i in range(3)]

    def __repr__(self) -> str:
        shape = "x".join(map(str, self.count.shape)) or "1"
        return f"TrilinearEquilibria({shape} games, {int(self.count.sum())} equilibria)"


def trilinear_equilibria(tables: list[Array]) -> TrilinearEquilibria:
    """Return all isolated equilibria and the end points of all continua of 2x2x2 games.

    Parameters
    ----------
    tables : list of three arrays (..., 2, 2, 2)
        Each actor's payoffs, finite: the first actor's strategies on the first of the last three
        axes, and so on. Any units: each actor's payoffs are judged relative to their range.

    Returns
    -------
    TrilinearEquilibria
        In increasing order of the first actor's probability of the second strategy, then the
        second's, then the third's.

    Notes
    -----
    *Method.* Every profile lies on one of 27 faces, by who plays the first strategy, the second,
    or mixes. Gains from switching are bilinear in the others' probabilities. With at most two
    who mix, indifference is linear in each unknown. With three, two conditions give two
    probabilities as linear-fractional functions of the third, and what remains is a quadratic;
    a double root is reported once.

    *Completeness.* Where such an equation is void, because a gain is zero for every value of an
    unknown or the quadratic vanishes, its solutions are a continuum: a box (a segment, a
    rectangle, the cube), an arc of a hyperbola, a region or a surface that such arcs bound. A
    bilinear function is either a product of two linear ones or its zeros are an arc on which each
    coordinate is monotone, so each arc ends on a face of the cube. This settles all cases: the
    list holds every isolated equilibrium, the corners of every box, the ends of every arc, and
    the corners of the regions and surfaces. `continua` tells which belong together.

    *Tolerances.* Gains against pure strategies of less than 1e-9 of the actor's payoff range are
    ties. Relations among the other gains (a bilinear function is a product, the quadratic is void)
    hold if changing the gains by 1e-11 could make them hold. Two roots, or none, count as one
    double root if such a change could make them one and the profile between is an equilibrium.
    Each profile is verified: its regret is at most 1e-9 of the payoff range with ties counted as
    zero, so at most 2e-9 with the payoffs as given. Profiles closer than 1e-7 are one. Where
    several gains are within an order or two of the tie tolerance, rounding may leave a game without
    any verified profile; its count is zero.

    References
    ----------
    McKelvey, R. D. and McLennan, A. (1997). The maximal number of regular totally mixed Nash
    equilibria. Journal of Economic Theory 72(2), 411-425.

    Examples
    --------
    Odd one out: who alone does what the others do not do wins.

    >>> odd = np.zeros((2, 2, 2))
    >>> odd[0, 1, 1] = odd[1, 0, 0] = 1
    >>> trilinear_equilibria([odd, odd.transpose(2, 0, 1), odd.transpose(1, 2, 0)]).p
    array([[0. , 0. , 1. ],
           [0. , 1. , 0. ],
           [0. , 1. , 1. ],
           [0.5, 0.5, 0.5],
           [1. , 0. , 0. ],
           [1. , 0. , 1. ],
           [1. , 1. , 0. ]])
    """
    lead = tables[0].shape[:-3]
    flat = [np.ascontiguousarray(t, dtype=float).reshape(-1, 2, 2, 2) for t in tables]
    games = len(flat[0])
    parts = [(np.empty(0, dtype=np.int64), np.empty((0, 3)), np.empty(0))]
    parts += [
        _solve([table[start : start + CHUNK] for table in flat], start)
        for start in range(0, games, CHUNK)
    ]
    game, p, regret = (np.concatenate(part) for part in zip(*parts, strict=True))
    count, slot = slots(game, games)
    width = int(count.max(initial=0))
    padded = np.full((games, width, 4), np.nan)
    padded[game, slot] = np.column_stack((p, regret))
    padded = padded.reshape(*lead, width, 4)
    return TrilinearEquilibria(padded[..., :3], padded[..., 3], count.reshape(lead))


def gains_from_switching(tables: list[Array]) -> tuple[Gains, Array]:
    """Return what the second strategy yields more than the first, in units of payoff.

    Parameters
    ----------
    tables : list of three arrays (G, 2, 2, 2)
        Each actor's payoffs.

    Returns
    -------
    gains : three arrays (2, 2, G)
        Axes as in `trilinear_faces`.
    span : array (3, G)
        Each actor's payoff range, infinite where it is zero.

    Notes
    -----
    Differences of payoffs as given. A range that rounding alone can explain (1e-14 of the largest
    payoff) is zero.

    Examples
    --------
    The first actor earns 3 by the second strategy, whatever the others do; they get as much.

    >>> table = np.zeros((1, 2, 2, 2))
    >>> table[0, 1] = 3.0
    >>> gains, span = gains_from_switching([table, table, table])
    >>> gains[0][..., 0].tolist(), gains[1][..., 0].tolist()
    ([[3.0, 3.0], [3.0, 3.0]], [[0.0, 0.0], [0.0, 0.0]])
    >>> span[:, 0]
    array([3., 3., 3.])
    """
    gains = []
    for i, table in enumerate(tables):
        by_strategy = table.transpose(1 + i, *(1 + o for o in others(i)), 0)
        gains.append(np.ascontiguousarray(by_strategy[1] - by_strategy[0]))
    span = np.stack([payoff_range(table)[1] for table in tables])
    return (gains[0], gains[1], gains[2]), np.where(span == 0, np.inf, span)


def normalised(gains: Gains, span: Array) -> Gains:
    """Return the gains as shares of the payoff range, with ties exactly zero."""
    shares = [gain / size for gain, size in zip(gains, span, strict=True)]
    first, second, third = (np.where(np.abs(s) <= TIE, 0.0, s) for s in shares)
    return first, second, third


def _solve(tables: list[Array], offset: int) -> tuple[Integers, Array, Array]:
    """Return the game (E,), profile (E, 3) and regret (E,) of each equilibrium, in order."""
    raw, span = gains_from_switching(tables)
    gains = normalised(raw, span)
    games = span.shape[1]
    found = [*_pure(gains)]
    found += [_mixed(np.arange(games), p) for box in points(gains) for p in _ends(box)]
    tied = np.flatnonzero(has_ties(gains))
    if len(tied):
        part = _of(gains, tied)
        found += [_mixed(tied, p) for box in boxes(part) for p in _ends(box)]
        found += [_mixed(tied, arc.at(t)) for arc in arcs(part) for t in (arc.low, arc.high)]
    game = np.concatenate([of for of, _ in found])
    p = np.concatenate([p for _, p in found], axis=1)

    sound = (regrets(_of(gains, game), p) <= TIE).all(axis=0)
    game, p = game[sound], p[:, sound]
    order = np.lexsort((*p[::-1].round(ROUND), game))
    game, p = _distinct(game[order], p[:, order], games)
    return game + offset, p.T, regrets(_of(raw, game), p).max(axis=0)


def _pure(gains: Gains) -> Iterator[tuple[Integers, Array]]:
    """Yield the games in which a pure profile is an equilibrium, and that profile."""
    for corner in product((0, 1), repeat=3):
        nash = np.ones(gains[0].shape[-1], dtype=bool)
        for k in range(3):
            i, j = others(k)
            nash &= (1 - 2 * corner[k]) * gains[k][corner[i], corner[j]] <= 0
        game = np.flatnonzero(nash)
        yield game, np.tile(np.array(corner, dtype=float), (len(game), 1)).T


def _mixed(of: Integers, p: Array) -> tuple[Integers, Array]:
    """Return the games and profiles of those that are there and not pure."""
    p = np.where(p < TIE, 0.0, np.where(p > 1 - TIE, 1.0, p))
    keep = np.isfinite(p[0]) & ((p > 0) & (p < 1)).any(axis=0)
    return of[keep], p[:, keep]


def _distinct(game: Integers, p: Array, games: int) -> tuple[Integers, Array]:
    """Return the profiles, sorted by game, without those that are the same as an earlier one."""
    fresh = np.ones(len(game), dtype=bool)
    fresh[1:] = (np.abs(np.diff(p)) > SAME).any(axis=0) | (np.diff(game) > 0)
    game, p = game[fresh], p[:, fresh]
    fresh = np.ones(len(game), dtype=bool)
    for first, second in pairs_within(game, game, games):
        twins = first < second
        for axis in p:
            twins &= np.abs(axis[first] - axis[second]) <= SAME
        fresh[second[twins]] = False
    return game[fresh], p[:, fresh]


def _of(gains: Gains, game: Integers) -> Gains:
    return gains[0][..., game], gains[1][..., game], gains[2][..., game]


def _ends(box: Box) -> Iterator[Array]:
    """Yield the corners (3, G) of a box, each once, NaN where there is none."""
    wide = box.high > box.low
    for upper in product((False, True), repeat=3):
        chosen = np.array(upper)[:, None]
        there = (wide | ~chosen).all(axis=0)
        if there.any():
            yield np.where(there, np.where(chosen, box.high, box.low), np.nan)

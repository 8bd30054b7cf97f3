"""Which equilibria of one 2x2x2 game belong to a continuum: boxes, curves, regions, surfaces."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

import numpy as np

from .arrays import Array
from .polytope import TIE
from .trilinear import SAME, gains_from_switching, normalised
from .trilinear_faces import (
    Arc,
    Box,
    Gains,
    along,
    arcs,
    below,
    boxes,
    edges,
    image,
    is_thin,
    is_zero,
    others,
    planar_arcs,
    regrets,
    tied,
    turned,
)

__all__ = ["Curved", "continua"]

FINE = 51
"""Sampled points along each coordinate of a curve."""
COARSE = 21
"""Sampled points along each side of a surface."""


class Curved(NamedTuple):
    """A connected set of equilibria that mixtures of its ends do not span.

    Attributes
    ----------
    ends : tuple of int
        Positions of the equilibria at which a curve ends, or of a surface's corners.
    dimension : int
        1 for a curve, 2 for a surface.
    points : array (N, 3)
        Equilibria sampled from it, verified; those of a curve in their order along it.
    """

    ends: tuple[int, ...]
    dimension: int
    points: Array


def continua(
    tables: list[Array], p: Array
) -> tuple[tuple[tuple[int, ...], ...], tuple[Curved, ...]]:
    """Return the continua of one game, as positions in its list of equilibria.

    Parameters
    ----------
    tables : list of three arrays (2, 2, 2)
        Each actor's payoffs.
    p : array (K, 3)
        All of the game's equilibria, as `trilinear_equilibria` lists them.

    Returns
    -------
    mixtures : tuple of tuples of int
        The corners of each box (segment, rectangle, cube): whatever each actor plays between the
        least and the largest probability at the corners is an equilibrium.
    curved : tuple of Curved
        Curves and surfaces, which are no products of intervals.

    Notes
    -----
    Together with the isolated equilibria these are all equilibria. Sets that lie within another
    are left out. Sampled points are verified as `trilinear_equilibria` verifies its list; that the
    corners of a box are in the list verifies the box, since gains are linear in each probability.

    Examples
    --------
    The first two play matching pennies, the third does not care: a segment.

    >>> from cogov_games.solvers.trilinear import trilinear_equilibria
    >>> pennies = np.array([[1.0, -1.0], [-1.0, 1.0]])[:, :, None] * np.ones(2)
    >>> game = [pennies, -pennies, np.zeros((2, 2, 2))]
    >>> found = trilinear_equilibria(game)
    >>> found.p
    array([[0.5, 0.5, 0. ],
           [0.5, 0.5, 1. ]])
    >>> continua(game, found.p)
    (((0, 1),), ())
    """
    gains = normalised(*gains_from_switching([np.asarray(t, dtype=float)[None] for t in tables]))
    bent = [
        Curved(_positions(p, ends), dimension, _verified(gains, points))
        for ends, dimension, points in (*_curves(gains), *_regions(gains), *_surfaces(gains))
    ]
    solid = _maximal([box for box in _solid(boxes(gains)) if not _on_a_surface(gains, box)])
    spanned = [_positions(p, _corners(box)) for box in solid]
    return tuple(filter(None, spanned)), tuple(part for part in bent if part.ends)


Found = tuple[Array, int, Array]
"""Ends (3, E), dimension and sampled points (3, N) of a curved continuum."""


def _curves(gains: Gains) -> Iterator[Found]:
    for arc in arcs(gains):
        yield _two_ends(arc), 1, _along(arc)


def _two_ends(arc: Arc) -> Array:
    return arc.at(np.concatenate((arc.low, arc.high)))


def _along(arc: Arc) -> Array:
    """Return points (3, N) of an arc that are dense in each of its coordinates."""
    steps = np.linspace(0, 1, FINE)[:, None]
    t = [arc.low + steps * (arc.high - arc.low)]
    for matrix in arc.maps:
        first, last = image(matrix, arc.low), image(matrix, arc.high)
        t.append(image(turned(matrix), first + steps[1:-1] * (last - first)))
    return arc.at(np.clip(np.sort(np.concatenate(t), axis=0), arc.low, arc.high))[..., 0]


def _regions(gains: Gains) -> Iterator[Found]:
    """Yield the parts of a face that arcs bound: i and j do not care, and k's gain has a sign."""
    for k, c in product(range(3), (0, 1)):
        if not _is_region(gains, k, c):
            continue
        i, j = others(k)
        gain = (1 - 2 * c) * gains[k]
        rims = [box for box in _solid(edges(gains)) if box.low[k] == box.high[k] == c]
        ends = np.concatenate([np.empty((3, 0)), *map(_corners, rims)], axis=1)
        for low, high in _nonempty(gain):
            corners = ends[:, (ends[i] >= low - SAME) & (ends[i] <= high + SAME)]
            p = np.unique(np.concatenate((np.linspace(low, high, COARSE), corners[i])))[:, None]
            start, end = below(tied(along(gain[..., None], p)))
            points = np.empty((3, len(p), COARSE))
            points[i], points[k] = p, c
            points[j] = start + np.linspace(0, 1, COARSE) * (end - start)
            yield corners, 2, points.reshape(3, -1)


def _is_region(gains: Gains, k: int, c: int) -> bool:
    """Return whether an arc cuts the face where k plays c and the others are indifferent."""
    i, j = others(k)
    idle = not gains[i][:, c].any() and not gains[j][c].any()
    return idle and not is_thin(gains[k])[0] and np.ptp(np.sign(gains[k])) == 2


def _nonempty(gain: Array) -> list[tuple[float, float]]:
    """Return the stretches of the first argument for which the gain is somewhere not positive."""
    sides = [(float(low[0]), float(high[0])) for low, high in map(below, (gain[:, 0], gain[:, 1]))]
    parts: list[tuple[float, float]] = []
    for low, high in sorted(side for side in sides if side[1] - side[0] > TIE):
        if parts and low <= parts[-1][1]:
            low, high = parts[-1][0], max(high, parts.pop()[1])
        parts.append((low, high))
    return parts


def _surfaces(gains: Gains) -> Iterator[Found]:
    """Yield an arc times the unit interval, where two actors do not care whatever happens."""
    for k in range(3):
        for arc in _walls(gains, k):
            corners = _lifted(_two_ends(arc), k, np.linspace(0, 1, 2))
            yield corners, 2, _lifted(_along(arc), k, np.linspace(0, 1, COARSE))


def _walls(gains: Gains, k: int) -> list[Arc]:
    """Return the arcs that are the bases of surfaces along p_k."""
    i, j = others(k)
    if not (is_zero(gains[i]) & is_zero(gains[j]))[0]:
        return []
    return list(planar_arcs(gains, k))


def _lifted(points: Array, k: int, levels: Array) -> Array:
    """Return the points (3, N) at each level of p_k."""
    copies = np.repeat(points[..., None], len(levels), axis=-1)
    copies[k] = levels
    return copies.reshape(3, -1)


def _solid(found: Iterator[Box]) -> Iterator[Box]:
    """Yield the boxes that are there and more than a point, as arrays (3,)."""
    for box in found:
        low, high = box.low[:, 0], box.high[:, 0]
        if (high - low > TIE).any():
            yield Box(low, high)


def _on_a_surface(gains: Gains, box: Box) -> bool:
    """Return whether a box lies within a region or a surface."""
    low, high = box
    flat = low == high
    for k in range(3):
        i, j = others(k)
        if flat[k] and low[k] in (0, 1) and _is_region(gains, k, int(low[k])):
            return True
        if flat[i] and flat[j]:
            for arc in _walls(gains, k):
                if arc.low[0] - SAME <= low[i] <= arc.high[0] + SAME:
                    at = image(gains[k], low[i : i + 1])
                    if abs(at[0] - low[j]) <= SAME:
                        return True
    return False


def _maximal(found: list[Box]) -> list[Box]:
    """Return the boxes that lie in no other."""

    def within(inner: Box, outer: Box) -> bool:
        low, high = inner.low - outer.low, outer.high - inner.high
        return bool((low >= -SAME).all() and (high >= -SAME).all())

    return [
        box
        for n, box in enumerate(found)
        if not any(
            within(box, other) and (m < n or not within(other, box))
            for m, other in enumerate(found)
            if m != n
        )
    ]


def _corners(box: Box) -> Array:
    """Return the corners (3, C) of a box (3,), each once."""
    sides = [sorted({low, high}) for low, high in zip(*map(np.ndarray.tolist, box), strict=True)]
    return np.array(list(product(*sides))).T


def _positions(p: Array, ends: Array) -> tuple[int, ...]:
    """Return which equilibria the ends (3, E) are; none unless all are in the list."""
    distance = np.abs(p[:, :, None] - ends).max(axis=1)
    if (distance.min(axis=0) > 2 * SAME).any():
        return ()
    return tuple(sorted({int(k) for k in distance.argmin(axis=0)}))


def _verified(gains: Gains, points: Array) -> Array:
    """Return, as (N, 3), those of the points (3, N) that are equilibria."""
    return points[:, (regrets(gains, points) <= TIE).all(axis=0)].T

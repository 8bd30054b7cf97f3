"""What the equilibria of 2x2x2 games look like on each of the 27 faces of the cube of profiles.

A profile is p = (p0, p1, p2), each actor's probability of the second strategy. Actor i's gain from
the second strategy over the first is bilinear in the others' probabilities: the matrix
``gains[i][a, b]`` holds it where actor i + 1 plays a and actor i + 2 plays b (modulo 3; games are
the last axis). On a face each actor plays 0, 1, or mixes; an actor who mixes must gain nothing,
one at 0 must gain at most nothing, one at 1 at least nothing. The solutions are boxes (products of
intervals), arcs of hyperbolas, and what `trilinear_continua` adds: surfaces.

Throughout, k is an actor and i = k + 1, j = k + 2 are the other two, so that ``gains[k]`` has axes
(i, j), ``gains[i]`` has axes (j, k) and ``gains[j]`` has axes (k, i).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise, product
from typing import NamedTuple

import numpy as np

from .arrays import Array, Flags
from .polytope import TIE

__all__ = ["Arc", "Box", "regrets"]

Gains = tuple[Array, Array, Array]
"""Three arrays (2, 2, G), as shares of each actor's payoff range, ties exactly zero."""

NOISE = 1e-11
"""By how much rounding may change a gain: what sums and products of gains are judged by.

It is far below the ties, so that no relation among gains that are no ties holds by smallness alone.
"""


class Box(NamedTuple):
    """Profiles between `low` and `high`, each of shape (3, G); NaN in games that have none."""

    low: Array
    high: Array


class Arc(NamedTuple):
    """Profiles along a curve: ``at(t)``, shape (3, ..., G), for t from `low` to `high` (G,).

    `maps` takes the parameter to each other coordinate that changes along the curve.
    """

    low: Array
    high: Array
    at: Callable[[Array], Array]
    maps: tuple[Array, ...]


def others(k: int) -> tuple[int, int]:
    """Return the two other actors, in the order of the axes of ``gains[k]``."""
    return (k + 1) % 3, (k + 2) % 3


def turned(matrix: Array) -> Array:
    """Return the matrices with their two axes exchanged."""
    return matrix.swapaxes(0, 1)


def along(ends: Array, p: Array | float) -> Array:
    """Return the value at p of what is linear between ``ends[0]`` and ``ends[1]``."""
    return np.asarray((1 - p) * ends[0] + p * ends[1])


def root(f: Array) -> Array:
    """Return where a linear function changes sign strictly between 0 and 1, or NaN."""
    crosses = f[0] * f[1] < 0
    return np.where(crosses, f[0] / np.where(crosses, f[0] - f[1], 1), np.nan)


def below(f: Array) -> tuple[Array, Array]:
    """Return the ends of the interval in [0, 1] where a linear function is not positive."""
    meets = np.where((f[0] <= 0) | (f[1] <= 0), 0.0, np.nan)
    step = np.where(f[0] == f[1], 1.0, f[0] - f[1])
    low = np.where(f[0] <= 0, 0.0, f[0] / step) + meets
    high = np.where(f[1] <= 0, 1.0, f[0] / step) + meets
    return low, high


def image(matrix: Array, p: Array) -> Array:
    """Return at which second argument a bilinear function is zero if the first is p (..., G)."""
    low, high = along(matrix[:, 0], p), along(matrix[:, 1], p)
    step = np.where(low == high, np.nan, low - high)
    return np.asarray(np.clip(low / step, 0, 1))


def regrets(gains: Gains, p: Array) -> Array:
    """Return each actor's gain from the best deviation.

    Parameters
    ----------
    gains : three arrays (2, 2, G)
        Axes as in the module's docstring, in any unit.
    p : array (3, ..., G)
        Each actor's probability of the second strategy.

    Returns
    -------
    array (3, ..., G)
        In the unit of the gains; never negative but for rounding.

    Notes
    -----
    Exact to rounding: a pure deviation is among the best.

    Examples
    --------
    Who is indifferent has no regret; who gains 1 by the second strategy regrets each part of the
    first.

    >>> gains = np.zeros((2, 2, 1)), np.ones((2, 2, 1)), np.ones((2, 2, 1))
    >>> regrets(gains, np.array([[0.5], [0.25], [1.0]])).ravel()
    array([0.  , 0.75, 0.  ])
    """
    result = []
    for k in range(3):
        i, j = others(k)
        gain = along(along(gains[k], p[i]), p[j])
        result.append(np.maximum(gain, 0) - p[k] * gain)
    return np.stack(result)


def is_zero(matrix: Array) -> Flags:
    """Return where a bilinear function is zero throughout."""
    return np.asarray((matrix == 0).all(axis=(0, 1)))


def is_thin(matrix: Array) -> Flags:
    """Return where a bilinear function is a product of two linear ones, or zero throughout.

    That is where the determinant vanishes, as far as entries are known: up to `NOISE`.
    """
    determinant = matrix[0, 0] * matrix[1, 1] - matrix[0, 1] * matrix[1, 0]
    return np.asarray(np.abs(determinant) <= 2 * NOISE * np.abs(matrix).max(axis=(0, 1)))


def factors(matrix: Array) -> tuple[Array, Array]:
    """Return the linear functions (2, G) whose product a thin bilinear function is."""
    flat = matrix.reshape(4, -1)
    largest = np.abs(flat).argmax(axis=0)
    each = np.arange(flat.shape[1])
    pivot = flat[largest, each]
    first, second = matrix[:, largest % 2, each], matrix[largest // 2, :, each].T
    return first, second / np.where(pivot == 0, 1, pivot)


def has_ties(gains: Gains) -> Flags:
    """Return in which games a gain against pure strategies is zero.

    In the others, continua end only where two actors mix on a face: `points` lists all ends.
    """
    return np.asarray(np.any([(matrix == 0).any(axis=(0, 1)) for matrix in gains], axis=0))


def points(gains: Gains) -> Iterator[Box]:
    """Yield the points where two or three actors mix and the conditions fix each probability."""
    for k, c in product(range(3), (0, 1)):
        i, j = others(k)
        yield _box({i: root(gains[j][c]), j: root(gains[i][:, c]), k: c})
    yield from _interior(gains)


def boxes(gains: Gains) -> Iterator[Box]:
    """Yield the boxes that may be more than points, and the points that ties bring about."""
    yield from edges(gains)
    for k, c in product(range(3), (0, 1)):
        yield from _face_boxes(gains, k, c)
    for k in range(3):
        yield from _inner_boxes(gains, k)
    everything = np.all([is_zero(matrix) for matrix in gains], axis=0)
    yield _box(dict.fromkeys(range(3), (0.0, 1.0)), everything)


def edges(gains: Gains) -> Iterator[Box]:
    """Yield, for each edge, its equilibria in which one actor is indifferent."""
    for i, a, b in product(range(3), (0, 1), (0, 1)):
        j, k = others(i)
        low, high = zip(
            below((1 - 2 * a) * gains[j][b]), below((1 - 2 * b) * gains[k][:, a]), strict=True
        )
        start, end = np.maximum(*low), np.minimum(*high)
        tied = (gains[i][a, b] == 0) & (start <= end + TIE)
        yield _box({i: (start, np.maximum(start, end)), j: a, k: b}, tied)


def arcs(gains: Gains) -> Iterator[Arc]:
    """Yield the curves along which all three actors are indifferent."""
    zero, thin = [is_zero(m) for m in gains], [is_thin(m) for m in gains]
    dependent = _eliminated(gains)[1]
    for k in range(3):
        i, j = others(k)
        to_i, to_j = gains[j], turned(gains[i])
        twisted = ~thin[i] & ~thin[j] & (zero[k] | (~thin[k] & dependent & (k == 2)))
        for low, high in _stretches(twisted, to_i, to_j):
            yield Arc(low, high, _placed({i: to_i, j: to_j}, k), (to_i, to_j))
        level = np.where(thin[k], np.nan, _plane(gains, k))
        for low, high in _stretches(np.isfinite(level), gains[k]):
            yield Arc(low, high, _placed({j: gains[k], k: level}, i), (gains[k],))


def planar_arcs(gains: Gains, k: int) -> Iterator[Arc]:
    """Yield the curves in the plane p_k = 0 along which actor k is indifferent."""
    i, j = others(k)
    for low, high in _stretches(~is_thin(gains[k]), gains[k]):
        yield Arc(low, high, _placed({j: gains[k], k: np.zeros_like(low)}, i), (gains[k],))


def _face_boxes(gains: Gains, k: int, c: int) -> Iterator[Box]:
    """Yield the boxes on the face where actor k plays c and the others mix."""
    i, j = others(k)
    sign = 1 - 2 * c
    of_i, of_j, of_k = gains[i][:, c], gains[j][c], sign * gains[k]
    idle_i, idle_j = (of_i == 0).all(axis=0), (of_j == 0).all(axis=0)
    if (idle_i & ~idle_j).any():
        p = root(of_j)
        yield _box({i: p, j: below(tied(along(of_k, p))), k: c}, idle_i)
    if (idle_j & ~idle_i).any():
        p = root(of_i)
        yield _box({j: p, i: below(tied(along(turned(of_k), p))), k: c}, idle_j)
    idle = idle_i & idle_j
    if idle.any():
        thin = is_thin(of_k)
        first, second = factors(of_k)
        for way in (1, -1):
            yield _box({i: below(way * first), j: below(-way * second), k: c}, idle & thin)
        whole = (of_k <= 0).all(axis=(0, 1)) & ~thin
        yield _box({i: (0.0, 1.0), j: (0.0, 1.0), k: c}, idle & whole)


def _inner_boxes(gains: Gains, k: int) -> Iterator[Box]:
    """Yield the lines along p_k on which all are indifferent, and such planes p_k = constant."""
    i, j = others(k)
    zero_i, zero_j = is_zero(gains[i]), is_zero(gains[j])
    p_i = np.where(is_thin(gains[j]) & ~zero_j, root(factors(gains[j])[1]), np.nan)
    p_j = np.where(is_thin(gains[i]) & ~zero_i, root(factors(gains[i])[0]), np.nan)
    lines = np.isfinite(p_i) & np.isfinite(p_j)
    lines &= np.abs(along(along(gains[k], p_i), p_j)) <= TIE
    yield _box({i: p_i, j: p_j, k: (0.0, 1.0)}, lines)
    reply = root(tied(along(turned(gains[k]), p_j)))
    yield _box({i: reply, j: p_j, k: (0.0, 1.0)}, zero_j)
    reply = root(tied(along(gains[k], p_i)))
    yield _box({i: p_i, j: reply, k: (0.0, 1.0)}, zero_i)
    plane = _plane(gains, k)
    yield _box({i: (0.0, 1.0), j: (0.0, 1.0), k: plane}, is_zero(gains[k]))


def _plane(gains: Gains, k: int) -> Array:
    """Return p_k strictly between 0 and 1 at which neither i nor j gains whatever happens."""
    i, j = others(k)
    zero_i, zero_j = is_zero(gains[i]), is_zero(gains[j])
    by_i = np.where(is_thin(gains[i]) & ~zero_i, root(factors(gains[i])[1]), np.nan)
    by_j = np.where(is_thin(gains[j]) & ~zero_j, root(factors(gains[j])[0]), np.nan)
    both = np.where(np.abs(by_i - by_j) <= TIE, by_i, np.nan)
    return np.where(zero_i, by_j, np.where(zero_j, by_i, both))


def _eliminated(gains: Gains) -> tuple[Array, Flags]:
    """Return the condition on p2 that the indifference of all three leaves, and where it is void.

    The condition is a quadratic, given by its Bernstein coefficients (3, G). From actor 0's
    indifference (1 - p1, p1) is proportional to (a1, -a0), where a0 and a1, linear in p2, are the
    actor's gain at p1 = 0 and 1; actor 1's gives (1 - p0, p0) by b1, -b0; and actor 2's gain at
    these is the quadratic.
    """
    a, b, c = gains[0], turned(gains[1]), gains[2]

    def times(f: Array, g: Array) -> Array:
        return np.stack((f[0] * g[0], (f[0] * g[1] + f[1] * g[0]) / 2, f[1] * g[1]))

    quadratic = (
        c[0, 0] * times(b[1], a[1]) - c[0, 1] * times(b[1], a[0])
        - c[1, 0] * times(b[0], a[1]) + c[1, 1] * times(b[0], a[0])
    )  # fmt: skip
    return quadratic, np.asarray((np.abs(quadratic) <= _doubt(gains)).all(axis=0))


def _doubt(gains: Gains) -> Array:
    """Return by how much the quadratic's coefficients change if gains change by `NOISE`."""
    a, b, c = (np.abs(matrix).max(axis=(0, 1)) for matrix in gains)
    return np.asarray(4 * NOISE * (a * b + b * c + c * a))


def _interior(gains: Gains) -> Iterator[Box]:
    """Yield the isolated equilibria in which all three mix: at most two.

    Two roots that rounding may have made of one are one if the profile between is an equilibrium.
    """
    (low, middle, high), void = _eliminated(gains)
    discriminant = middle**2 - low * high
    doubt = 4 * _doubt(gains) * np.max(np.abs((low, middle, high)), axis=0)
    double = (np.abs(discriminant) <= doubt) & ~void
    if double.any():
        p = _mixed_by_all(gains, -middle, high)
        double &= (regrets(gains, p) <= TIE).all(axis=0)
        yield _box(dict(enumerate(p)), double)
    split = (discriminant >= 0) & ~double & ~void
    surd = np.sqrt(np.where(split, discriminant, 0))
    w = -(middle + np.where(middle < 0, -surd, surd))
    for over, under in ((w, high), (low, w)):
        yield _box(dict(enumerate(_mixed_by_all(gains, over, under))), split)


def _mixed_by_all(gains: Gains, over: Array, under: Array) -> Array:
    """Return the profile at which p2 is to 1 - p2 as `over` to `under`, NaN if not all mix."""
    inside = over * under > 0
    p2 = np.where(inside, over / np.where(inside, over + under, 1), np.nan)
    return np.stack((*_replies(gains, p2), p2))


def _replies(gains: Gains, p2: Array) -> tuple[Array, Array]:
    """Return p0 and p1 from p2, in each game by the two conditions that fix them best."""
    a, b, c = along(turned(gains[0]), p2), along(gains[1], p2), gains[2]
    size_a, size_b = np.abs(a).sum(axis=0), np.abs(b).sum(axis=0)
    p0, p1 = _indifferent(b), _indifferent(a)
    c0, c1 = along(c, p0), along(turned(c), p1)
    by_c0, by_c1 = np.abs(c0).sum(axis=0) > size_a, np.abs(c1).sum(axis=0) > size_b
    first = size_b >= size_a
    return (
        np.where(~first & by_c1, _indifferent(c1), p0),
        np.where(first & by_c0, _indifferent(c0), p1),
    )


def _indifferent(f: Array) -> Array:
    """Return the root of a linear function, NaN where all of it is rounding."""
    return np.where(np.abs(f).max(axis=0) > NOISE, root(f), np.nan)


def _stretches(where: Flags, *maps: Array) -> Iterator[tuple[Array, Array]]:
    """Yield the intervals of a parameter on which all `maps` stay between 0 and 1."""
    if not where.any():
        return
    cuts = [np.zeros(len(where)), np.ones(len(where))]
    cuts += [root(matrix[:, end]) for matrix in maps for end in (0, 1)]
    cut = np.sort(np.stack(cuts), axis=0)  # NaN comes last
    for low, high in pairwise(cut):
        inside = where & (high - low > TIE)
        for matrix in maps:
            f = along(matrix, (low + high) / 2)
            inside &= f[0] * f[1] < 0
        if inside.any():
            yield np.where(inside, low, np.nan), np.where(inside, high, np.nan)


def _placed(parts: dict[int, Array], parameter: int) -> Callable[[Array], Array]:
    """Return the profile as a function of one coordinate; the others are maps or constants."""

    def at(t: Array) -> Array:
        rest = {
            axis: image(part, t) if part.ndim == 3 else np.broadcast_to(part, t.shape)
            for axis, part in parts.items()
        }
        return np.stack([t if axis == parameter else rest[axis] for axis in range(3)])

    return at


def tied(values: Array) -> Array:
    """Return the values with those that are ties set to zero."""
    return np.where(np.abs(values) <= TIE, 0.0, values)


def _box(
    sides: dict[int, float | Array | tuple[float | Array, float | Array]],
    where: Flags | bool = True,
) -> Box:
    """Return a box from each actor's probability, or its ends, in the games of the mask."""
    ends = [side if isinstance(side, tuple) else (side, side) for _, side in sorted(sides.items())]
    flat = np.broadcast_arrays(*(end for pair in ends for end in pair), where)[:-1]
    stacked = np.stack([np.asarray(end, dtype=float) for end in flat])
    stacked = np.where(np.isfinite(stacked).all(axis=0) & where, stacked, np.nan)
    return Box(stacked[::2], stacked[1::2])

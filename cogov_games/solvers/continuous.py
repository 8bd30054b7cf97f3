"""Nash equilibria of games whose actions are intervals."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import root

Array = NDArray[np.float64]
TOLERANCE = 1e-9
"""Slack for feasibility and first-order conditions, relative to the box and to the slopes."""


class BoxSolutions(NamedTuple):
    """Solutions x (..., K, k), NaN-padded, and whether each game's list is complete."""

    x: Array
    complete: NDArray[np.bool_]


def affine_equilibria(slope: Array, level: Array, low: Array, high: Array) -> BoxSolutions:
    """Solve F(x) = slope x + level on a box: x_i at its low end where F_i <= 0, at its high end
    where F_i >= 0, inside where F_i = 0.

    Parameters
    ----------
    slope : array (..., k, k)
    level, low, high : array (..., k)

    Returns
    -------
    BoxSolutions
        Every isolated solution; K is the largest number in any game. `complete` is False where a
        face has a singular system that might hide a continuum.

    Notes
    -----
    With F_i the derivative of player i's payoff in the player's own action, these points satisfy
    the first-order conditions; where payoffs are concave in the own action, they are exactly the
    Nash equilibria. All 3**k faces of the box are tried in one batch.

    References
    ----------
    Harker, P. T. and Pang, J.-S. (1990). Finite-dimensional variational inequality and nonlinear
    complementarity problems. Mathematical Programming 48, 161-220.
    """
    k = level.shape[-1]
    faces = np.array(list(product((1, 0, 2), repeat=k)))
    inside = faces == 1
    pinned = np.where(faces == 0, low[..., None, :], high[..., None, :])
    pinned = np.where(inside, 0.0, pinned)
    matrix = np.where(
        inside[:, :, None], np.where(inside[:, None, :], slope[..., None, :, :], 0.0), np.eye(k)
    )
    right = -(slope[..., None, :, :] @ pinned[..., None])[..., 0] - level[..., None, :]
    right = np.where(inside, right, pinned)
    row = np.abs(matrix).max(axis=-1, keepdims=True)
    safe = np.where(row > 0, row, 1.0)
    singular = np.abs(np.linalg.det(matrix / safe)) < 1e-12
    solvable = np.where(singular[..., None, None], np.eye(k), matrix)
    x = np.linalg.solve(solvable, right[..., None])[..., 0]
    box = (high - low)[..., None, :]
    slack = TOLERANCE * box
    x = np.where(np.abs(x - low[..., None, :]) <= slack, low[..., None, :], x)
    x = np.where(np.abs(x - high[..., None, :]) <= slack, high[..., None, :], x)
    force = (slope[..., None, :, :] @ x[..., None])[..., 0] + level[..., None, :]
    reach = np.abs(slope[..., None, :, :] * box[..., None]).sum(axis=-1) + np.abs(
        level[..., None, :]
    )
    zero = np.abs(force) <= TOLERANCE * np.where(reach > 0, reach, 1.0)
    feasible = (x >= low[..., None, :]) & (x <= high[..., None, :])
    good = np.where(
        faces == 0, (force <= 0) | zero, np.where(faces == 2, (force >= 0) | zero, zero)
    )
    valid = (good & feasible).all(axis=-1) & ~singular
    valid &= ~_repeated(x, valid, box)
    width = max(1, int(valid.sum(axis=-1).max()))
    order = np.argsort(~valid, axis=-1, kind="stable")[..., :width]
    chosen = np.take_along_axis(x, order[..., None], axis=-2)
    present = np.take_along_axis(valid, order, axis=-1)
    return BoxSolutions(np.where(present[..., None], chosen, np.nan), ~singular.any(axis=-1))


def _repeated(x: Array, valid: NDArray[np.bool_], box: Array) -> NDArray[np.bool_]:
    close = (np.abs(x[..., :, None, :] - x[..., None, :, :]) <= 1e-8 * box[..., None, :]).all(
        axis=-1
    )
    earlier = np.tril(np.ones(close.shape[-2:], dtype=bool), -1)
    return np.asarray((close & earlier & valid[..., None, :]).any(axis=-1))


def search_equilibria(
    residual: Callable[[Array], Array],
    reply: Callable[[Array], Array],
    low: Array,
    high: Array,
    starts: int = 5,
) -> Array:
    """Return candidate equilibria of one game, from many starting points.

    Parameters
    ----------
    residual : callable
        The natural residual of the first-order conditions at a point x (k,): zero at a candidate.
    reply : callable
        Best replies to a point x (k,), by global search.
    low, high : array (k,)
    starts : int
        Starting points a side.

    Returns
    -------
    array (K, k)
        Distinct candidates, not yet verified; the list may be incomplete.
    """
    grid = product(*(np.linspace(a, b, starts) for a, b in zip(low, high, strict=True)))
    found: list[Array] = []
    for start in grid:
        point = np.array(start)
        solution = root(residual, point, tol=1e-13)
        candidates = [np.clip(solution.x, low, high)]
        for _ in range(60):
            step = reply(point)
            if np.allclose(step, point, rtol=0, atol=1e-12):
                break
            point = (point + step) / 2
        candidates.append(point)
        for candidate in candidates:
            near = 1e-6 * (high - low)
            if not any((np.abs(candidate - other) <= near).all() for other in found):
                found.append(candidate)
    return np.array(found).reshape(-1, len(low))

"""Nash equilibria of games whose actions are intervals."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import NamedTuple

import numpy as np

from .arrays import Array, Flags
from .padding import valid_first

__all__ = ["BoxSolutions", "affine_equilibria", "search_equilibria"]

TOLERANCE = 1e-9
"""Slack for feasibility and first-order conditions, relative to the box and to the slopes."""


Field = Callable[[Array], tuple[Array, Array]]


class BoxSolutions(NamedTuple):
    """Solutions x (..., K, k), NaN-padded, and whether each game's list is complete."""

    x: Array
    complete: Flags


def affine_equilibria(slope: Array, level: Array, low: Array, high: Array) -> BoxSolutions:
    """Solve F(x) = slope x + level on a box: x_i at its low end where F_i <= 0, at its high end
    where F_i >= 0, inside where F_i = 0.

    Parameters
    ----------
    slope : array (..., k, k)
        Derivatives of F_i (rows) by x_j (columns).
    level : array (..., k)
        F at x = 0.
    low, high : array (..., k)
        The ends of each player's interval, in units of the action.

    Returns
    -------
    BoxSolutions
        Every isolated solution; K is the largest number in any game. `complete` is False where a
        face has a singular system with solutions, which might hide a continuum.

    Notes
    -----
    With F_i the derivative of player i's payoff in the player's own action, these points satisfy
    the first-order conditions; where payoffs are concave in the own action, they are exactly the
    Nash equilibria. All 3**k faces of the box are tried in one batch. Points within 1e-9 of the box
    from an end are at it; F_i counts as zero within 1e-9 of the most that its terms can add up to;
    a face is singular where its determinant, rows scaled to 1, is below 1e-12; points within 1e-8
    of the box are one.

    References
    ----------
    Harker, P. T. and Pang, J.-S. (1990). Finite-dimensional variational inequality and nonlinear
    complementarity problems. Mathematical Programming 48, 161-220.

    Examples
    --------
    A Cournot duopoly with price 1 - x_1 - x_2 and no costs.

    >>> slope = np.array([[-2.0, -1.0], [-1.0, -2.0]])
    >>> found = affine_equilibria(slope, np.ones(2), np.zeros(2), np.ones(2))
    >>> found.x.round(4), bool(found.complete)
    (array([[0.3333, 0.3333]]), True)
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
    x: Array = np.asarray(np.linalg.solve(solvable, right[..., None])[..., 0], dtype=float)
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
    if (valid.sum(axis=-1) > 1).any():
        valid &= ~repeated(x, valid, box)
    hidden = singular.copy()
    if singular.any():
        hidden[singular] = _consistent(matrix[singular], right[singular])
    return BoxSolutions(compact(x, valid), ~hidden.any(axis=-1))


def _consistent(matrix: Array, right: Array) -> Flags:
    """Say which singular systems have solutions."""
    size = np.abs(matrix).max(axis=-1)
    size = np.where(size > 0, size, np.abs(right).max(axis=-1, keepdims=True))
    size = np.where(size > 0, size, 1.0)
    matrix, right = matrix / size[..., None], (right / size)[..., None]
    miss = matrix @ (np.linalg.pinv(matrix, rcond=1e-10) @ right) - right
    return np.asarray(
        np.abs(miss).max(axis=(-1, -2)) <= 1e-8 * (1 + np.abs(right).max(axis=(-1, -2)))
    )


def compact(x: Array, valid: Flags) -> Array:
    """Return the valid points of x (..., S, k) first, NaN after them, as few as hold them all."""
    order, present = valid_first(valid)
    chosen = np.take_along_axis(x, order[..., None], axis=-2)
    return np.where(present[..., None], chosen, np.nan)


def repeated(x: Array, valid: Flags, box: Array) -> Flags:
    """Say which points of x (..., S, k) come again, to within 1e-8 of the box."""
    close = (np.abs(x[..., :, None, :] - x[..., None, :, :]) <= 1e-8 * box[..., None, :]).all(
        axis=-1
    )
    earlier = np.tril(np.ones(close.shape[-2:], dtype=bool), -1)
    return np.asarray((close & earlier & valid[..., None, :]).any(axis=-1))


def search_equilibria(field: Field, low: Array, high: Array, steps: int = 40) -> Array:
    """Return candidate equilibria of games without closed form, by Newton's method from a lattice.

    Parameters
    ----------
    field : callable
        Takes points x (..., S, k) and returns where they are pushed, F(x) (..., S, k), and the
        derivatives of F (..., S, k, k). A candidate has F = 0, or F that pushes out of the box.
    low, high : array (..., k)
        The ends of each player's interval, in units of the action.
    steps : int
        Most steps that are made.

    Returns
    -------
    array (..., K, k)
        Distinct candidates, NaN-padded, not yet verified; the list may be incomplete.

    Notes
    -----
    An action at an end of its interval is held there while F pushes outwards. Steps 11 to 20 are
    halved, which breaks cycles. The lattice has 17, 7 or 5 points a side (k = 1, 2, 3 and more). A
    start has arrived when its last step is at most 1e-6 of the box; candidates within 1e-6 of the
    box are one.

    References
    ----------
    Bertsekas, D. P. (1982). Projected Newton methods for optimization problems with simple
    constraints. SIAM Journal on Control and Optimization 20, 221-246.

    Examples
    --------
    >>> def field(x):
    ...     return 0.25 - x**2, -2 * x[..., None]
    >>> search_equilibria(field, np.zeros(1), np.ones(1)).round(6)
    array([[0.5]])
    """
    k = low.shape[-1]
    low, high = low[..., None, :], high[..., None, :]
    box = high - low
    side = np.linspace(0, 1, {1: 17, 2: 7}.get(k, 5))
    x = low + box * np.array(list(product(side, repeat=k)))
    move = np.full(x.shape, np.inf)
    for number in range(steps):
        move = _step(x, *field(x), low, high)
        x = np.clip(x + (0.5 if 10 <= number < 20 else 1) * move, low, high)
        if (np.abs(move) <= 1e-13 * box).all():
            break
    settled = np.asarray((np.abs(move) <= 1e-6 * box).all(axis=-1))
    return compact(x, settled & ~repeated(x, settled, 100 * box))


def _step(x: Array, force: Array, slope: Array, low: Array, high: Array) -> Array:
    """Return Newton's step; towards the middle where F is not finite, a short one where it has no
    unique zero.
    """
    finite = np.asarray(
        np.isfinite(np.concatenate([force[..., None], slope], axis=-1)).all(axis=(-1, -2))
    )
    force = np.where(finite[..., None], force, 0.0)
    held = ((x <= low) & (force <= 0)) | ((x >= high) & (force >= 0))
    free = finite[..., None] & ~held
    unit = np.eye(x.shape[-1])
    matrix = np.where(free[..., None], slope, unit)
    size = np.abs(matrix).max(axis=-1, keepdims=True)
    singular = np.asarray(np.abs(np.linalg.det(matrix / np.where(size > 0, size, 1.0))) < 1e-12)
    matrix = np.where(singular[..., None, None], unit, matrix)
    move = np.linalg.solve(matrix, np.where(free, -force, 0.0)[..., None])[..., 0]
    move = np.where(singular[..., None], np.sign(force) * free * (high - low) / 20, move)
    return np.asarray(np.where(finite[..., None], move, ((low + high) / 2 - x) / 2))

"""Problems in one variable: where a pull vanishes, and where a payoff is largest."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from .arrays import Array, Flags
from .padding import valid_first

__all__ = ["Maximisers", "crossings", "maximisers"]

Function = Callable[[Array], Array]

POINTS = 65
HALVINGS = 50


class Maximisers(NamedTuple):
    """Where a function is largest.

    Attributes
    ----------
    x : array (..., M)
        In rising order, NaN after the last; of a flat top only the ends.
    top : array (...)
        The largest value.
    joined : bool array (..., M)
        Whether everything between this point and the next is a maximiser too.
    """

    x: Array
    top: Array
    joined: Flags


def crossings(pull: Function, low: Array, high: Array, slack: Array, points: int = POINTS) -> Array:
    """Return where a pull vanishes or changes its sign, and the ends at which it points outwards.

    Parameters
    ----------
    pull : callable
        Takes points (..., P) and returns the pull at each, of the same shape.
    low, high : array (...)
        The ends of the intervals.
    slack : array (...)
        Size of a pull that counts as none.
    points : int
        Size of the first grid; two crossings within one of its cells can be missed.

    Returns
    -------
    array (..., M)
        NaN-padded. Zeros are placed by bisection to the last digits; where the pull jumps from
        one sign to the other, its place is returned too, so callers verify. Where the pull vanishes
        on an interval, the first and the last point of the grid are returned.

    Notes
    -----
    A cell of the grid at whose ends the pull has opposite signs is halved 50 times.

    Examples
    --------
    >>> def pull(x):
    ...     return 0.3 - x
    >>> found = crossings(pull, np.array(0.0), np.array(1.0), np.array(1e-12))
    >>> found[np.isfinite(found)].round(9)
    array([0.3])
    """
    x = _grid(low, high, points)
    force = np.broadcast_to(pull(x), x.shape)
    still = np.abs(force) <= slack[..., None]
    sign = np.where(still | np.isnan(force), 0.0, np.sign(force))
    exact = still.copy()
    exact[..., 1:-1] &= ~(still[..., :-2] & still[..., 2:])
    exact[..., 0] |= sign[..., 0] < 0
    exact[..., -1] |= sign[..., -1] > 0
    here = squeeze(x, exact)
    turns = sign[..., 1:] * sign[..., :-1] < 0
    left, right = squeeze(x[..., :-1], turns), squeeze(x[..., 1:], turns)
    rises = np.sign(squeeze(force[..., 1:], turns))
    found = halve(left, right, lambda middle: pull(middle) * rises < 0)
    return np.concatenate([here, found], axis=-1)


def maximisers(
    payoff: Function,
    slope: Function,
    low: Array,
    high: Array,
    *,
    kinked: bool,
    tie: float,
    points: int = POINTS,
) -> Maximisers:
    """Return all points at which a function is largest on an interval.

    Parameters
    ----------
    payoff, slope : callable
        The function and its derivative; they take points (..., P) and return arrays of that shape.
    low, high : array (...)
        The ends of the intervals.
    kinked : bool
        Whether the function has kinks or jumps; peaks are then also closed in on by its values.
    tie : float
        Values that differ by no more than this share of the function's range are equal.
    points : int
        Size of the first grid; a peak that is narrower than its cells can be missed.

    Returns
    -------
    Maximisers
        Arrays of shape (..., M), NaN-padded, and the largest values (...).

    Notes
    -----
    Each peak of the grid is refined by bisection on the sign of the slope, which finds smooth peaks
    and kinks to the last digits, and flat tops with both their ends. Points within 1e-6 of the
    interval are one.

    Examples
    --------
    >>> found = maximisers(lambda x: x * (1 - x), lambda x: 1 - 2 * x, np.array(0.0), np.array(1.0),
    ...                    kinked=False, tie=1e-12)
    >>> found.x.round(9), float(found.top.round(9))
    (array([0.5]), 0.25)
    """
    x = _grid(low, high, points)
    values = _finite(payoff(x), x)
    edge = np.full((*x.shape[:-1], 1), -np.inf)
    before = np.concatenate([edge, values[..., :-1]], axis=-1)
    after = np.concatenate([values[..., 1:], edge], axis=-1)
    peak = (values >= before) & (values >= after) & ((values > before) | (values > after))
    steps = np.arange(points)
    left = squeeze(x[..., np.maximum(steps - 1, 0)], peak)
    right = squeeze(x[..., np.minimum(steps + 1, points - 1)], peak)
    tried = [halve(left, right, lambda middle: slope(middle) > 0)]
    if np.any(slope(tried[0] + 1e-9 * (high - low)[..., None]) == 0):  # a flat top
        tried.append(halve(left, right, lambda middle: slope(middle) >= 0))
    if kinked:
        tried.append(_close_in(payoff, left, right))
    found = snapped(np.concatenate(tried, axis=-1), low[..., None], high[..., None])
    height = _finite(payoff(found), found)
    top = np.maximum(values.max(axis=-1), height.max(axis=-1))
    least = np.where(np.isfinite(values), values, np.inf).min(axis=-1)
    known = np.isfinite(top) & np.isfinite(least)
    peak_size, span = np.where(known, np.abs(top), 0.0), np.where(known, top, 0.0)
    span = span - np.where(known, least, 0.0)
    floor = (top - tie * span - 1e-15 * peak_size)[..., None]
    near = np.abs(found[..., :, None] - found[..., None, :]) <= 1e-6 * (high - low)[..., None, None]
    best = height >= floor
    again = near & best[..., None, :] & np.tril(np.ones(near.shape[-2:], dtype=bool), -1)
    ends = np.sort(squeeze(found, best & ~again.any(axis=-1)), axis=-1)
    flat = _flat(payoff, ends, floor)
    middle = np.zeros(ends.shape, dtype=bool)
    middle[..., 1:] = flat[..., 1:] & flat[..., :-1]
    ends = squeeze(ends, np.isfinite(ends) & ~middle)
    return Maximisers(ends, top, _flat(payoff, ends, floor))


def _flat(payoff: Function, x: Array, floor: Array) -> Flags:
    """Say whether the values stay at the top between each point and the next."""
    flat = np.zeros(x.shape, dtype=bool)
    if x.shape[-1] == 1:
        return flat
    step = x[..., 1:] - x[..., :-1]
    inside = [x[..., :-1] + share * step for share in (0.25, 0.5, 0.75)]
    flat[..., :-1] = np.all([_finite(payoff(place), place) >= floor for place in inside], axis=0)
    return flat


def snapped(x: Array, low: Array, high: Array) -> Array:
    """Return the points, those that bisection left next to an end moved onto it."""
    slack = 1e-12 * (high - low)
    return np.where(x <= low + slack, low, np.where(x >= high - slack, high, x))


def squeeze(x: Array, valid: Flags) -> Array:
    """Return the valid entries of x (..., P) first, NaN after them, as few as hold them all."""
    order, present = valid_first(valid)
    return np.where(present, np.take_along_axis(x, order, axis=-1), np.nan)


def _grid(low: Array, high: Array, points: int) -> Array:
    return np.asarray(np.linspace(low, high, points, axis=-1))


def _finite(values: Array, like: Array) -> Array:
    """Return the values, -inf where they or their place are not a number."""
    values = np.broadcast_to(values, like.shape)
    return np.where(np.isnan(values) | np.isnan(like), -np.inf, values)


def halve(
    left: Array, right: Array, go_right: Callable[[Array], Flags], times: int = HALVINGS
) -> Array:
    """Return where a condition that holds from the left on ceases to hold, by bisection."""
    for _ in range(times):
        middle = (left + right) / 2
        up = go_right(middle)
        left, right = np.where(up, middle, left), np.where(up, right, middle)
    return np.asarray((left + right) / 2)


def _close_in(payoff: Function, left: Array, right: Array) -> Array:
    """Return the best of ever narrower grids between two points."""
    share = np.linspace(-1, 1, 9)
    centre, half = (left + right) / 2, (right - left) / 2
    for _ in range(26):
        tried = centre[..., None] + half[..., None] * share
        tried = np.clip(tried, left[..., None], right[..., None])
        flat = tried.reshape(*left.shape[:-1], -1)
        values = _finite(payoff(flat), flat).reshape(tried.shape)
        best = values.argmax(axis=-1)[..., None]
        centre = np.take_along_axis(tried, best, axis=-1)[..., 0]
        half = half / 3
    return centre

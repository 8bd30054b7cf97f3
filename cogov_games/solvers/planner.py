"""The largest value of a function on a box: what a planner could reach."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from itertools import product

import numpy as np

from .arrays import Array

__all__ = ["maximise"]


def maximise(function: Callable[[Array], Array], low: Array, high: Array) -> Array:
    """Return the maximum over a box, by a grid that zooms in on its best point.

    Parameters
    ----------
    function : callable
        Takes points of shape (..., P, k) and returns their values, broadcastable to (..., P).
    low, high : array (..., k)
        The box; k is small (one to three actions).

    Returns
    -------
    array (...)
        The largest values, in the units of the function.

    Notes
    -----
    The first grid has 65, 17 or 9 points a side (k = 1, 2, 3), corners included, so a function
    that is linear in each variable is maximised exactly; twenty zooms place a smooth peak to
    about 1e-7 of the box, its height to about 1e-12. A peak narrower than the first grid's cells
    can be missed.

    Examples
    --------
    >>> def value(x):
    ...     return (x * (1 - x)).sum(axis=-1)
    >>> float(maximise(value, np.zeros(2), np.ones(2)).round(9))
    0.5
    """
    k = low.shape[-1]
    lead = low.shape[:-1]
    sides = [{1: 65, 2: 17}.get(k, 9), *[9] * 20]
    centre, width = (low + high) / 2, (high - low) / 2
    best = np.full(lead, -np.inf)
    for side in sides:
        points = centre[..., None, :] + width[..., None, :] * _lattice(side, k)
        points = np.clip(points, low[..., None, :], high[..., None, :])
        values = np.broadcast_to(function(points), points.shape[:-1])
        top = values.max(axis=-1)
        here = values.argmax(axis=-1)[..., None, None]
        found = np.take_along_axis(points, here, axis=-2)[..., 0, :]
        centre = np.where((top > best)[..., None], found, centre)
        best = np.maximum(best, top)
        width = width * (4 / (side - 1))
    return best + 0.0


@cache
def _lattice(points: int, k: int) -> Array:
    return np.array(list(product(np.linspace(-1, 1, points), repeat=k)))

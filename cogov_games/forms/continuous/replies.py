"""Best replies in continuous games, by search over all deviations."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ...expressions import Array, evaluate
from ...solvers.scan import halve, snapped
from .batch import Batch


def best_replies(batch: Batch, x: Array, i: int, points: int = 65) -> Array:
    """Return the best actions of one player of kind i when all others are at x, by search.

    The grid zooms in on its best point; bisection on the sign of the slope then places smooth
    peaks and kinks. Only jumps need the zoom to go all the way.
    """
    slopes = batch.slopes
    low, high = (bound[..., None, i, None] for bound in batch.bounds)
    centre, half = np.broadcast_to((low + high) / 2, (*x.shape[:-1], 1)), (high - low) / 2
    for _ in range(24 if slopes.jumps else 8):
        own = np.clip(centre + half * np.linspace(-1, 1, points), low, high)
        payoffs = batch.deviation_payoffs(x, i, own)
        best = np.argmax(np.nan_to_num(payoffs, nan=-np.inf), axis=-1)[..., None]
        centre = np.take_along_axis(own, best, axis=-1)
        half = half * 2.5 / (points - 1)
        points = 9

    def rising(own: Array) -> NDArray[np.bool_]:
        environment = batch.after(x, [i], own[..., None])
        return np.asarray(evaluate([slopes.marginal[i]], environment)[0] > 0)

    # Payoffs tell points apart only down to the square root of their rounding
    half = np.maximum(half, 1e-7 * np.maximum(np.abs(low), np.abs(high)))
    peak = halve(np.maximum(centre - half, low), np.minimum(centre + half, high), rising)
    pair = np.concatenate([centre, snapped(peak, low, high)], axis=-1)
    values = np.nan_to_num(batch.deviation_payoffs(x, i, pair), nan=-np.inf)
    rounding = 4 * np.finfo(float).eps * np.abs(values[..., 0])
    better = values[..., 1] >= values[..., 0] - rounding
    return np.where(better, pair[..., 1], pair[..., 0])

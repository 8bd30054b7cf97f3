"""What interval arithmetic shows about all of a box, so that a list of equilibria is complete."""

from __future__ import annotations

from itertools import product

import numpy as np
from numpy.typing import NDArray

from .batch import Batch
from .intervals import Interval, bounds, unique_zero

PIECES = {1: 16, 2: 8, 3: 4}
"""Into how many pieces a side of the box is cut to prove something about all of it."""


def at_most_one(batch: Batch) -> NDArray[np.bool_]:
    """Say where the slopes are shown to allow one equilibrium at most."""
    if batch.slopes.kinked:
        return np.zeros(batch.shape, dtype=bool)
    box, k = _pieces(batch), len(batch.kinds)
    flat = [bounds(entry, box) for entry in batch.slopes.jacobian]
    rows = tuple(tuple(flat[k * i : k * i + k]) for i in range(k))
    return np.array(np.broadcast_to(unique_zero(rows), batch.shape))


def bent_one_way(batch: Batch) -> NDArray[np.bool_]:
    """Say where each payoff is shown to be concave, or convex, in the own action."""
    low, high = batch.bounds
    environment = {n: (v, v) for n, v in batch.situation.environment(axes=1).items()}
    shown = np.ones(batch.shape, dtype=bool)
    step = np.arange(PIECES[1])
    for i, curvature in enumerate(batch.slopes.curvature):
        start, width = low[..., i, None], (high - low)[..., i, None] / PIECES[1]
        own = start + width * step, start + width * (step + 1)
        least, most = bounds(curvature, environment | {batch.game.actions[i]: own})
        shown &= np.all(most <= 0, axis=-1) | np.all(least >= 0, axis=-1)
    return shown


def _pieces(batch: Batch) -> dict[str, Interval]:
    """Return all symbols' intervals on the pieces of the box, which are the last axis."""
    k, (low, high) = len(batch.kinds), batch.bounds
    side = PIECES.get(k, 2)
    step = np.array(list(product(range(side), repeat=k))).T
    width = (high - low) / side
    box: dict[str, Interval] = {
        name: (value, value) for name, value in batch.situation.environment(axes=1).items()
    }
    for i, name in enumerate(batch.game.actions):
        start = low[..., i, None] + width[..., i, None] * step[i]
        box[name] = (start, start + width[..., i, None])
    return box

"""All other games: equilibria are searched for, from first-order conditions or best replies."""

from __future__ import annotations

from functools import partial

import numpy as np

from ...expressions import Array
from ...solvers.continuous import compact, repeated, search_equilibria
from ...solvers.scan import crossings
from ..situation import columns
from .batch import Batch
from .completeness import at_most_one
from .method import Found
from .regret import verified
from .replies import best_replies


def accepts(batch: Batch) -> bool:
    """Say that every game can be searched."""
    return True


def solve(batch: Batch) -> Found:
    """Return those candidates from which no deviation gains anything."""
    low, high = batch.bounds
    x = _candidates(batch)
    valid = np.asarray(np.isfinite(x).all(axis=-1))
    x = compact(x, valid & ~repeated(x, valid, (high - low)[..., None, :]))
    complete = valid.any(axis=-1) & at_most_one(batch)
    x, regret = verified(batch, x)
    return Found(x, complete, regret)


def _candidates(batch: Batch) -> Array:
    """Return points at which nobody is pulled away, shape (..., K, k)."""
    (low, high), kinked = batch.bounds, batch.slopes.kinked
    slack = 1e-9 * (high - low)[..., 0] if kinked else np.zeros(batch.shape)

    def follow(first: Array) -> Array:
        """Return the points at which the second kind replies to the first."""
        x = np.stack([first, np.broadcast_to(low[..., None, 1], first.shape)], axis=-1)
        return np.stack([first, best_replies(batch, x, 1)], axis=-1)

    def chase(first: Array) -> Array:
        return best_replies(batch, follow(first), 0) - first

    def alike(own: Array) -> Array:
        x = own[..., None]
        return (_to_replies(batch, x) if kinked else _by_slopes(batch, x)[0])[..., 0]

    if len(batch.kinds) == 1:
        return crossings(alike, low[..., 0], high[..., 0], slack)[..., None]
    if kinked and len(batch.kinds) == 2:
        return follow(crossings(chase, low[..., 0], high[..., 0], slack))
    if kinked:
        return search_equilibria(partial(_by_replies, batch), low, high, steps=25)
    return search_equilibria(partial(_by_slopes, batch), low, high)


def _to_replies(batch: Batch, x: Array) -> Array:
    """Return how far each kind's best reply is from what it does."""
    return np.stack([best_replies(batch, x, i) for i in batch.kinds], axis=-1) - x


def _by_slopes(batch: Batch, x: Array) -> tuple[Array, Array]:
    environment = batch.alike(x)
    force = columns(batch.slopes.marginal, environment, x.shape[:-1])
    flat = columns(batch.slopes.jacobian, environment, x.shape[:-1])
    return force, flat.reshape(*x.shape, len(batch.kinds))


def _by_replies(batch: Batch, x: Array) -> tuple[Array, Array]:
    low, high = batch.bounds
    here, box = _to_replies(batch, x), (high - low)[..., None, :]
    nudge = np.where(2 * (x - low[..., None, :]) < box, 1e-5, -1e-5) * box
    nudge = np.where(nudge == 0, 1.0, nudge)
    slopes = [
        (_to_replies(batch, x + nudge * (np.arange(len(batch.kinds)) == j)) - here)
        / nudge[..., j, None]
        for j in batch.kinds
    ]
    return here, np.stack(slopes, axis=-1)

"""Games with a declared closed form: it is verified, and only where it fails is searched for more."""

from __future__ import annotations

import numpy as np

from ...expressions import Array
from ..situation import columns
from . import search
from .batch import Batch
from .completeness import at_most_one
from .method import Found
from .regret import verified


def accepts(batch: Batch) -> bool:
    """Say whether the game declares a solution."""
    return bool(batch.game.solution)


def solve(batch: Batch) -> Found:
    """Return the declared equilibrium, and what is found in the games where it is none."""
    low, high = batch.bounds
    solution = [batch.game.solution[name] for name in batch.game.actions]
    x = columns(solution, batch.situation.environment(), batch.shape)[..., None, :]
    x, regret = verified(batch, np.clip(x, low[..., None, :], high[..., None, :]))
    complete = at_most_one(batch)
    missed = np.asarray(~np.isfinite(regret).any(axis=-1))
    if missed.any():
        others = search.solve(batch.where(missed))
        width = max(x.shape[-2], others.x.shape[-2])
        x, regret = _widened(x, width), _widened(regret[..., None], width)[..., 0]
        x[missed] = _widened(others.x, width)
        regret[missed] = _widened(others.regret[..., None], width)[..., 0]
        complete[missed] = others.complete
    return Found(x, complete, regret)


def _widened(x: Array, width: int) -> Array:
    """Return x (..., K, k) with K padded to a width by NaN."""
    missing = [(0, 0)] * (x.ndim - 2) + [(0, width - x.shape[-2]), (0, 0)]
    return np.pad(x, missing, constant_values=np.nan)

"""All together share so that no group would do better on its own."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from ...solvers.characteristic import members
from ...solvers.nucleolus import lexicographic
from ...solvers.partitions import partitions
from ...solvers.shapley import shapley_values
from ...solvers.stability import Stability
from ..equilibria import TOLERANCE
from .allocations import KINDS, NUCLEOLUS, SHAPLEY, Allocations


@lru_cache(maxsize=4096)
def agreements(gains: tuple[float, ...], limit: int) -> Allocations:
    """Return the nucleolus and the Shapley value of one game, as far as they lie in the core."""
    worth = np.array(gains)
    n = len(gains).bit_length() - 1
    candidates = [shapley_values(worth)]
    if worth[-1] >= -TOLERANCE:
        candidates.insert(0, lexicographic(worth, floors=True)[0])
    x = np.array(candidates)
    excess = (worth - x @ members(n).T)[:, 1:-1].max(axis=-1)
    kinds = [NUCLEOLUS, SHAPLEY][-len(x) :]
    fine = excess <= TOLERANCE
    if fine.all() and np.abs(np.ptp(x, axis=0)).max() <= TOLERANCE:
        fine[1:] = False  # the same allocation twice
    pattern = (len(partitions(n)) - 1) * len(KINDS) + np.array(kinds)
    code = np.where(excess < -TOLERANCE, Stability.STABLE, Stability.NEUTRAL).astype(np.int8)
    return Allocations(x[fine], np.maximum(excess[fine], 0.0), code[fine], pattern[fine])

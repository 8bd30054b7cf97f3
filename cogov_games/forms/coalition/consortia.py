"""The players part into groups of limited size, as well as possible for all, as far as stable."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ...expressions import Array
from ...solvers.characteristic import members
from ...solvers.nucleolus import lexicographic
from ...solvers.partitions import blocks, partitions
from ...solvers.stability import Stability
from ..equilibria import TOLERANCE
from .allocations import CONSORTIA, KINDS, Allocations


@lru_cache(maxsize=4096)
def consortia(gains: tuple[float, ...], limit: int) -> Allocations:
    """Return the best partitions of one game into groups of at most `limit`, as far as stable."""
    worth = np.array(gains)
    n = len(gains).bit_length() - 1
    used = blocks(n)
    sizes = members(n).sum(axis=-1)
    possible = np.flatnonzero((used * sizes).max(axis=-1) <= limit)
    value = used[possible] @ worth
    best = _finest(possible[value >= value.max() - TOLERANCE], n)
    small = np.flatnonzero((sizes > 0) & (sizes <= limit))
    rows = []
    for place in best:
        groups = np.flatnonzero(used[place])
        code = Stability.STABLE
        x, excess = _shared(worth, groups, small)
        if excess > TOLERANCE:
            code = Stability.SEMI_STABLE
            x, excess = _shared(worth, groups, _within(groups, small))
        elif len(best) > 1 or _indifferent(worth, x, np.setdiff1d(small, groups)):
            code = Stability.NEUTRAL
        if excess <= TOLERANCE:
            rows.append((x, max(excess, 0.0), code, int(place) * len(KINDS) + CONSORTIA))
    if not rows:
        empty = np.zeros(0)
        return Allocations(np.zeros((0, n)), empty, empty.astype(np.int8), empty.astype(np.int64))
    x, regret, codes, pattern = (np.array(column) for column in zip(*rows, strict=True))
    return Allocations(x, regret, codes.astype(np.int8), pattern)


def _finest(places: NDArray[np.int64], n: int) -> list[int]:
    """Return the partitions that are not made of another one's groups by joining some."""
    groups = partitions(n)
    together = groups[:, :, None] == groups[:, None, :]
    kept: list[int] = []
    for place in places.tolist():  # the finest come first
        if not any((together[place] >= together[finer]).all() for finer in kept):
            kept.append(place)
    return kept


def _indifferent(worth: Array, x: Array, others: NDArray[np.int64]) -> bool:
    """Return whether one of the other groups would do as well on its own."""
    return bool((worth[others] >= members(len(x))[others] @ x - TOLERANCE).any())


def _shared(
    worth: Array, groups: NDArray[np.int64], deviating: NDArray[np.int64]
) -> tuple[Array, float]:
    """Return the nucleolus for a partition and the groups that may deviate, and their excess."""
    inside = members(len(worth).bit_length() - 1)
    x, _ = lexicographic(worth, floors=False, blocks=tuple(groups.tolist()), complaining=deviating)
    return x, float((worth - inside @ x)[deviating].max())


def _within(groups: NDArray[np.int64], small: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the coalitions inside one group, and those that whole groups form by merging."""
    inside = (small[:, None] & ~groups == 0).any(axis=-1)
    touched = small[:, None] & groups
    merged = ((touched == 0) | (touched == groups)).all(axis=-1)
    return np.asarray(small[inside | merged])

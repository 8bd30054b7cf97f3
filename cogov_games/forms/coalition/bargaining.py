"""Bargaining in a batch of games: what is stable moves with a shift or a change of unit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...expressions import Array
from ...solvers.characteristic import members
from ...solvers.partitions import blocks
from .allocations import KINDS, Allocations

Bargain = Callable[[tuple[float, ...], int], Allocations]
"""Solves one game: what each group gains by being one, by bit mask, and the largest group."""


def bargained(worth: Array, limit: Array, solve: Bargain) -> Allocations:
    """Return the allocations of each game, solving each different one once.

    Games that differ by less than 1e-11 of their size count as the same.

    Parameters
    ----------
    worth : array (..., 2**n)
        What each group is worth to itself, by bit mask.
    limit : array (...)
        The largest group.
    solve : callable
    """
    n = worth.shape[-1].bit_length() - 1
    alone = worth[..., 1 << np.arange(n)]
    gains = worth - alone @ members(n).T
    size = np.abs(gains).max(axis=-1, keepdims=True)
    size = np.where(size > 1e-12 * np.abs(worth).max(axis=-1, keepdims=True), size, 0.0)
    normal = np.round(np.divide(gains, size, out=np.zeros_like(gains), where=size > 0), 11)
    limits = np.clip(limit, 1, n)[..., None]
    rows = np.concatenate([normal + 0.0, limits], axis=-1).reshape(-1, worth.shape[-1] + 1)
    games, which = np.unique(rows, axis=0, return_inverse=True)
    solved = [solve(tuple(game[:-1].tolist()), int(game[-1])) for game in games]
    count = max(1, *(len(s.regret) for s in solved))
    shape = (*worth.shape[:-1], count)

    def gathered(name: str, filler: float) -> NDArray[Any]:
        padded = [getattr(s, name) for s in solved]
        table = np.full((len(solved), count, *padded[0].shape[1:]), filler)
        for row, values in zip(table, padded, strict=True):
            row[: len(values)] = values
        return table[which.reshape(-1)].reshape(*shape, *padded[0].shape[1:])

    x = alone[..., None, :] + size[..., None] * gathered("x", np.nan)
    regret = size * gathered("regret", np.nan)
    pattern = gathered("pattern", 0).astype(np.int64)
    total = np.take_along_axis(worth @ blocks(n).T, pattern // len(KINDS), axis=-1)
    x += (total - x.sum(axis=-1))[..., None] / n  # what rounding took
    code = gathered("stability", -1).astype(np.int8)
    return Allocations(x, regret, code, pattern)

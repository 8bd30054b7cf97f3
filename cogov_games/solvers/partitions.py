"""All ways to part players into groups."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

IntArray = NDArray[np.int64]


@cache
def partitions(n: int) -> IntArray:
    """Return all partitions of n players, shape (B, n): each player's group, numbered from 0.

    Those with many groups come first; groups are numbered in the order of their first players.

    Examples
    --------
    >>> partitions(3)
    array([[0, 1, 2],
           [0, 0, 1],
           [0, 1, 0],
           [0, 1, 1],
           [0, 0, 0]])
    """
    found = np.zeros((1, 1), dtype=np.int64)
    for _ in range(n - 1):
        options = found.max(axis=1) + 2
        rows = np.repeat(found, options, axis=0)
        ends = np.cumsum(options)
        last = np.arange(len(rows)) - np.repeat(ends - options, options)
        found = np.column_stack([rows, last])
    return found[np.argsort(-found.max(axis=1), kind="stable")]


@cache
def blocks(n: int) -> NDArray[np.bool_]:
    """Return which coalitions (by bit mask) are groups of which partition, shape (B, 2**n)."""
    groups = partitions(n)
    masks = ((groups[:, None, :] == np.arange(n)[:, None]) << np.arange(n)).sum(axis=-1)
    used = np.zeros((len(groups), 1 << n), dtype=bool)
    np.put_along_axis(used, masks, True, axis=1)
    used[:, 0] = False
    return used


@cache
def joint(n: int) -> IntArray:
    """Return the partition in which a coalition (by bit mask) is one group, the others alone: (2**n,).

    Examples
    --------
    >>> partitions(3)[joint(3)[[0b011, 0b101, 0b111]]]
    array([[0, 0, 1],
           [0, 1, 0],
           [0, 0, 0]])
    """
    used, masks, singles = blocks(n), np.arange(1 << n), 1 << np.arange(n)
    wanted = np.zeros((1 << n, 1 << n), dtype=bool)
    wanted[:, singles] = masks[:, None] & singles == 0
    wanted[masks, masks] = True
    wanted[0, 0] = False
    places = {row.tobytes(): place for place, row in enumerate(used)}
    return np.array([places[row.tobytes()] for row in wanted])

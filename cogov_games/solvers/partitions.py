"""All ways to part players into groups."""

from __future__ import annotations

from functools import cache

import numpy as np

from .arrays import Flags, Integers

__all__ = ["blocks", "joint", "partitions"]


@cache
def partitions(n: int) -> Integers:
    """Return all partitions of a set of players.

    Parameters
    ----------
    n : int
        The number of players, from 1.

    Returns
    -------
    int array (B, n)
        Each player's group, numbered from 0 in the order of their first players. Partitions with
        many groups come first; B is the Bell number of n.

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
def blocks(n: int) -> Flags:
    """Return which coalitions are groups of which partition.

    Parameters
    ----------
    n : int
        The number of players, from 1.

    Returns
    -------
    bool array (B, 2**n)
        Partitions in the order of `partitions`, coalitions by bit mask.

    Examples
    --------
    Two players apart, and together.

    >>> blocks(2).astype(int)
    array([[0, 1, 1, 0],
           [0, 0, 0, 1]])
    """
    groups = partitions(n)
    masks = ((groups[:, None, :] == np.arange(n)[:, None]) << np.arange(n)).sum(axis=-1)
    used = np.zeros((len(groups), 1 << n), dtype=bool)
    np.put_along_axis(used, masks, True, axis=1)
    used[:, 0] = False
    return used


@cache
def joint(n: int) -> Integers:
    """Return the partition in which a coalition is one group and the others are alone.

    Parameters
    ----------
    n : int
        The number of players, from 1.

    Returns
    -------
    int array (2**n,)
        Positions in the list of `partitions`, for each coalition by bit mask.

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

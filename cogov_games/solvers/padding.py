"""Lists of different lengths in one array: each starts its own row, and what is left is padding.

Solutions that are found row after row are told their slots; those that are marked among candidates
are moved to the front of their row.
"""

from __future__ import annotations

import numpy as np

from .arrays import Flags, Integers

__all__ = ["slots", "valid_first"]


def slots(row: Integers, rows: int) -> tuple[Integers, Integers]:
    """Return how many entries each row has, and the slot of each entry in its row.

    Parameters
    ----------
    row : int array (E,)
        The row that each entry belongs to, rising.
    rows : int
        Their number.

    Returns
    -------
    count : int array (rows,)
    slot : int array (E,)
        From 0, in the order of the entries.

    Examples
    --------
    >>> count, slot = slots(np.array([0, 0, 2]), 3)
    >>> count.tolist(), slot.tolist()
    ([2, 0, 1], [0, 1, 0])
    """
    count = np.bincount(row, minlength=rows)
    return count, np.arange(row.size) - (np.cumsum(count) - count)[row]


def valid_first(valid: Flags) -> tuple[Integers, Flags]:
    """Return the order that brings the valid entries of each row to its front.

    Parameters
    ----------
    valid : bool array (..., S)

    Returns
    -------
    order : int array (..., K)
        Positions from 0 to S - 1, the valid ones first, in their order; K is the largest number of
        valid entries in any row, and at least 1.
    present : bool array (..., K)
        Whether the entry in this slot is valid.

    Examples
    --------
    >>> order, present = valid_first(np.array([[False, True, True], [False, False, True]]))
    >>> order.tolist(), present.tolist()
    ([[1, 2], [2, 0]], [[True, True], [True, False]])
    """
    width = max(1, int(valid.sum(axis=-1).max(initial=0)))
    if width == 1 and valid.shape[-1]:  # the same, and faster
        order = np.argmax(valid, axis=-1)[..., None]
    else:
        order = np.argsort(~valid, axis=-1, kind="stable")[..., :width]
    return order, np.take_along_axis(valid, order, axis=-1)

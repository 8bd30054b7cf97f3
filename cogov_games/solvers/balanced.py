"""Balanced collections of coalitions, by which a nucleolus is certified."""

from __future__ import annotations

import numpy as np

from .arrays import Array, Flags

__all__ = ["balancing_weights"]

LEAST_WEIGHT = 1e-9
"""A weight below is no weight: the collection is not balanced."""


def balancing_weights(collection: Array, free: Array) -> Array | None:
    """Return positive weights on all coalitions that add up to one for each player, if there are.

    Parameters
    ----------
    collection : array (C, n) of 0 and 1
        The coalitions that need a positive weight.
    free : array (F, n) of 0 and 1
        Coalitions that may have one too, and need not.

    Returns
    -------
    array (C,) or None
        The weights whose smallest is as large as possible.

    Examples
    --------
    >>> pairs = np.array([[1.0, 1, 0], [1, 0, 1], [0, 1, 1]])
    >>> balancing_weights(pairs, np.zeros((0, 3)))
    array([0.5, 0.5, 0.5])
    >>> balancing_weights(pairs[:2], np.zeros((0, 3))) is None
    True
    """
    from scipy.optimize import linprog

    count, n = collection.shape
    # weight = least + slack, so that the least weight is the one to maximise.
    columns = np.column_stack([collection.sum(axis=0), collection.T, free.T])
    aim = np.zeros(columns.shape[1])
    aim[0] = -1
    found = linprog(aim, A_eq=columns, b_eq=np.ones(n), method="highs")
    if found.status != 0 or found.x[0] <= LEAST_WEIGHT:
        return None
    return np.asarray(found.x[0] + found.x[1 : count + 1])


def spans(rows: Array, vectors: Array) -> Flags:
    """Return which vectors (V, n) are combinations of the rows (R, n), all of small integers."""
    _, sizes, basis = np.linalg.svd(rows)
    basis = basis[: int((sizes > 1e-9 * sizes[0]).sum())]
    rest = vectors - vectors @ basis.T @ basis
    return np.asarray((np.abs(rest) < 1e-9).all(axis=-1))

"""Cheap talk: the partition equilibria of the uniform-quadratic sender-receiver game, many at once.

References
----------
.. [1] Crawford, V. P. and Sobel, J. (1982). Strategic information transmission. Econometrica 50,
   1431-1451.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ..errors import InputError
from .arrays import Array

__all__ = ["Partitions", "partitions"]

THINNEST = 1e-12  # a cell of states no wider than this is none
MOST = 200


@dataclass(frozen=True, eq=False)
class Partitions:
    """The equilibria with 1..K cells of states, for each bias; NaN where there is none.

    Attributes
    ----------
    messages : (..., K, K)
        What the receiver decides on hearing from each cell, the k-th row having k of them.
    cuts : (..., K, K + 1)
        The states between which the cells lie, 0 and 1 included.
    loss : (..., K)
        The receiver's expected loss.
    regret : (..., K)
        What the sender could gain by sending another message, at most over all states.
    """

    messages: Array
    cuts: Array
    loss: Array
    regret: Array


def partitions(bias: ArrayLike) -> Partitions:
    """Return all partition equilibria of cheap talk.

    Parameters
    ----------
    bias : (...)
        By how much the sender would have the decision higher than the receiver; above 0.

    Returns
    -------
    Partitions
        Arrays with the axes of `bias` first, NaN where an equilibrium does not exist.

    Raises
    ------
    InputError
        For a bias so small that there would be more than 200 cells.

    Notes
    -----
    The state t is uniform on [0, 1]; the receiver loses (y - t)² and the sender (y - t - b)². At each
    cut the sender is indifferent between the decisions on both sides of it, so that each cell is 4b
    wider than the one before; K cells fit where 2K(K - 1)b < 1. The regret is computed from the
    messages: the gain from one instead of another is linear in the state, so that it is largest at
    a cell's ends.

    References
    ----------
    Crawford and Sobel (1982); see the module.

    Examples
    --------
    >>> found = partitions(0.1)
    >>> found.cuts
    array([[0. , 1. , nan],
           [0. , 0.3, 1. ]])
    >>> found.loss.round(7)
    array([0.0833333, 0.0308333])
    """
    b = np.asarray(bias, dtype=float)
    fewest = 1 / (2 * MOST * (MOST + 1))
    if not (b > fewest).all():
        raise InputError(f"bias = {b.min():g} is not allowed: a number above {fewest:g}.")
    most = int(np.ceil((1 + np.sqrt(1 + 2 / b.min(initial=1.0))) / 2))
    b, k, i = b[..., None, None], np.arange(1, most + 1)[:, None], np.arange(most + 1)
    exists = (1 / k - 2 * b * (k - 1) > THINNEST)[..., 0]
    width = max(1, int(exists.any(axis=tuple(range(exists.ndim - 1))).sum()))
    k, i, exists = k[:width], i[: width + 1], exists[..., :width]
    inside = exists[..., None] & (i <= k)
    cuts = np.where(inside, i / k - 2 * b * i * (k - i), np.nan)
    low, high = cuts[..., :-1], cuts[..., 1:]
    messages = (low + high) / 2
    loss = np.where(exists, np.nansum((high - low) ** 3, axis=-1) / 12, np.nan)
    wanted = np.stack([low, high], axis=-1) + b[..., None]
    others = messages[..., None, None, :]
    nearest = np.fmin.reduce((others - wanted[..., None]) ** 2, axis=-1)
    gain = (messages[..., None] - wanted) ** 2 - nearest
    return Partitions(messages, cuts, loss, np.fmax.reduce(gain, axis=(-2, -1)))

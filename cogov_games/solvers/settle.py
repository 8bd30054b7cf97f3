"""Where replicator dynamics of two-strategy populations settle, for a whole batch of games."""

from __future__ import annotations

from itertools import product

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit, logit

from ..errors import InputError
from .arrays import Array, Flags, Integers

STEP = 0.5
"""Length of a step in log-odds."""
STEPS = 400
"""Steps after which a path that has not settled is judged by its mean."""
LOOK = 8
"""Steps between two looks at which paths have settled."""

__all__ = ["nearest", "settled"]


def settled(tables: list[Array], start: ArrayLike) -> Array:
    """Return the point to which the populations' shares tend, or around which they cycle.

    Parameters
    ----------
    tables : list of N arrays (..., 2, ..., 2)
        Payoffs of each of the N populations.
    start : (...)
        Share of the second strategy in each population at first, strictly between 0 and 1.

    Returns
    -------
    array (..., N)
        Shares of the second strategy.

    Raises
    ------
    InputError
        If a population has not two strategies, or a start is not strictly between 0 and 1.

    Notes
    -----
    The log-odds of each share grow at the rate of its gain, so a path is followed in log-odds by
    Runge-Kutta steps of equal length. It has settled at a vertex once each gain keeps pushing
    towards it all over the box between here and there: the box cannot be left, so this is proven
    and not judged by closeness. A path that has not settled after 400 steps, because it cycles
    or a gain is a tie, is represented by its mean over the later half of the steps, weighted by the
    time that they take; the mean of a cycle between two populations is their mixed equilibrium.

    References
    ----------
    Hofbauer, J. and Sigmund, K. (1998). Evolutionary Games and Population Dynamics. Cambridge
    University Press.

    Examples
    --------
    >>> row, column = np.array([[2.0, 0], [0, 1]]), np.array([[2.0, 0], [0, 1]])
    >>> settled([row, column], [0.5, 0.7])
    array([[0., 0.],
           [1., 1.]])
    """
    n = len(tables)
    if any(table.shape[-n:] != (2,) * n for table in tables):
        raise InputError("the populations that settle have two strategies each.")
    games = np.broadcast_shapes(*(table.shape[:-n] for table in tables), np.shape(start))
    begin = np.broadcast_to(np.asarray(start, dtype=float), games).ravel()
    if not ((begin > 0) & (begin < 1)).all():
        raise InputError("start must lie strictly between 0 and 1.")
    gains = []
    for i, table in enumerate(tables):
        full = np.moveaxis(np.broadcast_to(table, (*games, *(2,) * n)), i - n, -1)
        gains.append((full[..., 1] - full[..., 0]).reshape(-1, *(2,) * (n - 1)))
    end = _follow(gains, np.repeat(logit(begin)[:, None], n, axis=1))
    return end.reshape(*games, n)


def nearest(point: Array, listed: Array) -> Integers:
    """Return the position of the listed point next to a point.

    Parameters
    ----------
    point : (..., N)
    listed : (..., K, N)
        NaN where there is none.

    Returns
    -------
    int array (...)
        The first of those nearest; 0 where none is listed.

    Notes
    -----
    Distances are the largest over the coordinates; there is no tolerance.

    Examples
    --------
    >>> int(nearest(np.array([0.9, 0.8]), np.array([[0.0, 0.0], [1.0, 1.0]])))
    1
    """
    distance = np.abs(listed - point[..., None, :]).max(axis=-1)
    return np.asarray(np.argmin(np.where(np.isnan(distance), np.inf, distance), axis=-1))


def _follow(gains: list[Array], u: Array) -> Array:
    """Return where paths end that start at log-odds u (games, N)."""
    end = np.asarray(expit(u))
    running = np.arange(len(u))
    weighted, time = np.zeros_like(u), np.zeros(len(u))

    def velocity(u: Array) -> tuple[Array, Array]:
        push = _gain(gains, expit(u))
        size = np.sqrt((push**2).sum(axis=1))
        return push / np.where(size > 0, size, 1.0)[:, None], size

    for step in range(STEPS):
        if step % LOOK == 0:
            vertex = (u > 0).astype(float)
            done = _invariant(gains, expit(u), vertex)
            end[running[done]] = vertex[done]
            left = ~done
            running, u, weighted, time = running[left], u[left], weighted[left], time[left]
            gains = [gain[left] for gain in gains]
            if not running.size:
                return end
        k1, size = velocity(u)
        k2, _ = velocity(u + STEP / 2 * k1)
        k3, _ = velocity(u + STEP / 2 * k2)
        k4, _ = velocity(u + STEP * k3)
        u = u + STEP / 6 * (k1 + 2 * k2 + 2 * k3 + k4)
        if step >= STEPS // 2:
            takes = 1 / np.where(size > 0, size, 1.0)
            weighted += takes[:, None] * expit(u)
            time += takes
    end[running] = weighted / time[:, None]
    return end


def _gain(gains: list[Array], x: Array) -> Array:
    """Return each population's mean gain from its second strategy, (games, N)."""
    found = np.empty_like(x)
    for i, gain in enumerate(gains):
        for k in range(x.shape[1]):
            if k != i:
                share = x[:, k].reshape(-1, *(1,) * (gain.ndim - 2))
                gain = gain[:, 0] + share * (gain[:, 1] - gain[:, 0])
        found[:, i] = gain
    return found


def _invariant(gains: list[Array], x: Array, vertex: Array) -> Flags:
    """Tell where all gains push towards the vertex, all over the box between x and the vertex."""
    holds: Flags = np.ones(len(x), dtype=bool)
    for corner in product((False, True), repeat=x.shape[1]):  # gains are linear in each share
        push = _gain(gains, np.where(corner, x, vertex))
        holds &= (push * (2 * vertex - 1) > 0).all(axis=1)
    return holds

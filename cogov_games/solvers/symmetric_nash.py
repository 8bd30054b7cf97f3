"""Symmetric Nash equilibria of group games with k strategies, many games at once.

References
----------
.. [1] Broom, M., Cannings, C. and Vickers, G. T. (1997). Multi-player matrix games. Bulletin of
   Mathematical Biology 59, 931-952.
.. [2] Hofbauer, J. and Sigmund, K. (1998). Evolutionary Games and Population Dynamics. Cambridge
   University Press.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .arrays import Array, Codes, Flags
from .compositions import compositions, edge
from .group import symmetric_equilibria
from .padding import valid_first
from .sampling import multinomial_payoffs
from .stability import PADDING, Stability

__all__ = ["SymmetricNash", "symmetric_nash"]

Numbers = NDArray[Any]
"""Real, or complex for derivatives by a complex step."""

TOLERANCE = 1e-9
"""Largest gain from a deviation, as a share of the payoff range."""
_LATTICE, _STEPS = 6, 40


@dataclass(frozen=True, eq=False)
class SymmetricNash:
    """The symmetric equilibria of each of B games, padded to the largest number K of any.

    Attributes
    ----------
    x : array (B, K, k)
        Shares of the strategies; NaN in unused slots.
    payoff, regret : array (B, K)
        What everybody earns, and the largest gain from deviating.
    stability : int array (B, K)
        Under replicator dynamics, by eigenvalues: 1 stable, 0 unstable, 3 neither (an eigenvalue
        is zero); -1 in unused slots.
    scale : array (B,)
        The payoff range.
    complete : bool array (B,)
    """

    x: Array
    payoff: Array
    regret: Array
    stability: Codes
    scale: Array
    complete: Flags


def symmetric_nash(table: Array, size: int, free: Flags | None = None) -> SymmetricNash:
    """Return the symmetric Nash equilibria of group games.

    Parameters
    ----------
    table : array (B, k, S)
        Payoff of each strategy for each of ``compositions(size - 1, k)`` of the other members.
    size : int
        Members of a group.
    free : bool array (B, k), optional
        Strategies that may be used; all by default.

    Returns
    -------
    SymmetricNash
        Arrays of shape (B, K, ...), padded to the largest number K of equilibria.

    Notes
    -----
    Mixtures of two strategies are all roots of the payoff difference, isolated in Bernstein form.
    Mixtures of more are found by Newton's method from a lattice of starts, so that the list is
    proven complete only where two strategies are free. Whatever is returned was verified: no
    strategy earns more than everybody does, to 1e-9 of the payoff range.

    References
    ----------
    Broom, Cannings and Vickers (1997), Hofbauer and Sigmund (1998); see the module.

    Examples
    --------
    Rock, scissors, paper.

    >>> game = np.array([[[0.0, 1, -1], [-1, 0, 1], [1, -1, 0]]])
    >>> symmetric_nash(game, 2).x.round(6).tolist()
    [[[0.333333, 0.333333, 0.333333]]]
    """
    games, k = table.shape[:2]
    scale = np.ptp(table, axis=(1, 2))
    if free is None:
        free = np.ones((games, k), dtype=bool)
    # What is not free earns less than anything else, and so is never used.
    floor = table.min(axis=(1, 2)) - scale - 1
    table = np.where(free[:, :, None], table, floor[:, None, None])
    found = [np.eye(k)[None, :, :] + np.zeros((games, 1, 1)), _edges(table, size, scale)]
    found += [
        _inside(table, size, list(support))
        for m in range(3, k + 1)
        for support in combinations(range(k), m)
    ]
    x = np.concatenate(found, axis=1)
    own = multinomial_payoffs(table[:, None], size, np.nan_to_num(x))
    mean = (np.nan_to_num(x) * own).sum(axis=-1)
    regret = own.max(axis=-1) - mean
    keep = ~np.isnan(x[..., 0]) & (regret <= TOLERANCE * scale[:, None])
    order, keep = valid_first(keep)
    x = np.take_along_axis(x, order[..., None], 1)
    stability = _stability(table, size, np.nan_to_num(x), scale)
    return SymmetricNash(
        x=np.where(keep[..., None], x, np.nan),
        payoff=np.where(keep, np.take_along_axis(mean, order, 1), np.nan),
        regret=np.where(keep, np.maximum(np.take_along_axis(regret, order, 1), 0.0), np.nan),
        stability=np.where(keep, stability, PADDING).astype(np.int8),
        scale=scale,
        complete=free.sum(axis=1) <= 2,
    )


def _edges(table: Array, size: int, scale: Array) -> Array:
    """Return the mixtures of two strategies at which these two earn the same, (B, K, k)."""
    games, k = table.shape[:2]
    found = [np.full((games, 0, k), np.nan)]
    for i, j in combinations(range(k), 2):
        place = edge(size - 1, k, i, j)
        share = symmetric_equilibria(table[:, j, place] - table[:, i, place], scale).x
        inside = (share > 0) & (share < 1)
        mix = np.full((*share.shape, k), 0.0)
        mix[..., i], mix[..., j] = 1 - share, share
        found.append(np.where(inside[..., None], mix, np.nan))
    return np.concatenate(found, axis=1)


def _inside(table: Array, size: int, support: list[int]) -> Array:
    """Return mixtures of all strategies of the support at which these earn the same, (B, K, k)."""
    games, k = table.shape[:2]
    m = len(support)
    lattice = compositions(_LATTICE, m)
    starts = lattice[(lattice > 0).all(axis=1)] / _LATTICE
    y = np.broadcast_to(starts, (games, *starts.shape)).copy()
    spread = np.maximum(np.ptp(table, axis=(1, 2)), 1e-300)[:, None]

    def gaps(y: Numbers) -> Numbers:
        full = np.zeros((*y.shape[:-1], k), dtype=y.dtype)
        full[..., support] = y
        own = multinomial_payoffs(table[:, None], size, full)[..., support]
        return np.asarray((own[..., :-1] - own[..., -1:]) / spread[..., None])

    def shares(free: Numbers) -> Numbers:
        return np.concatenate([free, 1 - free.sum(axis=-1, keepdims=True)], axis=-1)

    for _ in range(_STEPS):
        value = gaps(y)
        jacobian = np.stack(
            [gaps(shares(y[..., :-1] + 1e-30j * e)).imag / 1e-30 for e in np.eye(m - 1)], axis=-1
        )
        singular = np.abs(np.linalg.det(jacobian)) < 1e-14
        jacobian[singular] = np.eye(m - 1)
        step = np.linalg.solve(jacobian, value[..., None])[..., 0]
        step[singular] = 0.0
        step /= np.maximum(1.0, np.abs(step).max(axis=-1, keepdims=True) / 0.2)
        y = np.clip(shares(y[..., :-1] - step), -0.5, 1.5)
        y /= y.sum(axis=-1, keepdims=True)
    good = (np.abs(gaps(y)).max(axis=-1) < 1e-12) & (y > TOLERANCE).all(axis=-1)
    apart = np.abs(y[:, :, None] - y[:, None]).max(axis=-1) > 1e-7
    earlier = np.tri(len(starts), k=-1, dtype=bool) & good[:, None, :]
    good &= (apart | ~earlier).all(axis=-1)
    x = np.zeros((*y.shape[:-1], k))
    x[..., support] = y
    return np.where(good[..., None], x, np.nan)


def _stability(table: Array, size: int, x: Array, scale: Array) -> Codes:
    """Return stability under replicator dynamics, from the eigenvalues on the simplex."""
    k = x.shape[-1]

    def field(y: Numbers) -> Numbers:
        own = multinomial_payoffs(table[:, None], size, y)
        return np.asarray(y * (own - (y * own).sum(axis=-1, keepdims=True)))

    jacobian = np.stack([field(x + 1e-30j * e).imag / 1e-30 for e in np.eye(k)], axis=-1)
    along = np.linalg.qr(np.eye(k)[:, :-1] - np.eye(k)[:, 1:])[0]
    largest = np.linalg.eigvals(along.T @ jacobian @ along).real.max(axis=-1)
    tie = 1e-8 * np.maximum(scale, 1e-300)[:, None]
    decided = np.where(largest < -tie, Stability.STABLE, Stability.NEUTRAL)
    return np.where(largest > tie, Stability.UNSTABLE, decided).astype(np.int8)

"""Eigenvalues of replicator dynamics at rest points.

Shares of all populations stand one after the other in one array (..., K). Of each population one
strategy in use is left out, since its share is what the others leave.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from .arrays import Array, Codes, Flags
from .expected_payoffs import expected_payoffs
from .stability import PADDING, stability

__all__ = ["eigenvalues", "replicator_stability"]


def replicator_stability(tables: list[Array], mixes: list[Array]) -> Codes:
    """Classify equilibria by the eigenvalues of multi-population replicator dynamics.

    Parameters
    ----------
    tables : list of arrays (..., m1, ..., mN)
        Payoffs of each of the N actors.
    mixes : list of arrays (..., K, mi)
        The equilibria, NaN-padded.

    Returns
    -------
    int8 array (..., K)
        `Stability` codes as `stability` gives them; -1 for padding.

    Notes
    -----
    Each population's shares follow x_i' = x_i (f_i - f), f_i the payoff of strategy i and f the
    mean. A mixed equilibrium of two populations is never asymptotically stable (Selten 1980). The
    tolerances are those of `stability`, relative to the largest payoff range of any actor.

    References
    ----------
    Selten, R. (1980). A note on evolutionarily stable strategies in asymmetric animal conflicts.
    Journal of Theoretical Biology 84, 93-101.

    Examples
    --------
    A coordination game: a pure equilibrium, and the mixed one.

    >>> from cogov_games.solvers.stability import Stability
    >>> game = np.array([[2.0, 0.0], [0.0, 1.0]])
    >>> mix = np.array([[1, 0], [1 / 3, 2 / 3]])
    >>> [Stability(code).name for code in replicator_stability([game, game], [mix, mix])]
    ['STABLE', 'UNSTABLE']
    """
    n = len(tables)
    present = np.isfinite(mixes[0][..., 0])
    filled = [np.where(present[..., None], mix, np.eye(mix.shape[-1])[0]) for mix in mixes]
    payoffs = [expected_payoffs(table, filled, (i,)) for i, table in enumerate(tables)]
    slopes = [
        np.concatenate(
            [
                np.zeros((*present.shape, filled[i].shape[-1], filled[i].shape[-1]))
                if i == j
                else expected_payoffs(tables[i], filled, (i, j))
                for j in range(n)
            ],
            axis=-1,
        )
        for i in range(n)
    ]
    spread = np.max([np.ptp(t, axis=tuple(range(-n, 0))) for t in tables], axis=0)
    values, exact = eigenvalues(
        [mix.shape[-1] for mix in mixes],
        np.concatenate(filled, axis=-1),
        np.concatenate(payoffs, axis=-1),
        np.concatenate(slopes, axis=-2),
    )
    code = stability(values, exact, np.broadcast_to(spread[..., None], present.shape))
    return np.where(present, code, PADDING).astype(np.int8)


def eigenvalues(
    sizes: Sequence[int], shares: Array, payoffs: Array, slopes: Array
) -> tuple[NDArray[np.complex128], Flags]:
    """Return the eigenvalues of replicator dynamics at rest points.

    Parameters
    ----------
    sizes : sequence of int
        Numbers of strategies of the N populations; they add up to K.
    shares, payoffs : arrays (..., K)
        The rest points, one population after the other, and what each strategy yields there.
    slopes : array (..., K, K)
        Derivatives of the payoffs (rows) by the shares (columns).

    Returns
    -------
    values : complex array (..., K - N)
        One for each strategy but the first in use of its population, in the strategies' order.
    exact : bool array (..., K - N)
        Whether the eigenvalue is a gain from deviating rather than computed.

    Notes
    -----
    In coordinates that leave out one strategy in use of each population the Jacobian is block
    triangular: the eigenvalue of a strategy that is not in use is its payoff less the mean, and
    the others, sorted, are those of the strategies in use among themselves. At a vertex there are
    no others, so each eigenvalue is the gain from one deviation and nothing is computed.

    References
    ----------
    Hofbauer, J. and Sigmund, K. (1998). Evolutionary Games and Population Dynamics. Cambridge
    University Press.

    Examples
    --------
    One population that coordinates in pairs, at a vertex and where both strategies are in use.

    >>> game = np.array([[2.0, 0.0], [0.0, 1.0]])
    >>> shares = np.array([[1, 0], [1 / 3, 2 / 3]])
    >>> values, exact = eigenvalues([2], shares, shares @ game.T, np.stack([game, game]))
    >>> values.real.round(4).tolist(), exact.tolist()
    ([[-2.0], [0.6667]], [[True], [False]])
    """
    count, total = len(sizes), sum(sizes)
    member, same = np.repeat(np.arange(count), sizes), same_population(sizes)
    x, f, d = (a.reshape(-1, *a.shape[shares.ndim - 1 :]) for a in (shares, payoffs, slopes))
    gain = f - (x * f) @ same
    # The mean moves with the shares themselves too, but all in use earn the same: that cancels.
    jacobian = x[:, :, None] * (d - same @ (x[:, :, None] * d))
    jacobian += gain[:, :, None] * np.eye(total)
    values = np.empty((len(x), total - count), dtype=complex)
    exact = np.empty(values.shape, dtype=bool)
    patterns, which = np.unique(x > 0, axis=0, return_inverse=True)
    for p, used in enumerate(patterns):
        at = np.flatnonzero(which.reshape(-1) == p)
        first = np.array([start + used[start:stop].argmax() for start, stop in spans(sizes)])
        rest = np.setdiff1d(np.arange(total), first)
        free = used[rest]
        exact[at] = ~free
        values[np.ix_(at, ~free)] = gain[np.ix_(at, rest[~free])]
        if free.any():
            rows, inner = jacobian[np.ix_(at, rest[free])], rest[free]
            reduced = rows[:, :, inner] - rows[:, :, first[member[inner]]]
            values[np.ix_(at, free)] = np.sort_complex(np.linalg.eigvals(reduced))
    shape = (*shares.shape[:-1], total - count)
    return values.reshape(shape), exact.reshape(shape)


def spans(sizes: Sequence[int]) -> list[tuple[int, int]]:
    """Return where each population's strategies start and stop."""
    stops = list(accumulate(sizes))
    return [(stop - size, stop) for stop, size in zip(stops, sizes, strict=True)]


def same_population(sizes: Sequence[int]) -> Array:
    """Return the matrix (K, K) with 1 where two strategies are of one population, 0 elsewhere."""
    member = np.repeat(np.arange(len(sizes)), sizes)
    return np.asarray(member[:, None] == member, dtype=float)

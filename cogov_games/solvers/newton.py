"""Where the strategies of a face tie, by Newton steps from many starts.

This is for payoffs that are nonlinear in the shares, where three strategies or more are in use.
What is found is verified by its residual; whether it is all is not known.
"""

from __future__ import annotations

import numpy as np

from .arrays import Array
from .compositions import compositions
from .equalisers import Face
from .replicator import Replicator

__all__ = ["newton"]


def newton(game: Replicator, face: Face) -> list[tuple[Array, bool]] | None:
    """Return mixtures of some strategies of one population at which these yield the same.

    Parameters
    ----------
    game : Replicator
        One population.
    face : tuple of int
        The k strategies that are in use, two or more.

    Returns
    -------
    list of pairs, or None
        A mixture (k,), as often as it was found, and whether the system is singular there, so that
        it may lie on a curve. None if all mixtures tie.

    Notes
    -----
    Steps stop short of the boundary. A mixture is taken if payoffs differ by at most 1e-13 of their
    range, and each strategy has a share of more than 1e-7.

    Examples
    --------
    Rock, scissors, paper.

    >>> from cogov_games.solvers.population_games import matrix_game
    >>> found = newton(matrix_game([[0, 1, -1], [-1, 0, 1], [1, -1, 0]]), (0, 1, 2))
    >>> {(*mix.round(6).tolist(), singular) for mix, singular in found}
    {(0.333333, 0.333333, 0.333333, False)}
    """
    total, size, scale = game.sizes[0], len(face), game.scale or 1.0
    rows = list(face)
    grid = compositions(12 if size == 3 else 7, size) + 1.0
    mixes = np.concatenate([grid, grid**3])
    mixes /= mixes.sum(axis=1, keepdims=True)

    def points(mix: Array) -> Array:
        full = np.zeros((len(mix), total))
        full[:, rows] = mix
        return full

    def ties(mix: Array) -> Array:
        payoffs = game.payoffs(points(mix))[:, rows] / scale
        return np.asarray(payoffs[:, :-1] - payoffs[:, -1:])

    if np.abs(ties(mixes)).max() <= 1e-12:
        return None
    kept: list[tuple[Array, bool]] = []
    for _ in range(60):
        off = ties(mixes)
        slopes = game.slopes(points(mixes))[:, rows][:, :, rows] / scale
        across = slopes[:, :-1] - slopes[:, -1:]
        jacobian = across[:, :, :-1] - across[:, :, -1:]
        good = np.abs(off).max(axis=1) <= 1e-13
        singular = np.linalg.cond(jacobian[good]) > 1e8
        kept.extend(zip(mixes[good], singular.tolist(), strict=True))
        under_way = ~good & (mixes.min(axis=1) > 1e-9)
        if not under_way.any():
            break
        mixes = mixes[under_way]
        inverse = np.linalg.pinv(jacobian[under_way], rcond=1e-12)
        step = -np.einsum("pij,pj->pi", inverse, off[under_way])
        step = np.concatenate([step, -step.sum(axis=1, keepdims=True)], axis=1)
        room = np.where(step < 0, -mixes / np.where(step < 0, step, -1.0), np.inf)
        mixes = mixes + np.minimum(1.0, 0.9 * room.min(axis=1, keepdims=True)) * step
        mixes /= mixes.sum(axis=1, keepdims=True)
    return [(mix, singular) for mix, singular in kept if mix.min() > 1e-7]

"""Mixtures against which several strategies yield the same, by linear algebra.

A choice of the strategies in use is a *face*. Where a population plays in pairs, or two populations
play each other, rest points with these strategies in use are mixtures that make them tie.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np

from .arrays import Array

__all__ = ["equalisers"]

TOLERANCE = 1e-9
"""Payoff differences at a rest point, as a share of the payoff range."""
SAME = 1e-8
"""Points closer than this in every share are one."""
INSIDE = 1e-11
"""The least share of a strategy that is in use."""

Face = tuple[int, ...]
"""The strategies in use, by position among all."""


def equalisers(matrix: Array, scale: float) -> list[Array]:
    """Return the corners of the set of mixtures y of the columns for which matrix @ y ties.

    Parameters
    ----------
    matrix : array (R, C)
        What each row yields against each column.
    scale : float
        The payoff range, to which tolerances are relative.

    Returns
    -------
    list of arrays (C,)
        One if the columns' mixture is determined, none if no mixture makes the rows tie.

    Notes
    -----
    At a corner the columns in use are determined: each choice of them is one linear system, which
    is singular below 1e-9 of its largest singular value.

    Examples
    --------
    >>> [mix.round(4).tolist() for mix in equalisers(np.array([[2.0, 0.0], [0.0, 1.0]]), 2.0)]
    [[0.3333, 0.6667]]
    """
    rows, columns = matrix.shape
    unit = matrix / scale
    corners = []
    for used in faces(range(columns)):
        system = np.zeros((rows + 1, len(used) + 1))
        system[:rows, :-1], system[:rows, -1], system[rows, :-1] = unit[:, used], -1.0, 1.0
        right = np.append(np.zeros(rows), 1.0)
        u, sizes, v = np.linalg.svd(system, full_matrices=False)
        if rows < len(used) or sizes[-1] <= TOLERANCE * sizes[0]:
            continue  # more than one solution: not a corner
        solved = v.T @ ((u.T @ right) / sizes)
        mix = solved[:-1]
        if np.abs(system @ solved - right).max() <= TOLERANCE and mix.min() > INSIDE:
            corners.append(np.zeros(columns))
            corners[-1][list(used)] = mix / mix.sum()
    return corners


def ties(matrix: Array, rows: Face, columns: Face, scale: float, mix: Array) -> bool:
    """Return whether a mixture uses these columns only and makes these rows tie."""
    inside = np.delete(mix, columns).sum() <= SAME
    return bool(inside and np.ptp(matrix[list(rows)] @ mix) <= 10 * TOLERANCE * scale)


def faces(strategies: Sequence[int], least: int = 1) -> Iterator[Face]:
    """Yield all choices of so many strategies or more."""
    for size in range(least, len(strategies) + 1):
        yield from combinations(strategies, size)


def on_face(face: Face, mix: Array, total: int) -> Array:
    """Return the shares (total,) of a mixture of the strategies in use."""
    point = np.zeros(total)
    point[list(face)] = mix
    return point

"""What equilibria are to dynamics: the codes of their stability, and what these follow from.

On a line the direction of movement on both sides decides, in more dimensions the eigenvalues of the
linear part as far as they are not zero.
"""

from __future__ import annotations

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from .arrays import Array, Codes, Flags, Signs

__all__ = ["PADDING", "TYPES", "Stability", "line_stability", "stability", "types"]

PADDING = -1
"""Stability code of an unused slot."""
TOLERANCE = 1e-9
"""A gain from deviating counts as zero within this share of the payoff range."""
COMPUTED = 1e-7
"""An eigenvalue that is computed counts as zero within this share: a double one is known to half
the digits only."""

TYPES = ("stable", "unstable", "saddle", "non-hyperbolic")


class Stability(IntEnum):
    """How best-reply or replicator dynamics treat an equilibrium.

    The last two are distinct: around a neutral one the dynamics stand still or circle; at a
    non-hyperbolic one an eigenvalue is zero, and the linear part does not say what they do.
    """

    UNSTABLE = 0
    STABLE = 1
    SEMI_STABLE = 2
    NEUTRAL = 3
    NON_HYPERBOLIC = 4


def line_stability(before: Signs | int, after: Signs | int, end: Flags | bool = False) -> Codes:
    """Return the stability of states at rest on a line from the movement on both sides.

    Parameters
    ----------
    before, after : int8 array (P,), one of them perhaps the same for all
        Direction of movement (-1, 0, 1) just below and just above each; beyond an end of the line
        it leads back inside.
    end : bool array (P,), or one for all
        Whether the state is an end of the line.

    Returns
    -------
    int8 array (P,)
        `STABLE` if the state rises below and falls above, `UNSTABLE` if the reverse, and
        `SEMI_STABLE` if it passes, which at an end means that it leaves: `UNSTABLE`. `NEUTRAL` if
        nothing moves on one of the sides.

    Examples
    --------
    >>> before, after = np.array([1, -1, 1, 0, 1]), np.array([-1, 1, 1, 1, 1])
    >>> codes = line_stability(before, after, np.array([False, False, False, False, True]))
    >>> [Stability(code).name for code in codes]
    ['STABLE', 'UNSTABLE', 'SEMI_STABLE', 'NEUTRAL', 'UNSTABLE']
    """
    settles = np.greater(before, after)
    code = np.where(settles, Stability.STABLE, Stability.UNSTABLE).astype(np.int8)
    both = np.multiply(before, after)
    code[(both > 0) & np.logical_not(end)] = Stability.SEMI_STABLE
    code[both == 0] = Stability.NEUTRAL
    return code


def stability(values: NDArray[np.complex128], exact: Flags, scale: Array) -> Codes:
    """Return what eigenvalues say about the stability of rest points.

    Parameters
    ----------
    values : complex array (..., E)
    exact : bool array (..., E)
        As from `eigenvalues`.
    scale : array (...)
        The payoff range.

    Returns
    -------
    int8 array (...)
        `Stability.STABLE` if all real parts are negative, `UNSTABLE` if one is positive. Otherwise
        the linear part does not decide: `NON_HYPERBOLIC` if an eigenvalue is zero, `NEUTRAL` if
        there are only imaginary ones, around which the linear part circles.

    Notes
    -----
    Zero is what is within 1e-9 of the scale where exact, and within 1e-7 of it where computed.

    References
    ----------
    Hofbauer, J. and Sigmund, K. (1998). Evolutionary Games and Population Dynamics. Cambridge
    University Press.

    Examples
    --------
    >>> values = np.array([[-1, -2], [1j, -1j], [0, -1]])
    >>> codes = stability(values, np.zeros((3, 2), dtype=bool), np.ones(3))
    >>> [Stability(code).name for code in codes]
    ['STABLE', 'NEUTRAL', 'NON_HYPERBOLIC']
    """
    left, right, zero = _signs(values, exact, scale)
    silent = np.where(zero.any(axis=-1), Stability.NON_HYPERBOLIC, Stability.NEUTRAL)
    decided = np.where(right.any(axis=-1), Stability.UNSTABLE, silent)
    return np.where(left.all(axis=-1), Stability.STABLE, decided).astype(np.int8)


def types(values: NDArray[np.complex128], exact: Flags, scale: Array) -> Codes:
    """Return the types of rest points, by their eigenvalues.

    Parameters
    ----------
    values, exact, scale
        As for `stability`, shapes (..., E), (..., E) and (...).

    Returns
    -------
    int8 array (...)
        Positions in `TYPES`. All real parts negative: stable; all positive: unstable; both signs
        and none zero: a saddle; any zero: non-hyperbolic.

    Notes
    -----
    The tolerances are those of `stability`.

    References
    ----------
    Strogatz, S. H. (2015). Nonlinear Dynamics and Chaos, 2nd ed. Westview Press, chapter 6.

    Examples
    --------
    >>> values = np.array([[-1, -2], [1, -1], [0, -1]], dtype=complex)
    >>> [TYPES[kind] for kind in types(values, np.zeros((3, 2), dtype=bool), np.ones(3))]
    ['stable', 'saddle', 'non-hyperbolic']
    """
    left, right, _ = _signs(values, exact, scale)
    one_sided = np.where(right.all(axis=-1), 1, 2)
    hyperbolic = np.where(left.all(axis=-1), 0, one_sided)
    return np.where((left | right).all(axis=-1), hyperbolic, 3).astype(np.int8)


def _signs(
    values: NDArray[np.complex128], exact: Flags, scale: Array
) -> tuple[Flags, Flags, Flags]:
    """Return which eigenvalues lie left of, right of, and at zero; scale has shape (...)."""
    size = np.where(scale > 0, scale, 1.0)[..., None]
    zero = np.where(exact, TOLERANCE, COMPUTED) * size
    return values.real < -zero, values.real > zero, np.abs(values) <= zero

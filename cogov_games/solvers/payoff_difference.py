"""The payoff difference of games among n persons of a kind with two strategies, many at once.

Every person either acts (strategy 1) or does not (strategy 0). All that matters is the *payoff
difference*: what acting yields more than not acting when j of the other n - 1 act. If everyone acts
with probability x, it is D(x) = sum_j C(n - 1, j) x^j (1 - x)^(n - 1 - j) difference[j] on average.

References
----------
.. [1] Pena, J., Lehmann, L. and Noeldeke, G. (2014). Gains from switching and evolutionary
   stability in multi-player matrix games. Journal of Theoretical Biology, 346, 23-33.
.. [2] Motro, U. (1991). Co-operation and defection: playing the field and the ESS. Journal of
   Theoretical Biology, 151(2), 145-154.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..errors import InputError
from ..quantities import numbers
from . import bernstein
from .arrays import Array, fitting, shares
from .bernstein import LARGEST_DEGREE

__all__ = ["TOLERANCE", "evaluate", "extremes"]

TOLERANCE = 1e-12  # payoff differences below this part of the payoff scale are ties


def evaluate(difference: ArrayLike, x: ArrayLike) -> Array:
    """Return the mean payoff difference D(x) when everyone acts with probability x.

    Parameters
    ----------
    difference : (..., n)
        Payoff differences, as for `symmetric_equilibria`.
    x : (...)
        Shares in [0, 1]; broadcast against the leading axes of `difference`.

    Returns
    -------
    (...) array
        D(x), accurate to a few roundings of the largest difference.

    Raises
    ------
    InputError
        If an argument is not an array of finite numbers, x leaves [0, 1], or the shapes differ.

    Examples
    --------
    >>> evaluate([1, 0, -3], [0, 0.25, 1])
    array([ 1.   ,  0.375, -3.   ])
    """
    d = differences(difference)
    at = shares(x, "x")
    fitting(d.shape[:-1], at.shape, "x")
    return bernstein.evaluate(d, at)


def extremes(difference: ArrayLike) -> tuple[Array, Array]:
    """Return the smallest and the largest mean payoff difference D(x) over all x in [0, 1].

    Parameters
    ----------
    difference : (..., n)
        Payoff differences, as for `symmetric_equilibria`.

    Returns
    -------
    pair of (...) arrays

    Raises
    ------
    InputError
        If the argument is not an array of finite numbers, or n is out of range.

    Notes
    -----
    D is compared at both ends and at all roots of D', which is n - 1 times the polynomial whose
    Bernstein coefficients are the successive changes of `difference`. Within 1e-12 of the largest
    change D' counts as zero.

    Examples
    --------
    A collective risk pays where it is largest only if it exceeds 0.1 / 0.3456.

    >>> low, high = extremes([-0.1, -0.1, 0.9, -0.1, -0.1, -0.1])
    >>> float(low), round(float(high), 6)
    (-0.1, 0.2456)
    """
    d = differences(difference)
    games, n = d.shape[:-1], d.shape[-1]
    flat = d.reshape(-1, n)
    low, high = flat[:, [0, -1]].min(axis=1), flat[:, [0, -1]].max(axis=1)
    if n > 2:
        change = np.diff(flat, axis=1)
        found = bernstein.roots(change, TOLERANCE * np.abs(change).max(axis=1))
        value = (flat[found.row].T * bernstein.basis(n - 1, found.x)).sum(axis=0)
        np.minimum.at(low, found.row, value)
        np.maximum.at(high, found.row, value)
    return low.reshape(games), high.reshape(games)


def differences(difference: ArrayLike) -> Array:
    """Return payoff differences (..., n) as floats, or raise for what is none."""
    d = numbers("difference", difference)
    if d.ndim == 0 or not 1 <= d.shape[-1] <= LARGEST_DEGREE + 1:
        raise InputError(
            f"difference must have shape (..., n) with n from 1 to {LARGEST_DEGREE + 1}, "
            f"got shape {d.shape}."
        )
    return d


def in_units(d: Array, scale: Array) -> tuple[Array, NDArray[np.int32], Array]:
    """Return d over a power of two next to the scale, its exponent, and the tolerance so scaled."""
    mantissa, exponent = np.frexp(scale)
    return np.ldexp(d, -exponent[..., None]), exponent, TOLERANCE * mantissa

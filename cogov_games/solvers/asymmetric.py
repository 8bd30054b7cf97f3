"""Pure equilibria in which only some of n alike persons act, many games at once.

References
----------
.. [1] Diekmann, A. (1985). Volunteer's dilemma. Journal of Conflict Resolution, 29(4), 605-610.
.. [2] Pena, J., Lehmann, L. and Noeldeke, G. (2014). Gains from switching and evolutionary
   stability in multi-player matrix games. Journal of Theoretical Biology, 346, 23-33.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from .arrays import Array, Flags
from .payoff_difference import TOLERANCE, differences

__all__ = ["pure_equilibrium_counts", "pure_regret"]


def pure_regret(difference: ArrayLike) -> Array:
    """Return what the best deviation gains where exactly k persons act, k = 0, ..., n.

    Parameters
    ----------
    difference : (..., n)
        Entry j is the payoff of acting minus that of not acting when j of the n - 1 others act.

    Returns
    -------
    array (..., n + 1)
        Zero where the profiles in which k act are equilibria.

    Raises
    ------
    InputError
        If the differences are not finite numbers.

    Examples
    --------
    A volunteer's dilemma of three: with two volunteers, each would rather be none.

    >>> pure_regret([0.75, -0.25, -0.25])
    array([0.75, 0.  , 0.25, 0.25])
    """
    d = differences(difference)
    nobody = np.zeros((*d.shape[:-1], 1))
    stop = np.concatenate([nobody, -d], axis=-1)  # gain of one who acts, k - 1 others acting
    start = np.concatenate([d, nobody], axis=-1)  # gain of one who does not, k others acting
    return np.asarray(np.maximum(np.maximum(stop, start), 0.0))


def pure_equilibrium_counts(difference: ArrayLike, scale: ArrayLike | None = None) -> Flags:
    """Tell for which numbers k of persons who act the profile is a pure equilibrium.

    Parameters
    ----------
    difference : (..., n)
        As for `pure_regret`.
    scale : (...), optional
        Size of the payoffs behind the differences; never taken smaller than the largest
        difference.

    Returns
    -------
    bool array (..., n + 1)
        Each k stands for C(n, k) profiles; those with 0 < k < n are asymmetric.

    Raises
    ------
    InputError
        If the differences are not finite numbers.

    Notes
    -----
    k acting is an equilibrium if and only if difference[k - 1] >= 0 (nobody wants to stop) and
    difference[k] <= 0 (nobody else wants to start). A difference within 1e-12 of the scale is a
    tie. There is always such a k: the first at which the differences turn negative.

    Examples
    --------
    >>> pure_equilibrium_counts([0.75, -0.25, -0.25])
    array([False,  True, False, False])
    """
    d = differences(difference)
    size = np.abs(d).max(axis=-1)
    if scale is not None:
        size = np.maximum(size, scale)
    return np.asarray(pure_regret(d) <= TOLERANCE * size[..., None])

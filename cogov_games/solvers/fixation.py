"""Fixation in a finite population: whether a single mutant takes over from residents of one kind.

One individual may imitate another, more likely the more the other earns. `beta` says how strongly
payoffs count: 0 not at all; infinity, so that the better always wins and a coin decides ties.

References
----------
.. [1] Traulsen, A., Nowak, M. A. and Pacheco, J. M. (2006). Stochastic dynamics of invasion and
   fixation. Physical Review E 74, 011909.
.. [2] Nowak, M. A., Sasaki, A., Taylor, C. and Fudenberg, D. (2004). Emergence of cooperation and
   evolutionary stability in finite populations. Nature 428, 646-650.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from ..quantities import numbers
from .arrays import Array, Flags

__all__ = ["coexists", "imitation", "log_fixation"]

TOLERANCE = 1e-12
"""Payoff leads below this part of the payoff scale are ties where `beta` is infinite."""


def imitation(lead: ArrayLike, beta: ArrayLike, scale: ArrayLike = 0.0) -> Array:
    """Return the chance of imitating someone who earns more by `lead` (Fermi's rule).

    Parameters
    ----------
    lead : array (...)
        In units of payoff.
    beta : array (...)
        Intensity of selection, per unit of payoff, at least 0; may be infinite.
    scale : array (...)
        Size of the payoffs behind the lead, for judging ties at infinite `beta`.

    Returns
    -------
    array (...)
        Chances from 0 to 1.

    Raises
    ------
    InputError
        If `beta` is negative or an argument is no number.

    Notes
    -----
    The chance is 1 / (1 + exp(-beta lead)). With infinite `beta`, leads within 1e-12 of the scale
    are ties, decided by a coin.

    References
    ----------
    Traulsen, Nowak and Pacheco (2006); see the module.

    Examples
    --------
    >>> imitation([-1, 0, 1], np.inf)
    array([0. , 0.5, 1. ])
    """
    lead, beta = numbers("lead", lead), intensity(beta)
    with np.errstate(over="ignore"):
        chance = 1 / (1 + np.exp(-np.where(np.isinf(beta), 0.0, beta) * lead))
    ahead, behind = _sides(lead, scale)
    return np.asarray(np.where(np.isinf(beta), (1.0 + ahead - behind) / 2, chance))


def log_fixation(lead: ArrayLike, beta: ArrayLike, scale: ArrayLike = 0.0) -> Array:
    """Return the logarithm of the chance that a single mutant takes over.

    Parameters
    ----------
    lead : array (..., Z - 1)
        What a mutant earns more than a resident where 1, ..., Z - 1 individuals are mutants.
    beta, scale : array (...)
        As for `imitation`.

    Returns
    -------
    array (...)
        Minus infinity where the mutant cannot take over.

    Raises
    ------
    InputError
        If `beta` is negative or an argument is no number.

    Notes
    -----
    The chance is 1 / (1 + sum_m exp(-beta (lead_1 + ... + lead_m))), for pairwise comparison as for
    the Moran process with fitness exp(beta payoff). With infinite `beta` no step against a lead
    happens: the mutant takes over only if it is nowhere behind, and t ties before its first lead
    make the chance 1 / (1 + t).

    References
    ----------
    Traulsen, Nowak and Pacheco (2006), Nowak, Sasaki, Taylor and Fudenberg (2004); see the module.

    Examples
    --------
    Three mutants to go, neutral; and a single tie followed by leads.

    >>> np.exp(log_fixation([[0, 0, 0], [0, 1, 1]], [1, np.inf]))
    array([0.25, 0.5 ])
    """
    lead, beta = numbers("lead", lead), intensity(beta)
    strong = np.isinf(beta)
    if strong.all():
        return _strong_log_fixation(lead, scale)
    barrier = -np.where(strong, 0.0, beta)[..., None] * np.cumsum(lead, axis=-1)
    top = np.maximum(barrier.max(axis=-1), 0.0)
    log = -top - np.log(np.exp(-top) + np.exp(barrier - top[..., None]).sum(axis=-1))
    return np.asarray(np.where(strong, _strong_log_fixation(lead, scale), log))


def coexists(lead: ArrayLike, scale: ArrayLike = 0.0) -> Flags:
    """Tell where mutants spread when they are few and lose when they are many.

    There the population stays mixed for long, and with infinite `beta` for ever, so that the law
    over homogeneous states does not describe it.

    Parameters
    ----------
    lead : array (..., Z - 1)
        As for `log_fixation`.
    scale : array (...)
        Size of the payoffs behind the lead.

    Returns
    -------
    bool array (...)

    Raises
    ------
    InputError
        If a lead is not a finite number.

    Notes
    -----
    Leads within 1e-12 of the scale are ties.

    Examples
    --------
    >>> coexists([[1, -1], [-1, 1], [1, 1]])
    array([ True, False, False])
    """
    ahead, behind = _sides(numbers("lead", lead), np.asarray(scale)[..., None])
    first, last = ahead.argmax(axis=-1), behind.shape[-1] - 1 - behind[..., ::-1].argmax(axis=-1)
    return np.asarray(ahead.any(axis=-1) & behind.any(axis=-1) & (first < last))


def intensity(beta: ArrayLike) -> Array:
    """Return intensities of selection as floats, or raise for what is none."""
    given = np.asarray(beta)
    if given.dtype.kind != "f":
        return numbers("beta", beta, 0)
    return np.where(given == np.inf, np.inf, numbers("beta", np.where(given == np.inf, 0, beta), 0))


def _strong_log_fixation(lead: Array, scale: ArrayLike) -> Array:
    ahead, behind = _sides(lead, np.asarray(scale)[..., None])
    ties = np.where(ahead.any(axis=-1), ahead.argmax(axis=-1), lead.shape[-1])
    return np.asarray(np.where(behind.any(axis=-1), -np.inf, -np.log1p(ties)))


def _sides(lead: Array, scale: ArrayLike) -> tuple[Flags, Flags]:
    """Return where a lead is positive and where it is negative; elsewhere it is a tie."""
    tie = TOLERANCE * np.asarray(scale, dtype=float)
    return np.asarray(lead > tie), np.asarray(lead < -tie)

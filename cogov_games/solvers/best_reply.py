"""Where best-reply dynamics lead among persons of a kind with two strategies, many games at once.

The share who act rises where acting pays and falls where it does not, and so comes to rest at a
symmetric equilibrium: `reached` tells which, `basins` from how many starts, and `critical_mass`
above which share the highest of them is reached.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from ..errors import InputError
from . import bernstein
from .arrays import Array, Flags, Integers, fitting, shares
from .group import SymmetricEquilibria
from .payoff_difference import differences, in_units
from .stability import Stability

__all__ = ["basins", "critical_mass", "reached"]


def reached(equilibria: SymmetricEquilibria, difference: ArrayLike, start: ArrayLike) -> Integers:
    """Return which equilibrium best-reply dynamics reach from a status quo.

    Parameters
    ----------
    equilibria : SymmetricEquilibria
        The equilibria of the games.
    difference : (..., n)
        The payoff differences of the same games.
    start : (...)
        Share who act at the start, in [0, 1]; broadcast against the games.

    Returns
    -------
    (...) array of int
        Index along the last axis of ``equilibria.x``.

    Raises
    ------
    InputError
        If an argument is not an array of finite numbers, start leaves [0, 1], or shapes differ.

    Notes
    -----
    The share rises where D > 0 and falls where D < 0, up to the first root of D on its way. A start
    on an equilibrium that is stable from above stays there; from any other point of indifference it
    rises, since an indifferent player acts. On a continuum it therefore ends at 1.

    Examples
    --------
    >>> from cogov_games.solvers.group import symmetric_equilibria
    >>> risk = [-0.1, -0.1, 0.9, -0.1, -0.1, -0.1]
    >>> reached(symmetric_equilibria(risk), risk, [0.1, 0.2, 0.9])
    array([0, 2, 2])
    """
    d = differences(difference)
    begin = shares(start, "start")
    games = equilibria.count.shape
    if d.shape[:-1] != games:
        raise InputError(
            f"difference must belong to the games: leading shape {games}, got {d.shape[:-1]}."
        )
    fitting(games, begin.shape, "start")
    unit, _, tolerance = in_units(d, equilibria.scale)
    c = np.where(np.abs(unit) <= tolerance[..., None], 0.0, unit)
    push = bernstein.evaluate(c, begin)
    weight = bernstein.evaluate((c != 0.0).astype(float), begin)
    tied = np.abs(push) <= tolerance * weight

    here = begin[..., None]
    with np.errstate(invalid="ignore"):
        above = np.count_nonzero(equilibria.x <= here, axis=-1)
        below = np.count_nonzero(equilibria.x < here, axis=-1) - 1
    distance = np.abs(equilibria.x - here)
    at = np.argmin(np.where(np.isnan(distance), np.inf, distance), axis=-1)
    rising = np.broadcast_to(_rises_after(equilibria), distance.shape)
    at = at + np.take_along_axis(rising, at[..., None], axis=-1)[..., 0]
    target = np.where(tied, at, np.where(push > 0, above, below))
    target = np.where(equilibria.continuum, 1, target)
    return np.clip(target, 0, equilibria.count - 1)


def basins(equilibria: SymmetricEquilibria) -> Array:
    """Return the length of each equilibrium's basin of attraction in [0, 1].

    Parameters
    ----------
    equilibria : SymmetricEquilibria
        The equilibria of the games.

    Returns
    -------
    (..., K) array
        Length of the set of starts from which `reached` leads to the equilibrium: zero for an
        unstable one, one side only for a semi-stable one; NaN in unused slots. The basins of a game
        add up to 1; on a continuum all of it belongs to the end x = 1.

    Examples
    --------
    >>> from cogov_games.solvers.group import symmetric_equilibria
    >>> basins(symmetric_equilibria([-0.1, -0.1, 0.9, -0.1, -0.1, -0.1])).round(6)
    array([0.121433, 0.      , 0.878567])
    """
    x, continuum = equilibria.x, equilibria.continuum[..., None]
    rises = _rises_after(equilibria)
    below = np.diff(x, axis=-1, prepend=0.0)
    rises_before = np.concatenate([np.ones_like(rises[..., :1]), rises[..., :-1]], axis=-1)
    above = np.diff(x, axis=-1, append=1.0)
    last = np.arange(x.shape[-1]) == equilibria.count[..., None] - 1
    above = np.where(last, 1.0 - x, above)
    length = np.where(rises_before, below, 0.0) + np.where(rises, 0.0, above)
    length = np.where(continuum, x, length)
    return np.where(np.isnan(x), np.nan, length)


def critical_mass(equilibria: SymmetricEquilibria) -> Array:
    """Return the share from which the highest stable equilibrium is reached.

    Parameters
    ----------
    equilibria : SymmetricEquilibria
        The equilibria of the games.

    Returns
    -------
    (...) array
        The next lower equilibrium, which is the critical mass; 0 where the highest stable
        equilibrium is reached from everywhere below it.

    Examples
    --------
    >>> from cogov_games.solvers.group import symmetric_equilibria
    >>> float(critical_mass(symmetric_equilibria([-0.1, -0.1, 0.9, -0.1, -0.1, -0.1])).round(6))
    0.121433
    """
    stable = equilibria.stability == Stability.STABLE
    highest = stable.shape[-1] - 1 - stable[..., ::-1].argmax(axis=-1)
    lower = np.maximum(highest - 1, 0)[..., None]
    mass = np.take_along_axis(equilibria.x, lower, axis=-1)[..., 0]
    nothing_below = (highest == 0) | equilibria.continuum
    return np.where(nothing_below, 0.0, mass)


def _rises_after(equilibria: SymmetricEquilibria) -> Flags:
    """Tell for each equilibrium whether D > 0 just above it."""
    code = equilibria.stability
    # A semi-stable point passes on the direction below it; below the first one D pushes up.
    known = code != Stability.SEMI_STABLE
    slot = np.maximum.accumulate(np.where(known, np.arange(code.shape[-1]), -1), axis=-1)
    source = np.take_along_axis(code, np.maximum(slot, 0), axis=-1)
    return np.where(slot < 0, True, source == Stability.UNSTABLE)

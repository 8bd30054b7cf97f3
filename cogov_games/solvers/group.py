"""Symmetric equilibria of games among n persons of a kind with two strategies, many at once.

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

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..errors import InputError
from . import bernstein
from .arrays import Array, Codes, Flags, Integers, fitting, numbers, shares
from .bernstein import LARGEST_DEGREE
from .padding import slots
from .stability import PADDING, Stability, line_stability

TOLERANCE = 1e-12  # payoff differences below this part of the payoff scale are ties
_CHUNK = 1 << 17  # payoff differences worked on at a time: fits the processor's cache

__all__ = [
    "TOLERANCE",
    "SymmetricEquilibria",
    "basins",
    "critical_mass",
    "evaluate",
    "extremes",
    "reached",
    "symmetric_equilibria",
]


@dataclass(frozen=True, eq=False, repr=False)
class SymmetricEquilibria:
    """The symmetric equilibria of each game, padded to the largest number K of any.

    Attributes
    ----------
    x : (..., K)
        Shares who act, increasing; NaN in unused slots.
    stability : (..., K) of int8
        `Stability` codes; `PADDING` (-1) in unused slots.
    regret : (..., K)
        What a player gains by the best deviation, in payoff units: zero but for rounding; NaN in
        unused slots.
    count : (...) of int
        The number of equilibria listed.
    continuum : (...) of bool
        Every share is an equilibrium; the list holds its two ends, 0 and 1.
    complete : (...) of bool
        The list is proven to hold every symmetric equilibrium, roots closer than the tolerance can
        tell apart counting as one. Asymmetric equilibria are never listed.
    scale : (...)
        The payoff scale to which ties are relative.
    """

    x: Array
    stability: Codes
    regret: Array
    count: Integers
    continuum: Flags
    complete: Flags
    scale: Array

    def __repr__(self) -> str:
        if self.count.ndim:
            return f"SymmetricEquilibria(games={self.count.shape}, at_most={self.x.shape[-1]})"
        listed = ", ".join(
            f"{x:.6g} {Stability(code).name.lower()}"
            for x, code in zip(self.x, self.stability, strict=True)
        )
        return f"SymmetricEquilibria({listed}{', continuum' if self.continuum else ''})"


def symmetric_equilibria(
    difference: ArrayLike, scale: ArrayLike | None = None
) -> SymmetricEquilibria:
    """Find every symmetric equilibrium of every game, and its stability.

    Parameters
    ----------
    difference : (..., n)
        Entry j is the payoff of acting minus that of not acting when j of the n - 1 others act.
        Leading axes are games. n is at least 1 and at most 1001.
    scale : (...), optional
        Size of the payoffs behind the differences; never taken smaller than the largest
        difference. Pass it where differences may be nothing but rounding.

    Returns
    -------
    SymmetricEquilibria
        Interior roots of D, and 0 and 1 where they are equilibria (D(0) <= 0, D(1) >= 0).

    Raises
    ------
    InputError
        If an argument is not an array of finite numbers, n is out of range, or scale is negative
        or does not fit the games.

    Notes
    -----
    A difference within 1e-12 of the scale is a tie. D counts as zero wherever changing the
    differences that are no ties by that much could make it so; an interval of such x is one root. A
    root at which D changes from + to - is stable, from - to + unstable; a tangency is reported
    once, as semi-stable, at the extremum. The ends are stable if D pushes towards them nearby and
    unstable if D, a tie at the end itself, pushes away. If all differences are ties, every share is
    an equilibrium: both ends are reported as neutral.

    D is kept in Bernstein form, where the number of sign changes in `difference` bounds the number
    of interior roots and has the same parity. With none or one there is nothing to isolate; with
    more, the interval is halved until each piece has a single root or a single extremum.

    Examples
    --------
    A collective risk: six people, three must contribute, risk 1, cost 0.1.

    >>> symmetric_equilibria([-0.1, -0.1, 0.9, -0.1, -0.1, -0.1])
    SymmetricEquilibria(0 stable, 0.121433 unstable, 0.735618 stable)
    """
    d = differences(difference)
    games, n = d.shape[:-1], d.shape[-1]
    size = np.abs(d).max(axis=-1)
    if scale is not None:
        given = numbers(scale, "scale")
        if (given < 0).any():
            raise InputError(f"scale must not be negative, got {given.min()!r}.")
        try:
            given = np.broadcast_to(given, games)
        except ValueError:
            raise InputError(
                f"scale must fit the games: shape {games}, got shape {given.shape}."
            ) from None
        size = np.maximum(size, given)
    flat, flat_size = d.reshape(-1, n), size.reshape(-1)
    step = max(1, _CHUNK // n)
    chunks = [
        _solve_chunk(flat[i : i + step], flat_size[i : i + step])
        for i in range(0, flat.shape[0], step)
    ]
    width = max((chunk[0].shape[1] for chunk in chunks), default=0)
    shape = (flat.shape[0], width)
    x, stability, regret = np.full(shape, np.nan), np.full(shape, PADDING, np.int8), np.zeros(shape)
    count = np.zeros(flat.shape[0], np.intp)
    continuum, complete = np.zeros(count.size, bool), np.ones(count.size, bool)
    for i, part in zip(range(0, count.size, step), chunks, strict=True):
        rows, columns = slice(i, i + step), slice(part[0].shape[1])
        x[rows, columns], stability[rows, columns], regret[rows, columns] = part[:3]
        count[rows], continuum[rows], complete[rows] = part[3:]
    regret[np.isnan(x)] = np.nan
    wide = (*games, width)
    return SymmetricEquilibria(
        x.reshape(wide),
        stability.reshape(wide),
        regret.reshape(wide),
        count.reshape(games),
        continuum.reshape(games),
        complete.reshape(games),
        size,
    )


def _solve_chunk(d: Array, scale: Array) -> tuple[Array, Codes, Array, Integers, Flags, Flags]:
    """Solve games (rows, n); return x, stability, regret (rows, K), count, continuum, complete."""
    unit, exponent, tolerance = _units(d, scale)
    c = np.where(np.abs(unit) <= tolerance[:, None], 0.0, unit)
    roots = bernstein.roots(c, tolerance)
    first, last = bernstein.end_signs(c)
    continuum = first == 0
    at_0 = np.flatnonzero(c[:, 0] <= 0)
    at_1 = np.flatnonzero(c[:, -1] >= 0)
    kind = line_stability(roots.before, roots.after)
    kind_0 = line_stability(1, first[at_0], end=True)
    kind_1 = line_stability(last[at_1], -1, end=True)

    push = (unit[roots.row].T * bernstein.basis(d.shape[1] - 1, roots.x)).sum(axis=0)
    loss = np.maximum(push * (1.0 - roots.x), -push * roots.x)
    row = np.concatenate([at_0, roots.row, at_1])
    share = np.concatenate([np.zeros(at_0.size), roots.x, np.ones(at_1.size)])
    code = np.concatenate([kind_0, kind, kind_1])
    gain = np.concatenate([np.maximum(unit[at_0, 0], 0.0), loss, np.maximum(-unit[at_1, -1], 0.0)])
    order = np.lexsort((share, row))
    row, share, code, gain = row[order], share[order], code[order], gain[order]

    count, slot = slots(row, d.shape[0])
    shape = (d.shape[0], int(count.max()))
    x, stability, regret = np.full(shape, np.nan), np.full(shape, PADDING, np.int8), np.zeros(shape)
    x[row, slot], stability[row, slot] = share, code
    regret[row, slot] = np.ldexp(gain, exponent[row])
    complete = np.ones(d.shape[0], bool)
    complete[roots.unresolved] = False
    return x, stability, regret, count, continuum, complete


def _units(d: Array, scale: Array) -> tuple[Array, NDArray[np.int32], Array]:
    """Return d over a power of two next to the scale, its exponent, and the tolerance so scaled."""
    mantissa, exponent = np.frexp(scale)
    return np.ldexp(d, -exponent[..., None]), exponent, TOLERANCE * mantissa


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
    unit, _, tolerance = _units(d, equilibria.scale)
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


def differences(difference: ArrayLike) -> Array:
    d = numbers(difference, "difference")
    if d.ndim == 0 or not 1 <= d.shape[-1] <= LARGEST_DEGREE + 1:
        raise InputError(
            f"difference must have shape (..., n) with n from 1 to {LARGEST_DEGREE + 1}, "
            f"got shape {d.shape}."
        )
    return d

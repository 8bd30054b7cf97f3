"""Symmetric equilibria of games among n persons of a kind with two strategies, many at once.

They are the shares x at which the mean payoff difference D(x) vanishes, and 0 and 1 where it pushes
outwards. D's roots are isolated in Bernstein form, chunk by chunk of games.

References
----------
.. [1] Pena, J., Lehmann, L. and Noeldeke, G. (2014). Gains from switching and evolutionary
   stability in multi-player matrix games. Journal of Theoretical Biology, 346, 23-33.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ..errors import InputError
from ..quantities import numbers
from . import bernstein
from .arrays import Array, Codes, Flags, Integers
from .padding import slots
from .payoff_difference import differences, in_units
from .stability import PADDING, Stability, line_stability

CHUNK = 1 << 17  # payoff differences worked on at a time: fits the processor's cache

__all__ = ["SymmetricEquilibria", "symmetric_equilibria"]


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
        given = numbers("scale", scale)
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
    step = max(1, CHUNK // n)
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
    unit, exponent, tolerance = in_units(d, scale)
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
